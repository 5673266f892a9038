"""The reports: how the portal is used, month by month."""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff, today
from app.office.reports import showing
from app.office.reports.forms import asked_for
from app.office.reports.service import Report, report_for, take_away
from app.office.reports.wording import month_words
from app.web.downloads import kept_answer
from app.web.forms import FilledForm, asked
from app.web.request import Request
from app.web.security import Audience
from app.web.spreadsheet import MEDIA_TYPE, write_csv

REPORTS_PATH = "/staff/reports"


class ReportsController(Controller):
    path = REPORTS_PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="office.reports")
    async def reports(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        report = await report_for(staff=staff, asked=asked_for(asked(request)))
        chosen = _chosen(report)
        return staff_page(
            request,
            staff,
            "office/reports",
            here=REPORTS_PATH,
            path=REPORTS_PATH,
            report=report,
            form=FilledForm(chosen),
            query=urlencode(chosen),
            whose=[(each.value, each.words) for each in report.choices],
            months=[(f"{month:%Y-%m}", month_words(month)) for month in report.known],
            span=(month_words(report.months[0]), month_words(report.months[-1])),
            standings=showing.standings_of(report),
            sections=showing.sections_of(report),
            people=showing.people_of(report),
            people_columns=showing.people_columns(),
            explained=showing.explained(),
        )

    @get("/figures.csv", name="office.reports.csv")
    async def take(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Give what the page shows as a table, by the same choice."""
        rows = showing.file_rows(*await take_away(staff=staff, asked=asked_for(asked(request))))
        return kept_answer(write_csv(rows), name=f"portal-use-{today()}.csv", media_type=MEDIA_TYPE)


def _chosen(report: Report) -> dict[str, str]:
    since, until = report.months[0], report.months[-1]
    return {"of": report.whose.value, "since": f"{since:%Y-%m}", "until": f"{until:%Y-%m}"}

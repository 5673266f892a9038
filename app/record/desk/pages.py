"""The pages of the record for staff, with what was typed into them."""

from uuid import UUID

from app.accounts.charts import StaffChart, chart_for_staff
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.record.desk.answering import RULE
from app.record.desk.listing import RequestRow, requests_of
from app.record.desk.reading import EntryLine, entry_line, open_record, past_of, sections_for_staff
from app.record.desk.words import ANSWERS
from app.staff.rules import Action, may
from app.web.errors import Way, error_page
from app.web.forms import BLANK, FilledForm
from app.web.language import _l
from app.web.pages import Answer, Page
from app.web.request import Request

TAB = "record"


def address(client_id: UUID, *parts: object) -> str:
    """Give where the record of a chart stands, or something within it."""
    return "/".join((f"/staff/clients/{client_id}/record", *map(str, parts)))


def lead_back(request: Request, error: StateForbids) -> Page:
    """Answer 409 with what stands in the way, and lead back to what it is about."""
    known = request.path_params
    path, label = address(known["client_id"]), _l("Go to the record")
    if "request_id" in known:
        path, label = address(known["client_id"], "requests", known["request_id"]), _l("Go to the request")
    return error_page(request, 409, sentence=error.sentence, ways=(Way(label, path),))


async def record_page(
    request: Request, staff: CurrentStaff, client_id: UUID, *, form: FilledForm = BLANK, status: int = 200
) -> Answer:
    """Show the record of a chart, its requests, and what was made of it; `form` asks for a copy."""
    chart = await open_record(staff=staff, client_id=client_id)
    requests = await requests_of(client_id)
    past = await past_of(staff, client_id)
    return chart_page(
        request,
        staff,
        chart,
        "record/staff/record",
        tab=TAB,
        status=status,
        path=address(client_id),
        waiting=[each for each in requests if each.is_open],
        in_force=[each for each in requests if each.is_in_force],
        settled=[each for each in requests if not each.is_open and not each.is_in_force],
        sections=await sections_for_staff(client_id),
        past=past,
        export=past.export,
        form=form,
        may_end=may(staff.permissions, RULE, Action.MODIFY),
        may_bring_in=may(staff.permissions, RULE, Action.CREATE),
    )


async def request_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    asked: RequestRow,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Answer:
    """Show a request with the form of an answer, or how it was answered."""
    about = await entry_line(chart.client_id, asked.about_id) if asked.about_id else None
    return chart_page(
        request,
        staff,
        chart,
        "record/staff/request",
        tab=TAB,
        status=status,
        path=address(chart.client_id),
        asked=asked,
        about=about,
        answers=ANSWERS[asked.kind],
        form=form,
        may_answer=may(staff.permissions, RULE, Action.MODIFY),
    )


async def entry_page(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    line: EntryLine,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Answer:
    """Show an entry with its marks."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE)
    marked = line.marked
    now = {
        "kept_own": "yes" if marked.kept_own_at else "",
        "withheld": "yes" if marked.withheld_at else "",
        "reason": marked.withheld_reason,
    }
    return chart_page(
        request,
        staff,
        chart,
        "record/staff/entry",
        tab=TAB,
        status=status,
        path=address(client_id),
        line=line,
        form=form or FilledForm(now),
        may_mark=may(staff.permissions, RULE, Action.MODIFY),
    )

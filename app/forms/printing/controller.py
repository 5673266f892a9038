"""Sent forms as PDFs: the client's own, and those of a chart for staff, with their scores."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentChart, CurrentStaff
from app.files.rules import MEDIA_TYPES, FileKind
from app.forms.filling import sending
from app.forms.printing.paper import Paper, paper_of, pdf_of
from app.forms.reviewing import service as reviewing
from app.forms.rules import READING
from app.web.downloads import kept_answer
from app.web.language import current_language
from app.web.security import Audience


class PaperController(Controller):
    path = "/forms/{form_id:uuid}/pdf"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="forms.form.pdf")
    async def pdf(self, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        """Give what was sent as a PDF."""
        form, sent = await sending.take_away(chart=chart, form_id=form_id)
        return kept_answer(
            await pdf_of(paper_of(form, sent, client=chart.client_name)),
            name=f"{form.title}.pdf",
            media_type=MEDIA_TYPES[FileKind.PDF],
        )


class ChartPaperController(Controller):
    path = "/staff/clients/{client_id:uuid}/forms/{response_id:uuid}/pdf"
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.pdf")
    async def pdf(
        self, staff: CurrentStaff, client_id: FromPath[UUID], response_id: FromPath[UUID]
    ) -> Response[Any]:
        """Give answers of a chart as a PDF, with what they scored."""
        found = await reviewing.download(staff=staff, client_id=client_id, response_id=response_id)
        chart = await chart_for_staff(staff=staff, client_id=client_id, any_of=READING)
        paper = Paper(
            form=found.shown,
            client=chart.name,
            version=found.form_version,
            sent_at=found.sent_at,
            sent_by=found.by,
            language=current_language(),
            signature=found.signature,
            set_aside_at=found.row["set_aside_at"],
            scores=[(score.name, score.sentence) for score in found.scores],
        )
        return kept_answer(
            await pdf_of(paper), name=f"{found.title}.pdf", media_type=MEDIA_TYPES[FileKind.PDF]
        )

"""How the scores of a chart went, for staff; and by which instrument a form is scored."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.forms.instruments.choosing import choose_instrument
from app.forms.instruments.known import INSTRUMENTS
from app.forms.instruments.trend import trends_for
from app.web.forms import FilledForm, Form, one_of, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience


class InstrumentForm(Form):
    instrument: Annotated[str, one_of("", *INSTRUMENTS)]


class ScoresController(Controller):
    path = "/staff/clients/{client_id:uuid}/scores"
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.scores")
    async def scores(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        chart, trends = await trends_for(staff=staff, client_id=client_id)
        return chart_page(request, staff, chart, "forms/staff/scores", tab="forms", trends=trends)


class InstrumentController(Controller):
    path = "/staff/forms/{questionnaire_id:uuid}/instrument"
    opt = {"audience": Audience.STAFF}

    @post("/", name="forms.staff.instrument", status_code=303)
    async def choose(
        self, request: Request, staff: CurrentStaff, questionnaire_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(InstrumentForm, await request.form())
        page = f"/staff/forms/{questionnaire_id}"
        if isinstance(form, FilledForm):
            return see(page)
        title = await choose_instrument(staff=staff, form_id=questionnaire_id, instrument=form.instrument)
        return see(page, flash=gettext("How %(form)s is scored is saved.") % {"form": title})

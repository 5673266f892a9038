"""The client's pages of sending a copy of the record to somebody, and of taking the link back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids, Unfit
from app.notices import mail
from app.practice.settings import setting
from app.record.asking.service import new_once
from app.record.reading.listing import PATH
from app.record.reading.pages import over_page
from app.record.reading.wording import span_words
from app.record.sending import service
from app.record.sending.forms import NOT_SURE, ForSending
from app.web.forms import BLANK, FilledForm, Sent, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.readers.choices import maybe_row
from app.web.request import Request
from app.web.security import Audience


class SendingController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT, "confirmed": PATH, "pays": True}

    @get("/{copy_id:uuid}/sending", name="record.sending")
    async def sending(self, request: Request, chart: CurrentChart, copy_id: FromPath[UUID]) -> Response[Any]:
        return await _sending_page(request, chart, copy_id)

    @post("/{copy_id:uuid}/sending", name="record.sending.post", status_code=303)
    async def send(self, request: Request, chart: CurrentChart, copy_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        form = parse(ForSending, data)
        if not data.get("sure"):
            known = form.sentences if isinstance(form, FilledForm) else {}
            form = filled(data).refused(**known, sure=NOT_SURE)
        if isinstance(form, FilledForm):
            return await _sending_page(request, chart, copy_id, form=form, status=422)
        try:
            await service.send(chart=chart, copy_id=copy_id, address=form.address, once=form.once)
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _sending_page(request, chart, copy_id, form=refused, status=422)
        except StateForbids as why:
            refused = replace(filled(data).refused(address=why.sentence), typed=_afresh(data))
            return await _sending_page(request, chart, copy_id, form=refused, status=422)
        said = gettext("The link is on its way to %(address)s. Below you can take it back.")
        return see(PATH, flash=said % {"address": form.address})


class LinkController(Controller):
    path = f"{PATH}/sendings/{{sending_id:uuid}}"
    opt = {"audience": Audience.CLIENT, "pays": True}

    @get("/ending", name="record.sending.ending")
    async def ending(self, chart: CurrentChart, sending_id: FromPath[UUID]) -> Response[Any]:
        """Lead somebody who opens the address of the form to the page it stands on."""
        await service.check_known(chart=chart, sending_id=sending_id)
        return see(PATH)

    @post("/ending", name="record.sending.ending.post", status_code=303)
    async def end(self, chart: CurrentChart, sending_id: FromPath[UUID]) -> Response[Any]:
        await service.end(chart=chart, sending_id=sending_id)
        return see(PATH, flash=gettext("Taken back. The link does not work any more."))


def _afresh(data: Sent) -> Mapping[str, str]:
    """Give what was typed without the id of the sending, so that the form makes a new one."""
    return {name: value for name, value in filled(data).typed.items() if name != "once"}


async def _sending_page(
    request: Request, chart: CurrentChart, copy_id: UUID, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    try:
        copy = await service.sendable(chart=chart, copy_id=copy_id)
    except StateForbids:
        return await over_page(request, chart)
    once = maybe_row(form.value("once")) or new_once()
    return await portal_page(
        request,
        chart,
        "record/sending",
        status=status,
        here=f"{PATH}/{copy_id}/sending",
        path=f"{PATH}/{copy_id}",
        form=form,
        once=once,
        span=span_words(copy.from_on, copy.until_on),
        days=int(setting("record_link_days")),
        can_send=mail.is_possible(),
    )

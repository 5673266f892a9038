"""The tab Messaging: how a client wants to be told, and text messages agreed to or stopped. It never closes."""

from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post

from app.accounts.own import drafts
from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.accounts.telling.readers import address_of
from app.changes import access, service
from app.changes.forms import edit_of, form_to_fill, with_both
from app.changes.listing import changes_of, history, subject_view
from app.changes.parts import by_name
from app.changes.rules import Section
from app.changes.service import ChangedMeanwhile, Edit
from app.changes.wording import said_of
from app.information.messaging import AGREE, MESSAGING, part_of, stop_texts, terms_for, texts_of
from app.information.messaging_fields import KEPT, MORE, channels, hours
from app.information.rules import reasons_against
from app.information.saving import keeps
from app.notices.preferences import Preferences, preferences_of
from app.notices.texts.sending import is_possible
from app.web.forms import FilledForm, filled
from app.web.language import gettext
from app.web.pages import see
from app.web.panel import Bar
from app.web.request import Request
from app.web.security import Audience
from app.web.templates import phone

PATH = "/information/messaging"
EDIT = f"{PATH}/edit"
WITHDRAWAL = f"{PATH}/texts/withdrawal"


class MessagingController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT, "pays": True, "stays": True}
    """Open after a discharge and without its panel too: consent stays revocable."""

    @get("/", name="information.messaging")
    async def messaging(self, request: Request, chart: CurrentChart) -> Response[Any]:
        found = await preferences_of(chart.client_id)
        by_text = found.choices.channel == "text"
        texted = by_text and found.texts_are_allowed and is_possible()
        address = await address_of(chart, found)
        changes = await changes_of(chart.client_id, (MESSAGING.name,))
        return await portal_page(
            request,
            chart,
            "information/messaging",
            here=PATH,
            tabs=page_tabs(request, chart, Bar.INFORMATION, here=PATH),
            view=subject_view(MESSAGING, chart.client_id, texts_of(found), changes),
            found=found,
            by_text=by_text,
            reached=phone(found.phone) if texted else "" if by_text else address,
            instead=address if by_text and not texted else "",
            possible=is_possible(),
            corrects=access.may_change(Section.BASIC),
            withdrawal=WITHDRAWAL,
            history=history(changes, by_name((MESSAGING,))),
        )

    @get("/edit", name="information.messaging.edit")
    async def edit(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _form_page(request, chart, await preferences_of(chart.client_id))

    @post(
        "/",
        name="information.messaging.post",
        status_code=303,
        opt=keeps(KEPT, page=EDIT, address=PATH),
    )
    async def update(self, request: Request, chart: CurrentChart) -> Response[Any]:
        found = await preferences_of(chart.client_id)
        part, data = part_of(chart), await request.form()
        edit = edit_of(part, chart.client_id, data)
        if isinstance(edit, FilledForm):
            return await _form_page(request, chart, found, typed=edit, status=422)
        reasons = reasons_against(
            edit.texts, phone=found.phone, allowed=found.texts_are_allowed, possible=is_possible()
        )
        if reasons:
            typed = filled(data).refused(**reasons)
            return await _form_page(request, chart, found, typed=typed, status=422)
        try:
            saved = await service.save(chart=chart, section=part.section, edits=[_with_consent(edit)])
        except ChangedMeanwhile as why:
            typed = with_both(part, data, why)
            return await _form_page(request, chart, found, typed=typed, status=409)
        await drafts.forget(chart, PATH)
        return see(PATH, flash=said_of(saved, part))

    @post("/texts/withdrawal", name="information.messaging.withdrawal", status_code=303)
    async def stop(self, chart: CurrentChart) -> Response[Any]:
        await stop_texts(chart=chart)
        return see(PATH, flash=gettext("Text messages are stopped. From now on we tell you by e-mail."))


def _with_consent(edit: Edit) -> Edit:
    """Leave the consent as it is where the box was not ticked: stopping has a button of its own."""
    kept = {name: text for name, text in edit.texts.items() if name != "texts" or text}
    return replace(edit, texts=kept)


def _by_what_there_is(form: FilledForm) -> FilledForm:
    """Let e-mail be chosen in a form that holds text messages while none are sent."""
    if is_possible() or form.value("channel") != "text":
        return form
    return replace(form, typed={**form.typed, "channel": "email"})


async def _form_page(
    request: Request,
    chart: CurrentChart,
    found: Preferences,
    *,
    typed: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    left = await drafts.given_back(chart, PATH) if typed is None else None
    begun = typed or (left.form if left else None)
    form = _by_what_there_is(form_to_fill(MESSAGING, chart.client_id, texts_of(found), typed=begun))
    return await portal_page(
        request,
        chart,
        "information/messaging_edit",
        status=status,
        here=PATH,
        tabs=page_tabs(request, chart, Bar.INFORMATION, here=PATH),
        form=form,
        found=found,
        address=await address_of(chart, found),
        corrects=access.may_change(Section.BASIC),
        agree=AGREE,
        terms=terms_for(found.phone) if found.phone else "",
        fields={field.name: field for field in MESSAGING.fields},
        channels=channels(texts=is_possible()),
        possible=is_possible(),
        opened=any(name.startswith(field.name) for name in form.sentences for field in MORE),
        hours=hours(),
        left=left,
        path=PATH,
        page=EDIT,
    )

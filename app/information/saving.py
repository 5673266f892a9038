"""Forms of parts on the client's pages: shown as they stand now, saved, or given back with what is wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from app.accounts.own import drafts
from app.accounts.own.drafts import Keeps
from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids
from app.changes import access, service
from app.changes.fields import Fields, countries, form_of, states
from app.changes.forms import edit_of, form_to_fill, with_both
from app.changes.listing import changes_of, subject_view
from app.changes.parts import ENDED, Part, Texts
from app.changes.rules import Act
from app.changes.service import GONE, ChangedMeanwhile, Edit, Saved, added_subject
from app.web.forms import BadParts, FilledForm, Sent, filled
from app.web.language import Phrase
from app.web.pages import Answer, see
from app.web.panel import Bar
from app.web.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class PartForm:
    """The form of one subject of a part, and the addresses around it."""

    part: Part
    subject: UUID
    heading: Phrase
    path: str
    """Where it is sent."""
    page: str
    """Where it stands."""
    tab: str
    """Where it leads back to."""
    act: Act = Act.EDIT
    once: UUID | None = None
    """Of a form that adds: sent again with the same text it adds nothing, and with another text what that says."""
    note: Phrase | str = ""
    completed: Callable[[Texts], Texts] = lambda texts: texts
    """Adds what follows from what was typed; raises BadParts where fields contradict each other."""


def keeps(fields: Fields, *, page: str, address: str) -> dict[str, Any]:
    """Say what is kept of a form that comes after the session ran out."""
    return {"keeps": Keeps(form_of(fields), page=page, address=address)}


async def save_form(request: Request, chart: CurrentChart, form: PartForm, data: Sent) -> Saved | Answer:
    """Save a form; give its page where it cannot be saved as it was typed."""
    edit = edit_of(form.part, form.subject, data, act=form.act)
    if not isinstance(edit, FilledForm):
        edit = _completed(form, edit, data)
    if isinstance(edit, FilledForm):
        return await form_page(request, chart, form, typed=edit, status=422)
    if form.once is not None:
        edit = replace(edit, subject=added_subject(chart, _of_text(form.once, edit.texts)))
    try:
        saved = await service.save(chart=chart, section=form.part.section, edits=[edit])
    except ChangedMeanwhile as why:
        return await form_page(request, chart, form, typed=with_both(form.part, data, why), status=409)
    except StateForbids as why:
        typed = filled(data).refused(**{form.part.fields[0].name: why.sentence})
        return await form_page(request, chart, form, typed=typed, status=409)
    await drafts.forget(chart, form.path)
    return saved


def _completed(form: PartForm, edit: Edit, data: Sent) -> Edit | FilledForm:
    try:
        return replace(edit, texts=form.completed(edit.texts))
    except BadParts as why:
        return filled(data).refused(**why.sentences)


def _of_text(once: UUID, texts: Texts) -> UUID:
    return uuid5(once, json.dumps(texts, sort_keys=True))


async def form_page(
    request: Request,
    chart: CurrentChart,
    form: PartForm,
    *,
    holds: Texts | None = None,
    typed: FilledForm | None = None,
    status: int = 200,
) -> Answer:
    """Show a form: as it was typed, as it was left when a session ran out, or with what is known.

    `holds` is what the chart holds of the subject, where that was read already. One that was ended, or is to be, has
    no form but the one that somebody has typed into.
    """
    part, tab = form.part, form.tab
    access.check_can_change(chart, part.section)
    texts = {} if form.act is Act.ADD else await _texts_now(chart, form, holds)
    if texts.get(ENDED) and typed is None:
        return see(tab, flash=str(GONE))
    left = await drafts.given_back(chart, form.path) if typed is None else None
    filled = form_to_fill(part, form.subject, texts, typed=typed or (left.form if left else None))
    return await portal_page(
        request,
        chart,
        "information/edit",
        status=status,
        here=tab,
        tabs=page_tabs(request, chart, Bar.INFORMATION, here=tab),
        part=part,
        heading=form.heading,
        note=form.note,
        form=filled if form.once is None else _sent_once(filled, form.once),
        left=left,
        path=form.path,
        page=form.page,
        back=tab,
        reviewed=access.is_reviewed(part.section),
        states=states(),
        countries=countries(),
    )


def _sent_once(form: FilledForm, once: UUID) -> FilledForm:
    return replace(form, typed={**form.typed, "once": str(once)})


async def _texts_now(chart: CurrentChart, form: PartForm, holds: Texts | None) -> Texts:
    """Give the texts of a subject as the client sees it now."""
    if holds is None:
        holds = await form.part.read(chart.client_id, form.subject)
    changes = await changes_of(chart.client_id, (form.part.name,))
    return subject_view(form.part, form.subject, holds, changes).texts

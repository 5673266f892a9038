"""Answers to forms as they are given: shown, and saved one by one until they are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.own import drafts
from app.accounts.own.drafts import GivenBack
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.forms.filling import files
from app.forms.filling.fields import Typed, answers_in, for_unanswered, number_in
from app.forms.filling.opened import OpenedForm, locked, opened
from app.forms.instruments.patient import needs_patient
from app.forms.instruments.patient import patient_of as patient_from_chart
from app.forms.questionnaire import taking
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.shown import ShownForm
from app.forms.questionnaire.walk import shown
from app.forms.rules import (
    SENT_ALREADY,
    ResponseStatus,
    check_can_correct,
    check_can_fill,
)
from app.forms.safety import service as safety
from app.forms.tables import FormResponse
from app.web.language import current_language
from app.web.logs import log
from app.web.templates import local

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Filling:
    """A form that is being filled: its answers, saved or about to be, and how it is shown with them."""

    form: OpenedForm
    answers: Answers
    shown: ShownForm
    saved_at: datetime | None
    revision: int
    page: int
    needs_help: bool
    left: GivenBack | None = None
    """What came back from a session that ran out, and is among the answers; it is saved with the next."""
    before: ShownForm | None = None
    """How the form was shown before this save."""
    elsewhere: bool = False
    """Whether it was saved from another page meanwhile."""
    refused: str = ""
    """Why a file was not taken."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What stands on the page that sends a form: the digest of what it showed, and the name typed below it."""

    digest: str
    name: str = ""


class NotReady(Exception):
    """Answers are missing or cannot be read: nothing was sent."""


def check_open(form: OpenedForm) -> None:
    """Raise StateForbids where answers to a form can be neither saved nor sent, as corrections or at first."""
    if form.begun is not None and form.begun.corrects is not None:
        check_can_correct(form.facts)
    else:
        check_can_fill(form.facts)


def why_closed(form: OpenedForm) -> str:
    """Say why a form takes no answers; "" where it does."""
    try:
        check_open(form)
    except StateForbids as why:
        return str(why.sentence)
    return ""


def is_open(form: OpenedForm) -> bool:
    """Whether a form is shown to be filled in."""
    return not why_closed(form)


async def see(*, chart: CurrentChart, form_id: UUID, checked: bool = False) -> Filling:
    """Give a form to be filled as it stands, with what came back from a session that ran out; raises NotFound.

    `checked` shows what is missing too.
    """
    return await filling_of(chart, await opened(chart, form_id), checked=checked)


async def filling_of(chart: CurrentChart, form: OpenedForm, *, checked: bool = False) -> Filling:
    """Give it likewise, of a form that is read already."""
    known = await patient_of(form)
    left = await drafts.given_back(chart, form.path)
    answers = form.begun_answers(known)
    page = form.begun.page if form.begun else 1
    if left is not None:
        answers = _with_fields(form, answers, answers_in(left.form.ticked))
        page = number_in(left.form.value("page")) or page
    return Filling(
        form=form,
        answers=answers,
        shown=show(form, answers, known, checked=checked),
        saved_at=form.begun.saved_at if form.begun else None,
        revision=form.begun.revision if form.begun else 0,
        page=page,
        needs_help=form.needs_help,
        left=left,
    )


async def save(*, chart: CurrentChart, form_id: UUID, typed: Typed) -> Filling:
    """Keep what was typed into a page of a form, and do what its button asks for besides.

    Raises NotFound and StateForbids, and Unacceptable where a chart has no room for a file.
    """
    taken = await files.take_in(typed)
    async with db.transaction():
        form = await locked(chart, form_id)
        check_open(form)
        known = await patient_of(form)
        before = form.begun_answers(known)
        stood = show(form, before, known)
        elsewhere = form.begun is not None and typed.revision != form.begun.revision
        fields = _newer(typed, before) if elsewhere else typed.fields
        answers = _with_fields(form, await with_left(chart, form, before), fields)
        answers, refused = await files.add(chart, form.form, _acted(form, answers, typed), stood, taken)
        if form.begun is None and not typed.act and is_same(before, answers):
            return Filling(
                form, answers, stood, None, 0, typed.page, needs_help=False, before=stood, refused=refused
            )
        kept = await keep(chart, form, answers, known=known, typed=typed)
        await drafts.forget(chart, form.path)
    return replace(kept, before=stood, elsewhere=elsewhere, refused=refused)


def is_same(one: Answers, other: Answers) -> bool:
    """Whether nobody has answered anything in between: whoever only looks at a form does not begin it."""
    return all(
        {name: held for name, held in of_one.items() if held}
        == {name: held for name, held in of_other.items() if held}
        for of_one, of_other in (
            (one.values, other.values),
            (one.typings, other.typings),
            (one.rows, other.rows),
        )
    )


def refused(filling: Filling, sentence: str) -> Filling:
    """Give a form with the sentence that says why a file was not taken."""
    return replace(filling, refused=sentence)


async def with_left(chart: CurrentChart, form: OpenedForm, answers: Answers) -> Answers:
    """Add what came back from a session that ran out."""
    left = await drafts.given_back(chart, form.path)
    return answers if left is None else _with_fields(form, answers, answers_in(left.form.ticked))


def _newer(typed: Typed, kept: Answers) -> Fields:
    """Give what is to be taken of a page beside which the form was saved from another one meanwhile.

    What was answered on it is newer; where all of it came, nobody can tell what was, and only what is not answered is taken.
    """
    if typed.changed:
        return typed.fields
    answered = {name for held in (kept.values, kept.typings) for name, values in held.items() if values}
    return for_unanswered(typed.fields, answered)


def _with_fields(form: OpenedForm, answers: Answers, fields: Fields) -> Answers:
    zone = local(datetime.now(UTC)).tzinfo or UTC
    return taking.take(form.form, answers, fields, language=current_language(), zone=zone)


def _acted(form: OpenedForm, answers: Answers, typed: Typed) -> Answers:
    act = ACTS.get(typed.act)
    return act(form.form, answers, typed.about) if act else answers


ACTS = {"add": taking.with_row, "remove": taking.without_row, "unfile": taking.without_file}
"""What buttons within a form ask for."""


def show(
    form: OpenedForm, answers: Answers, known: dict[str, Any] | None, *, checked: bool = False
) -> ShownForm:
    return shown(form.form, answers, language=current_language(), checked=checked, patient=known)


def _page_left_at(view: ShownForm, typed: Typed) -> int:
    """Give the page to go on with on another device: the next, once its answers can be read, or the one before."""
    if typed.act == "back":
        return max(1, typed.page - 1)
    is_done = typed.act == "next" and all(problem.page != typed.page for problem in view.problems)
    return min(typed.page + is_done, len(view.pages))


async def keep(
    chart: CurrentChart, form: OpenedForm, answers: Answers, *, known: dict[str, Any] | None, typed: Typed
) -> Filling:
    """Write answers that are not sent yet."""
    now = datetime.now(UTC)
    for failure in answers.failures:
        log("expression failed", kind=failure.kind, place=f"{failure.url} {failure.number}")
    view = show(form, answers, known)
    response = answers.response(status=ResponseStatus.IN_PROGRESS, authored=now)
    page = _page_left_at(view, typed)
    columns = {"page": page, "answered": view.answered, "asked": view.asked}
    if form.begun is None:
        response_id, revision = await begin(chart, form, response, answers.unread, columns), 1
    else:
        response_id, revision = form.begun.id, form.begun.revision + 1
        sealed = sealed_answers(response_id, response, answers.unread)
        await change(response_id, {**columns, **sealed, "revision": revision, "saved_at": now})
    needs_help = await notice(form, response_id, answers, ResponseStatus.IN_PROGRESS, now)
    return Filling(form, answers, view, now, revision, page, needs_help)


async def begin(
    chart: CurrentChart,
    form: OpenedForm,
    response: dict[str, Any],
    unread: dict[str, list[str]],
    columns: dict[str, Any],
    corrects: UUID | None = None,
) -> UUID:
    """Begin the answers to a form; of a form that was sent, those that correct the ones sent."""
    response_id, now = db.new_id(), datetime.now(UTC)
    row = FormResponse(
        id=response_id,
        client=chart.client_id,
        assignment=form.id,
        corrects=corrects,
        revision=1,
        started_at=now,
        saved_at=now,
        written_by_kind=chart.actor.kind,
        written_by_name=chart.actor.name,
        account=chart.account.account_id,
        **columns,
        **sealed_answers(response_id, response, unread),
    )
    await FormResponse.insert(row)
    if corrects is None:
        await record(chart, Kind.FORM_STARTED, form.id)
    return response_id


async def change(response_id: UUID, columns: Mapping[Any, Any]) -> None:
    """Change answers that are not sent yet, in the transaction under way; raises StateForbids where they are."""
    changed = (
        await FormResponse.update(dict(columns))
        .where((FormResponse.id == response_id) & (FormResponse.status == ResponseStatus.IN_PROGRESS))
        .returning(FormResponse.id)
    )
    if not changed:
        raise StateForbids(SENT_ALREADY)


def sealed_answers(
    response_id: UUID, response: dict[str, Any], unread: dict[str, list[str]]
) -> dict[str, Any]:
    return {
        "answers": FormResponse.answers.seal_json(response, row=response_id),
        "unread": FormResponse.unread.seal_json(unread, row=response_id) if unread else None,
    }


def sealed_signature(response_id: UUID, signature: dict[str, Any]) -> bytes:
    return FormResponse.signature.seal_json(signature, row=response_id)


async def notice(
    form: OpenedForm, response_id: UUID, answers: Answers, status: ResponseStatus, now: datetime
) -> bool:
    """Look for answers that show danger, and give whether help is shown."""
    settled = answers.response(status=status, authored=now, settled=True)
    return await safety.notice(
        response_id=response_id, client_id=form.client_id, url=form.url, response=settled
    )


async def patient_of(form: OpenedForm) -> dict[str, Any] | None:
    """Give what the chart holds about the client to a form that asks for it."""
    if not needs_patient(form.definition, begun=form.begun is not None):
        return None
    return await patient_from_chart(form.client_id)


async def record(chart: CurrentChart, kind: Kind, form_id: UUID) -> None:
    await activity.record(
        by=chart.actor, kind=kind, object_kind="form", object_id=form_id, client_id=chart.client_id
    )

"""Sending the answers to a form, once; correcting them; and reading what was sent."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.own import drafts
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.actor import ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.forms.filling import service
from app.forms.filling.fields import Typed
from app.forms.filling.opened import Begun, OpenedForm, Sent, locked, opened
from app.forms.filling.signing import STATEMENT, Signature, digest_of
from app.forms.instruments import registration
from app.forms.instruments import service as instruments
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.shown import ShownForm
from app.forms.rules import FORM_COMPLETED, SENT_ALREADY, ResponseStatus, Source, check_can_correct
from app.forms.tables import FormAssignment
from app.notices import outbox
from app.web.language import _l, current_language

ONE_VIEW = timedelta(hours=1)
"""How long looking at the same answers again is one view of them."""

NO_NAME = _l("Type your name to sign.")
HAS_CHANGED = _l("Your answers have changed since you looked at them. Please look at them again, then send.")


@dataclass(frozen=True, slots=True)
class Sending:
    """What stands on the page that sends a form: the digest of what it showed, and the name typed below it."""

    digest: str
    name: str = ""


class NotReady(Exception):
    """Answers are missing or cannot be read: nothing was sent."""


async def send(*, chart: CurrentChart, form_id: UUID, sending: Sending) -> None:
    """Send the answers to a form, once, signed where it asks for that.

    Raises NotFound and StateForbids, NotReady where an answer is missing or cannot be read, and Unfit where the name is
    missing, or the answers are others than those that the page showed.
    """
    async with db.transaction():
        form = await locked(chart, form_id)
        service.check_open(form)
        patient = await service.patient_of(form)
        answers = await service.with_left(chart, form, form.begun_answers(patient))
        view = service.show(form, answers, patient, checked=True)
        if view.problems:
            raise NotReady
        if digest_of(view) != sending.digest:
            raise Unfit("changed", HAS_CHANGED)
        if form.signed and not sending.name:
            raise Unfit("typed_name", NO_NAME)
        await _complete(chart, form, await _begun(chart, form, answers, patient), answers, sending)
        await drafts.forget(chart, form.path)


async def _begun(
    chart: CurrentChart, form: OpenedForm, answers: Answers, patient: dict[str, Any] | None
) -> Begun:
    """Give the answers that are to be sent, begun now where nothing had to be filled in."""
    if form.begun is not None:
        return form.begun
    await service.keep(chart, form, answers, known=patient, typed=Typed({}))
    begun = (await opened(chart, form.id)).begun
    if begun is None:
        raise StateForbids(SENT_ALREADY)
    return begun


async def _complete(
    chart: CurrentChart, form: OpenedForm, begun: Begun, answers: Answers, sending: Sending
) -> None:
    """Complete a form, once, and tell all who wait for it."""
    now, is_first = datetime.now(UTC), begun.corrects is None
    status = ResponseStatus.COMPLETED if is_first else ResponseStatus.AMENDED
    response = answers.response(
        status=status,
        authored=now,
        subject=f"Patient/{chart.client_id}",
        author=_author(chart),
        settled=True,
    )
    await service.change(
        begun.id, _as_sent(chart, form, begun.id, response, sending, now) | {"status": status}
    )
    if is_first:
        await _close(form, now)
    await instruments.keep_scores(
        response_id=begun.id,
        client_id=chart.client_id,
        instrument=form.instrument,
        response=response,
        language=current_language(),
    )
    await registration.hand_on(chart=chart, url=form.url, response_id=begun.id, response=response)
    await service.notice(form, begun.id, answers, status, now)
    await service.record(chart, Kind.FORM_SENT if is_first else Kind.FORM_CORRECTED, form.id)
    await outbox.add(kind=FORM_COMPLETED, payload={"response": str(begun.id)})


def _author(chart: CurrentChart) -> str:
    """Give who wrote, as FHIR refers to them; a guardian is somebody related."""
    if chart.actor.kind is ActorKind.CLIENT:
        return f"Patient/{chart.client_id}"
    return f"RelatedPerson/{chart.account.account_id}"


def _as_sent(
    chart: CurrentChart,
    form: OpenedForm,
    response_id: UUID,
    response: dict[str, Any],
    sending: Sending,
    now: datetime,
) -> dict[str, Any]:
    """Give the columns of answers that are sent now; whoever sends them wrote them."""
    signature = _signature(chart, sending, now) if form.signed else None
    return {
        **service.sealed_answers(response_id, response, {}),
        "sent_at": now,
        "saved_at": now,
        "written_by_kind": chart.actor.kind,
        "written_by_name": chart.actor.name,
        "account": chart.account.account_id,
        "source": Source.PORTAL,
        "signature": signature and service.sealed_signature(response_id, asdict(signature)),
    }


def _signature(chart: CurrentChart, sending: Sending, now: datetime) -> Signature:
    return Signature(
        name=sending.name,
        statement=str(STATEMENT),
        sha256=sending.digest,
        language=current_language(),
        account=str(chart.account.account_id),
        at=now.isoformat(),
        client="" if chart.actor.kind is ActorKind.CLIENT else chart.client_name,
    )


async def _close(form: OpenedForm, now: datetime) -> None:
    """Say that a form is done, once."""
    done = (
        await FormAssignment.update({FormAssignment.completed_at: now})
        .where((FormAssignment.id == form.id) & FormAssignment.completed_at.is_null())
        .where(FormAssignment.taken_back_at.is_null())
        .returning(FormAssignment.id)
    )
    if not done:
        raise StateForbids(SENT_ALREADY)


async def correct(*, chart: CurrentChart, form_id: UUID) -> None:
    """Begin to correct the answers that were sent, in a copy; nothing happens where somebody has begun already.

    What was sent stays as it is. Raises NotFound and StateForbids.
    """
    async with db.transaction():
        form = await locked(chart, form_id)
        check_can_correct(form.facts)
        if form.begun is not None or form.sent is None:
            return
        answers = Answers.of(form.form, form.sent.response, {})
        view = service.show(form, answers, await service.patient_of(form))
        response = answers.response(status=ResponseStatus.IN_PROGRESS, authored=datetime.now(UTC))
        counts = {"answered": view.answered, "asked": view.asked}
        await service.begin(chart, form, response, {}, counts, corrects=form.sent.id)


async def leave_as_sent(*, chart: CurrentChart, form_id: UUID) -> None:
    """Give up correcting answers: what was sent stands. Raises NotFound and StateForbids."""
    async with db.transaction():
        form = await locked(chart, form_id)
        check_can_correct(form.facts)
        if form.begun is not None and form.begun.corrects is not None:
            await service.change(form.begun.id, {"status": ResponseStatus.ENTERED_IN_ERROR})
        await drafts.forget(chart, form.path)


async def read(*, chart: CurrentChart, form: OpenedForm) -> ShownForm:
    """Give what was sent, to be read, which the client's activity keeps. Raises NotFound where nothing was."""
    sent = _sent(chart, form)
    async with db.transaction():
        await activity.record_once(
            within=ONE_VIEW,
            by=chart.actor,
            kind=Kind.FORM_VIEWED,
            object_kind="form",
            object_id=form.id,
            client_id=chart.client_id,
        )
    return service.show(form, Answers.of(form.form, sent.response, {}), None)


async def take_away(*, chart: CurrentChart, form_id: UUID) -> tuple[OpenedForm, Sent]:
    """Give what was sent to be kept elsewhere, which the client's activity keeps. Raises NotFound."""
    form = await opened(chart, form_id)
    sent = _sent(chart, form)
    async with db.transaction():
        await service.record(chart, Kind.FORM_DOWNLOADED, form_id)
    return form, sent


def _sent(chart: CurrentChart, form: OpenedForm) -> Sent:
    if form.sent is None:
        raise NotFound(by=chart.actor, object_kind="form", object_id=form.id, client_id=chart.client_id)
    return form.sent

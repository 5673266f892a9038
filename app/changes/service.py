"""Saving what a client changed: straight to the chart, or into review, with its history and an alert either way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from app import db
from app.accounts.sessions import CurrentChart, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.changes import access, letters
from app.changes.parts import ENDED, Part, Texts, changed_since, seen_again
from app.changes.rules import Act, Section, Standing
from app.changes.tables import ChangedField, ChangeRequest
from app.notices import outbox
from app.web.language import _l

SAVED = "changes.saved"
"""The outbox kind of a save that staff are to be told of."""
MEANWHILE = _l(
    "Somebody else has changed the same thing while you were typing. Please look at both and save again."
)
GONE = _l("This is not in the chart any more.")

HOLD = "select id, email, language from client where id = $1 for no key update"
WAITING = """
select id, field, new_value from changed_field
where client = $1 and part = $2 and subject = $3 and standing = 'in_review' order by position for update
"""
REPLACE = """
update changed_field set standing = 'replaced'
where client = $1 and part = $2 and subject = $3 and field = $4 and standing = 'in_review'
"""
ADDED = "select 1 from changed_field where client = $1 and part = $2 and subject = $3 and act = 'add' limit 1"


class ChangedMeanwhile(StateForbids):
    """Somebody else has changed fields that were typed as well: nothing is written.

    `now` is what they hold, and `seen` what the form carries when it is saved again, in the knowledge of that only:
    what somebody else has changed beside it is left alone then.
    """

    def __init__(self, now: Mapping[str, str], *, seen: str) -> None:
        super().__init__(MEANWHILE)
        self.now = now
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Edit:
    """What was typed into the fields of one subject, `seen` as its form carried it."""

    part: Part
    subject: UUID
    texts: Texts
    seen: str = ""
    act: Act = Act.EDIT


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save."""

    request_id: UUID | None
    """None: nothing was changed."""
    in_review: bool
    """Whether the practice looks at it first."""
    beside: tuple[str, ...] = ()
    """Fields that somebody else has changed meanwhile, and that were left as they are now."""


@dataclass(frozen=True, slots=True)
class _Change:
    edit: Edit
    field: str
    old: str
    """What the chart holds: staff decide about the difference to that, and can put that back."""
    new: str

    def standing(self, *, reviewed: bool) -> Standing:
        if self.edit.act is not Act.ADD and self.new == self.old:
            return Standing.TAKEN_BACK
        return Standing.IN_REVIEW if reviewed else Standing.APPLIED


def added_subject(chart: CurrentChart, once: UUID) -> UUID:
    """Give the id of a row that a form adds: the same however often the form is sent, and never another client's."""
    return uuid5(chart.client_id, str(once))


def ending(part: Part, subject: UUID, seen: str) -> Edit:
    """End one of several subjects today."""
    return Edit(part, subject, {ENDED: today().isoformat()}, seen, Act.END)


async def save(*, chart: CurrentChart, section: Section, edits: Sequence[Edit]) -> Saved:
    """Save the edits of one form, all or none; one alert tells staff of them, and a letter the address on file.

    Raises NotFound for a hidden section or a subject that is not the client's, NotAllowed for a closed section, and
    ChangedMeanwhile where two have changed the same field.
    """
    access.check_can_change(chart, section)
    reviewed = access.is_reviewed(section)
    async with db.transaction():
        (on_file,) = await db.rows(HOLD, chart.client_id)
        compared = [await _compare(chart, edit) for edit in edits]
        changes = [change for found, _ in compared for change in found]
        beside = tuple(sorted({name for _, others in compared for name in others}))
        request_id = await _keep(chart, section, changes, reviewed=reviewed) if changes else None
        if any(change.edit.part.tells_of(change.field) for change in changes):
            await letters.tell_address_on_file(to=on_file["email"], language=on_file["language"])
    waits = any(change.standing(reviewed=reviewed) is Standing.IN_REVIEW for change in changes)
    return Saved(request_id, waits, beside)


async def _compare(chart: CurrentChart, edit: Edit) -> tuple[list[_Change], frozenset[str]]:
    """Give what the edit changes, and what somebody else has changed beside it since its form was made.

    What the form showed, and is compared with, is what the chart holds, and above it what waits for a decision.
    """
    if edit.act is Act.ADD:
        return await _all_new(chart, edit), frozenset()
    holds = await _held(chart, edit)
    now = {**holds, **await _waiting(chart.client_id, edit)}
    if now.get(ENDED):
        raise StateForbids(GONE)
    mine = changed_since(edit.part, edit.subject, edit.seen, edit.texts) & edit.texts.keys()
    theirs = changed_since(edit.part, edit.subject, edit.seen, now)
    clash = {name: now.get(name, "") for name in mine & theirs if edit.texts[name] != now.get(name, "")}
    if clash:
        raise ChangedMeanwhile(clash, seen=seen_again(edit.part, edit.subject, edit.seen, now, clash))
    changes = [
        _Change(edit, field.name, holds.get(field.name, ""), edit.texts[field.name])
        for field in edit.part.fields
        if field.name in mine and edit.texts[field.name] != now.get(field.name, "")
    ]
    return changes, theirs - mine


async def _held(chart: CurrentChart, edit: Edit) -> Texts:
    """Give what the chart holds of the subject; raises NotFound where that is nothing of this client's."""
    holds = await edit.part.read(chart.client_id, edit.subject)
    if holds is None:
        raise NotFound(
            by=chart.actor, object_kind=edit.part.name, object_id=edit.subject, client_id=chart.client_id
        )
    return holds


async def _waiting(client_id: UUID, edit: Edit) -> dict[str, str]:
    found = await db.rows(WAITING, client_id, edit.part.name, edit.subject)
    return {row["field"]: ChangedField.new_value.open(row["new_value"], row=row["id"]) for row in found}


async def _all_new(chart: CurrentChart, edit: Edit) -> list[_Change]:
    """Give every field that a new subject has; none where the form was sent before."""
    if await db.row(ADDED, chart.client_id, edit.part.name, edit.subject) is not None:
        return []
    return [
        _Change(edit, field.name, "", edit.texts[field.name])
        for field in edit.part.fields
        if edit.texts.get(field.name)
    ]


async def _keep(chart: CurrentChart, section: Section, changes: Sequence[_Change], *, reviewed: bool) -> UUID:
    request = ChangeRequest(
        id=db.new_id(),
        client=chart.client_id,
        section=section,
        sent_at=datetime.now(UTC),
        sent_by_kind=chart.actor.kind,
        sent_by_name=chart.actor.name,
        account=chart.actor.account_id,
    )
    await ChangeRequest.insert(request)
    for change in changes:
        await db.rows(REPLACE, chart.client_id, change.edit.part.name, change.edit.subject, change.field)
    standings = [change.standing(reviewed=reviewed) for change in changes]
    await ChangedField.insert(
        *(
            _row(request.id, chart.client_id, position, change, standing)
            for position, (change, standing) in enumerate(zip(changes, standings, strict=True))
        )
    )
    if not reviewed:
        await _apply(chart.client_id, changes)
    await activity.record(
        by=chart.actor,
        kind=Kind.INFORMATION_SENT if Standing.IN_REVIEW in standings else Kind.INFORMATION_CHANGED,
        object_kind="change_request",
        object_id=request.id,
        client_id=chart.client_id,
        detail={"section": section, "fields": sorted({change.field for change in changes})},
    )
    await outbox.add(kind=SAVED, payload={"request": str(request.id)})
    return request.id


def _row(
    request_id: UUID, client_id: UUID, position: int, change: _Change, standing: Standing
) -> ChangedField:
    row = ChangedField(
        id=db.new_id(),
        request=request_id,
        client=client_id,
        part=change.edit.part.name,
        subject=change.edit.subject,
        act=change.edit.act,
        field=change.field,
        position=position,
        standing=standing,
    )
    row.old_value = ChangedField.old_value.seal(change.old, row=row.id)
    row.new_value = ChangedField.new_value.seal(change.new, row=row.id)
    return row


async def _apply(client_id: UUID, changes: Iterable[_Change]) -> None:
    """Write the changes into the chart, each subject once."""
    texts: dict[tuple[str, UUID], dict[str, str]] = {}
    parts = {change.edit.part.name: change.edit.part for change in changes}
    for change in changes:
        texts.setdefault((change.edit.part.name, change.edit.subject), {})[change.field] = change.new
    for (part, subject), fields in texts.items():
        await parts[part].write(client_id, subject, fields)

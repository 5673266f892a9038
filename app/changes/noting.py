"""What staff write into a chart by another way than a client's form, kept in its history like every change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.changes.parts import ENDED, Part, Texts
from app.changes.rules import Act, Standing
from app.changes.tables import ChangedField, ChangeRequest

AT_ONCE = 500
"""Rows of one statement."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a subject; `old` is None where the subject is new."""

    client_id: UUID
    part: Part
    subject: UUID
    old: Texts | None
    new: Texts

    @property
    def names(self) -> list[str]:
        """The fields that are another now. Those that neither side names are left out, and those the part does not have."""
        before = self.old or {}
        return [
            field.name
            for field in self.part.fields
            if field.name in self.new and self.new[field.name] != before.get(field.name, "")
        ]


async def note_change(
    *, by: Actor, client_id: UUID, part: Part, subject: UUID, old: Texts | None, new: Texts
) -> None:
    """Keep what was written of a subject already: nobody is alerted. What waits for a decision goes on waiting."""
    await note_changes(by=by, written=[Written(client_id, part, subject, old, new)])


async def note_changes(*, by: Actor, written: Sequence[Written]) -> None:
    """Keep what was written of several subjects, many in a statement."""
    changed = [each for each in written if each.names]
    for begin in range(0, len(changed), AT_ONCE):
        some = changed[begin : begin + AT_ONCE]
        requests = [_request(by, each) for each in some]
        await ChangeRequest.insert(*requests)
        rows = [row for request, each in zip(requests, some, strict=True) for row in _rows(request, each)]
        for first in range(0, len(rows), AT_ONCE):
            await ChangedField.insert(*rows[first : first + AT_ONCE])


def _request(by: Actor, written: Written) -> ChangeRequest:
    return ChangeRequest(
        id=db.new_id(),
        client=written.client_id,
        section=written.part.section,
        sent_at=datetime.now(UTC),
        sent_by_kind=by.kind,
        sent_by_name=by.name,
        account=by.account_id,
    )


def _rows(request: ChangeRequest, written: Written) -> list[ChangedField]:
    before, names = written.old or {}, written.names
    ends = names == [ENDED] and written.new[ENDED]
    act = Act.ADD if written.old is None else Act.END if ends else Act.EDIT
    rows = [
        ChangedField(
            id=db.new_id(),
            request=request.id,
            client=written.client_id,
            part=written.part.name,
            subject=written.subject,
            act=act,
            field=name,
            position=position,
            standing=Standing.APPLIED,
        )
        for position, name in enumerate(names)
    ]
    for row in rows:
        row.old_value = ChangedField.old_value.seal(before.get(row.field, ""), row=row.id)
        row.new_value = ChangedField.new_value.seal(written.new[row.field], row=row.id)
    return rows

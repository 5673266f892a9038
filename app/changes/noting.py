"""What staff write into a chart by another way than a client's form, kept in its history like every change."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.changes.parts import ENDED, Part, Texts
from app.changes.rules import Act, Standing
from app.changes.tables import ChangedField, ChangeRequest


async def note_change(
    *, by: Actor, client_id: UUID, part: Part, subject: UUID, old: Texts | None, new: Texts
) -> None:
    """Keep what was written of a subject already: nobody is alerted. `old` is None where the subject is new.

    Fields that neither names are left out, and so are those that the part does not have. What waits for a decision
    goes on waiting.
    """
    before = old or {}
    names = [
        field.name
        for field in part.fields
        if field.name in new and new[field.name] != before.get(field.name, "")
    ]
    if not names:
        return
    act = Act.ADD if old is None else Act.END if names == [ENDED] and new[ENDED] else Act.EDIT
    request = ChangeRequest(
        id=db.new_id(),
        client=client_id,
        section=part.section,
        sent_at=datetime.now(UTC),
        sent_by_kind=by.kind,
        sent_by_name=by.name,
        account=by.account_id,
    )
    await ChangeRequest.insert(request)
    rows = [
        ChangedField(
            id=db.new_id(),
            request=request.id,
            client=client_id,
            part=part.name,
            subject=subject,
            act=act,
            field=name,
            position=position,
            standing=Standing.APPLIED,
        )
        for position, name in enumerate(names)
    ]
    for row in rows:
        row.old_value = ChangedField.old_value.seal(before.get(row.field, ""), row=row.id)
        row.new_value = ChangedField.new_value.seal(new[row.field], row=row.id)
    await ChangedField.insert(*rows)

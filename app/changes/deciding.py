"""Staff decide about changes that wait, field by field, and put back what should not have been changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.changes.listing import COLUMNS as LINE_COLUMNS
from app.changes.listing import ChangeLine, change_line
from app.changes.parts import Part, Parts, changed_since
from app.changes.review import by_subject, chart_to_change, is_in_force, no_request
from app.changes.rules import (
    ALL_AT_ONCE,
    MOVED_ON,
    NEEDED,
    Act,
    Standing,
    Verdict,
    check_can_decide,
    check_can_put_back,
)
from app.changes.service import HOLD
from app.changes.tables import ChangedField

FIELDS = f"""
select {LINE_COLUMNS} from changed_field field join change_request request on request.id = field.request
where field.client = $1 and {{which}} order by field.position for update of field
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one field: `kept` is the text in place of the client's, where it is corrected."""

    field_id: UUID
    verdict: Verdict
    kept: str = ""
    reason: str = ""


async def decide(
    *,
    staff: CurrentStaff,
    client_id: UUID,
    request_id: UUID,
    parts: Parts,
    decisions: Sequence[Decision],
    seen: Mapping[UUID, str],
) -> int:
    """Decide about fields of one save; what is accepted or corrected is written into the chart. Give how many.

    `seen` is what the form carried, by subject. Raises NotAllowed, NotFound, and StateForbids where a field is decided
    already, the chart has changed since, or something new would be added in part: nothing is written then.
    """
    await chart_to_change(staff, client_id)
    decided = {each.field_id: each for each in decisions if each.verdict is not Verdict.LATER}
    if not decided:
        return 0
    async with db.transaction():
        await db.row(HOLD, client_id)
        held = await db.rows(FIELDS.format(which="field.request = $2"), client_id, request_id)
        if not decided.keys() <= {row["id"] for row in held}:
            raise no_request(staff, client_id, request_id)
        found = [change_line(row) for row in held]
        for (part, subject), lines in by_subject(found, parts):
            chosen = [(line, decided[line.id]) for line in lines if line.id in decided]
            if chosen:
                _check_whole(lines, chosen)
                await _take_over(client_id, part, subject, chosen, seen.get(subject, ""))
        for each in decided.values():
            await _mark(staff, each)
        await activity.record(
            by=staff.actor,
            kind=Kind.INFORMATION_DECIDED,
            object_kind="change_request",
            object_id=request_id,
            client_id=client_id,
            detail=_names_by_verdict((line.field, decided[line.id]) for line in found if line.id in decided),
        )
    return len(decided)


Chosen = Sequence[tuple[ChangeLine, Decision]]
ADOPTED = frozenset({Verdict.ACCEPT, Verdict.CORRECT})


def _check_whole(lines: Sequence[ChangeLine], chosen: Chosen) -> None:
    """Raise StateForbids where a line is decided already, or something new is decided about only in part."""
    for line, _ in chosen:
        check_can_decide(line.standing)
    if lines[0].act is Act.ADD and len(chosen) != len(lines):
        raise StateForbids(ALL_AT_ONCE)


async def _take_over(client_id: UUID, part: Part, subject: UUID, chosen: Chosen, seen: str) -> None:
    """Write what is adopted; raises StateForbids where the chart is not what the form was made from."""
    now = await part.read(client_id, subject) or {}
    if changed_since(part, subject, seen, now) & {line.field for line, _ in chosen}:
        raise StateForbids(MOVED_ON)
    adopted = {line.field: _text(line, each) for line, each in chosen if each.verdict in ADOPTED}
    is_new = chosen[0][0].act is Act.ADD
    if is_new and adopted:
        _check_needed(part, adopted)
    if adopted:
        await part.write(client_id, subject, adopted)


def _check_needed(part: Part, adopted: Mapping[str, str]) -> None:
    """Raise StateForbids where something new would lack a field that it needs."""
    for name in part.needed:
        if not adopted.get(name):
            raise StateForbids(str(NEEDED) % {"field": part.field(name).label})


def _text(line: ChangeLine, decision: Decision) -> str:
    return decision.kept if decision.verdict is Verdict.CORRECT else line.new


STANDING_OF = {
    Verdict.LATER: Standing.IN_REVIEW,
    Verdict.ACCEPT: Standing.ACCEPTED,
    Verdict.CORRECT: Standing.CORRECTED,
    Verdict.DECLINE: Standing.DECLINED,
}


async def _mark(staff: CurrentStaff, decision: Decision) -> None:
    row = decision.field_id
    corrected = decision.verdict is Verdict.CORRECT
    declined = decision.verdict is Verdict.DECLINE
    await ChangedField.update(
        {
            ChangedField.standing: STANDING_OF[decision.verdict],
            ChangedField.kept_value: ChangedField.kept_value.seal(decision.kept, row=row)
            if corrected
            else None,
            ChangedField.reason: ChangedField.reason.seal(decision.reason, row=row) if declined else None,
            **_by(staff),
        }
    ).where(ChangedField.id == row)


def _by(staff: CurrentStaff) -> dict[Any, Any]:
    return {
        ChangedField.decided_at: datetime.now(UTC),
        ChangedField.decided_by: staff.staff_id,
        ChangedField.decided_by_name: staff.name,
    }


async def put_back(*, staff: CurrentStaff, client_id: UUID, field_id: UUID, parts: Parts) -> UUID:
    """Give a field the value it had before a change that stands in the chart; give the save it was of.

    Raises NotAllowed, NotFound, and StateForbids where the chart holds something else by now.
    """
    await chart_to_change(staff, client_id)
    async with db.transaction():
        await db.row(HOLD, client_id)
        held = await db.row(FIELDS.format(which="field.id = $2"), client_id, field_id)
        if held is None or held["part"] not in parts:
            raise NotFound(
                by=staff.actor, object_kind="changed_field", object_id=field_id, client_id=client_id
            )
        line = change_line(held)
        part = parts[line.part]
        now = await part.read(client_id, line.subject) or {}
        in_force = is_in_force(part, line, now.get(line.field, ""))
        check_can_put_back(line.standing, line.act, in_force=in_force)
        await part.write(client_id, line.subject, {line.field: line.old})
        await ChangedField.update({ChangedField.standing: Standing.PUT_BACK, **_by(staff)}).where(
            ChangedField.id == field_id
        )
        await activity.record(
            by=staff.actor,
            kind=Kind.INFORMATION_PUT_BACK,
            object_kind="changed_field",
            object_id=field_id,
            client_id=client_id,
            detail={"section": line.section, "fields": [line.field]},
        )
    return line.request_id


def _names_by_verdict(decisions: Iterable[tuple[str, Decision]]) -> dict[str, list[str]]:
    """Name the fields under what was decided; their values are in the changes themselves, and nowhere else."""
    names: dict[str, list[str]] = {}
    for name, each in decisions:
        names.setdefault(each.verdict, []).append(name)
    return names

"""Marks of staff on entries of the record: kept from representatives, or withheld from everybody. Imports leave them be."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.record.desk.answering import RULE
from app.record.desk.rules import check_ground
from app.record.exporting.withdrawing import let_go, remove
from app.record.tables import ClinicalEntry
from app.staff.rules import Action

OBJECT = "clinical_entry"
HOLD = """
select id, kept_own_at, kept_own_by_name, withheld_at, withheld_by_name, withheld_reason from clinical_entry
where client = $1 and id = $2 for update
"""
MARK = """
update clinical_entry set kept_own_at = $2, kept_own_by_name = $3,
  withheld_at = $4, withheld_by_name = $5, withheld_reason = $6 where id = $1
"""


@dataclass(frozen=True, slots=True)
class Marks:
    """What staff say of an entry; `reason` is why it is withheld, for staff alone."""

    kept_own: bool = False
    """Kept from whoever acts for the client."""
    withheld: bool = False
    """Left out for the client as well (45 CFR 164.524(a)(3): only where harm is reasonably likely)."""
    reason: str = ""


async def mark_entry(*, staff: CurrentStaff, client_id: UUID, entry_id: UUID, marks: Marks) -> None:
    """Set the marks of an entry; who set one first stays. Exports that could hold what is kept back now are let go of.

    Raises NotAllowed, NotFound, and Unfit without a ground.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    check_ground(withheld=marks.withheld, reason=marks.reason)
    async with db.transaction():
        row = await db.row(HOLD, client_id, entry_id)
        if row is None:
            raise NotFound(by=staff.actor, object_kind=OBJECT, object_id=entry_id, client_id=client_id)
        before = marks_of(row)
        after = marks if marks.withheld else Marks(marks.kept_own)
        if before == after:
            return
        over = await _let_go(client_id, before, after)
        await db.row(MARK, entry_id, *_columns(row, before, after, staff.name))
        await activity.record(
            by=staff.actor,
            kind=Kind.RECORD_ENTRY_MARKED,
            object_kind=OBJECT,
            object_id=entry_id,
            client_id=client_id,
            detail={"old": _told(before), "new": _told(after)},
        )
    await remove(over)


async def _let_go(client_id: UUID, before: Marks, after: Marks) -> list[UUID]:
    """Let go of the exports that could hold what is kept back from now on; give the places of their bytes."""
    if after.withheld and not before.withheld:
        return await let_go(client_id, of_self=True)
    if after.kept_own and not before.kept_own:
        return await let_go(client_id, of_self=False)
    return []


def marks_of(row: db.Record) -> Marks:
    """Give the marks of an entry from its row."""
    reason = row["withheld_reason"]
    return Marks(
        kept_own=row["kept_own_at"] is not None,
        withheld=row["withheld_at"] is not None,
        reason="" if reason is None else ClinicalEntry.withheld_reason.open(reason, row=row["id"]),
    )


def _columns(row: db.Record, before: Marks, after: Marks, name: str) -> tuple[Any, ...]:
    now = datetime.now(UTC)
    kept_own = (now, name) if not before.kept_own else (row["kept_own_at"], row["kept_own_by_name"])
    withheld = (now, name) if not before.withheld else (row["withheld_at"], row["withheld_by_name"])
    sealed = ClinicalEntry.withheld_reason.seal(after.reason, row=row["id"]) if after.reason else None
    return (
        *(kept_own if after.kept_own else (None, "")),
        *(withheld if after.withheld else (None, "")),
        sealed,
    )


def _told(marks: Marks) -> dict[str, Any]:
    return {"kept_own": marks.kept_own, "withheld": marks.withheld, "reason": marks.reason}

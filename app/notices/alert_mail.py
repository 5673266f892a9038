"""E-mails to staff who asked for them: that something new is in their inbox, and nothing of what it is.

At most one goes out in half an hour, but at once where somebody may be in danger, and none where all that is new was
read meanwhile. The row of a member is held by whoever raises an alert and by whoever decides about the e-mail, so that
no alert comes in between unseen.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.notices import mail, outbox
from app.notices.tables import AlertKind, AlertMail

DUE = "notices.alert_mail"
"""The outbox kind of an e-mail that may be due."""
LETTER = "notices.alert_letter"
"""The outbox kind of one that is; its payload names the staff member, and says whether it cannot wait."""
GAP = timedelta(minutes=30)
GRACE = timedelta(minutes=2)
"""Whoever is at the inbox sees it there first."""

WANTED = "select id, due_at, sent_at from alert_mail where id = any($1) and wanted order by id for update"
HELD = """
select mail.id, mail.due_at, mail.sent_at, mail.wanted and member.active as wanted
from alert_mail mail join staff_member member on member.id = mail.id where mail.id = $1 for update of mail
"""
NEW = """
select count(*) > 0 as is_any, count(*) filter (where kind = $3) > 0 as is_urgent
from alert where recipient = $1 and read_at is null and raised_at > coalesce($2, '-infinity'::timestamptz)
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked for e-mails, while an alert of theirs is raised."""

    staff_id: UUID
    due_at: datetime | None
    """None: no e-mail is under way."""
    sent_at: datetime | None
    """None: there never was one."""


async def hold(recipients: Collection[UUID]) -> list[Waiting]:
    """Give those among the recipients who asked for e-mails, held until the transaction under way ends."""
    if not recipients:
        return []
    found = await db.rows(WANTED, list(recipients))
    return [Waiting(row["id"], row["due_at"], row["sent_at"]) for row in found]


async def plan(waiting: Collection[Waiting], *, now: datetime, is_urgent: bool) -> None:
    """Plan an e-mail to each of them, unless one is on its way that comes as soon."""
    if not mail.is_possible():
        return
    for each in waiting:
        due_at = now if is_urgent else max(now + GRACE, (each.sent_at or now - GAP) + GAP)
        if each.due_at is None or due_at < each.due_at:
            payload = {"staff": str(each.staff_id), "due": due_at.isoformat()}
            await outbox.add(kind=DUE, payload=payload, due_at=due_at)
            await AlertMail.update({AlertMail.due_at: due_at}).where(AlertMail.id == each.staff_id)


async def decide(_row: UUID, payload: dict[str, Any]) -> None:
    """Have the e-mail sent that is due, unless all that is new was read, or another one took its place."""
    staff_id, now = UUID(payload["staff"]), datetime.now(UTC)
    held = await db.row(HELD, staff_id)
    if held is None or held["due_at"] != datetime.fromisoformat(payload["due"]):
        return
    (new,) = await db.rows(NEW, staff_id, held["sent_at"], AlertKind.FORM_SAFETY)
    columns: dict[Any, Any] = {AlertMail.due_at: None}
    if held["wanted"] and new["is_any"]:
        columns[AlertMail.sent_at] = now
        await outbox.add(kind=LETTER, payload={"staff": payload["staff"], "is_urgent": new["is_urgent"]})
    await AlertMail.update(columns).where(AlertMail.id == staff_id)


async def choose(*, staff_id: UUID, by: Actor, wanted: bool) -> None:
    """Keep whether a staff member wants to be told by e-mail."""
    columns: dict[Any, Any] = {AlertMail.wanted: wanted, AlertMail.due_at: None}
    async with db.transaction():
        await AlertMail.insert(AlertMail(columns, id=staff_id)).on_conflict(
            target=AlertMail.id, action="DO UPDATE", values=list(columns)
        )
        await activity.record(
            by=by, kind=Kind.ALERT_MAIL_CHANGED, object_kind="staff_member", object_id=staff_id
        )

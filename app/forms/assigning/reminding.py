"""Reminding a client of a form by e-mail, which says only that something waits."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import config, db
from app.accounts.charts import chart_for_staff
from app.accounts.grants.opening import standing
from app.accounts.sessions import CurrentStaff, today
from app.accounts.tables import GrantKind
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.addresses import is_mail_address
from app.db import IN_FORCE
from app.forms.assigning.rules import NOBODY_REACHED, NOT_NOW, NOT_WANTED, check_can_remind, is_quiet
from app.forms.assigning.service import RULE, AssignmentLine, locked, record, write
from app.forms.tables import FormAssignment
from app.notices import mail, outbox
from app.notices.outbox import Effects, Sending
from app.notices.preferences import Notice, preferences_of
from app.staff.rules import Action
from app.web.language import Language
from app.web.templates import local

REMINDER = "forms.reminder"
READERS = f"""
select chart_grant.kind, chart_grant.kept_by, chart_grant.client as client_id, client.birth_date, client.discharged_on,
  account.email, client.email as chart_email, coalesce(account.language, client.language, 'en') as language
from chart_grant join portal_account account on account.id = chart_grant.account
join client on client.id = chart_grant.client
where chart_grant.client = $1 and chart_grant.revoked_at is null
  and {IN_FORCE.format(row="chart_grant", day="$2")} and account.active and account.suspended_at is null
  and (cardinality(chart_grant.areas) = 0 or 'forms' = any(chart_grant.areas))
order by (chart_grant.kind = 'self') desc, chart_grant.created_at
"""
STILL_OPEN = """
select 1 from form_assignment where id = $1 and completed_at is null and taken_back_at is null
"""


async def remind(*, staff: CurrentStaff, client_id: UUID, assignment_id: UUID) -> AssignmentLine:
    """Remind whoever fills in the client's forms of one that is open, at most once a day.

    Raises NotAllowed, NotFound, and StateForbids with the sentence that says why nothing goes out.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    now = datetime.now(UTC)
    async with db.transaction():
        line = await locked(staff, client_id, assignment_id)
        check_can_remind(line.facts, reminded_at=line.reminded_at, now=now)
        await _check_welcome(client_id, now)
        readers = await _readers(client_id)
        if not (readers and mail.is_possible()):
            raise StateForbids(NOBODY_REACHED)
        await write(assignment_id, {FormAssignment.reminded_at: now})
        await record(staff.actor, Kind.FORM_REMINDED, assignment_id, client_id)
        for address, language in readers:
            payload = {"assignment": str(assignment_id), "to": address, "language": language}
            await outbox.add(kind=REMINDER, payload=payload)
    return line


async def _check_welcome(client_id: UUID, now: datetime) -> None:
    """Raise StateForbids where the client does not want to be told of forms, or not at this hour."""
    choices = (await preferences_of(client_id)).choices
    if Notice.FORM not in choices.notices:
        raise StateForbids(NOT_WANTED)
    if is_quiet(local(now).hour, since=choices.quiet_from, until=choices.quiet_until):
        raise StateForbids(NOT_NOW)


async def _readers(client_id: UUID) -> list[tuple[str, str]]:
    """Give who is written to, and in which language: the client, or without a login of theirs whoever acts for them."""
    found = [
        row for row in await db.rows(READERS, client_id, today()) if not standing(row, on=today()).is_closed
    ]
    own = [row for row in found if row["kind"] == GrantKind.SELF]
    written = {(row["chart_email"] or row["email"], row["language"]) for row in own} or {
        (row["email"], row["language"]) for row in found
    }
    return sorted(reader for reader in written if is_mail_address(reader[0]))


async def send_reminder(message_id: UUID, payload: dict[str, Any]) -> None:
    """Send the letter, unless the form was sent or taken back in the meantime."""
    if await db.row(STILL_OPEN, UUID(payload["assignment"])) is None:
        return
    letter = mail.compose(
        "forms/mail/reminder",
        to=payload["to"],
        language=Language(payload["language"]),
        link=f"{config.current().public_url}/forms",
    )
    await mail.send(letter, message_id=message_id)


EFFECTS: Effects = {REMINDER: Sending(send_reminder)}

"""Whom a safety alert goes to: the client's clinician or a first person, and a second one."""

from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity.refusals import StateForbids
from app.db import IN_FORCE
from app.forms.rules import NO_SAFETY_PERSONS

BOTH = f"""
select exists (
  select 1 from safety_contact second join staff_member person on person.id = second.staff and person.active
  where second.role = 'second' and exists (
    select 1 from staff_member first where first.active and first.id <> person.id and (
      first.id in (select staff from safety_contact where role = 'first')
      or first.id in (select staff from client_assignment assignment
        where assignment.client = $1 and assignment.role = 'clinician'
          and {IN_FORCE.format(row="assignment", day="$2")})))) as both
"""


async def check_persons_set(client_id: UUID) -> None:
    """Raise StateForbids while an alert about the client would not reach two different active people."""
    row = await db.row(BOTH, client_id, today())
    if row is None or not row["both"]:
        raise StateForbids(NO_SAFETY_PERSONS)

"""Many clients, each with a sign-in and something to be told of."""

from uuid import UUID

from app import db
from tests.accounts.telling.told import happen_to

ADD = """
with person as (
  insert into client (id, number, first_name, last_name, email, created_at)
  select gen_random_uuid(), 50000 + number, 'Person', 'Number', 'person-' || number || '@example.org', now()
  from generate_series(1, $1) number returning id, email
), login as (
  insert into portal_account (id, username, email, display_name, created_at)
  select id, email, email, 'Person', now() from person returning id
)
insert into chart_grant (id, account, client, kind, starts_on, created_at)
select gen_random_uuid(), id, id, 'self', '2026-01-05', now() from login returning client
"""


def address(number: int) -> str:
    return f"person-{number}@example.org"


async def many_wait(count: int) -> None:
    """Let something happen to so many clients, of whom nobody is told together with another."""
    added: list[UUID] = [row["client"] for row in await db.rows(ADD, count)]
    for client_id in added:
        await happen_to(client_id)

"""Who opens which chart, in a line each, for tests of what comes of it."""

from datetime import date
from uuid import UUID

from app.accounts.tables import GrantKind
from app.db import new_id
from tests import people, rows

BEGAN = date(2026, 1, 5)


async def open_to(
    account: str,
    client: str,
    *,
    kind: GrantKind = GrantKind.OTHER,
    areas: tuple[str, ...] = (),
    starts_on: date = BEGAN,
    ends_on: date | None = None,
) -> UUID:
    """Let an account open a chart."""
    grant_id = new_id()
    await rows.change(
        "insert into chart_grant (id, account, client, kind, areas, starts_on, ends_on, created_at)"
        " values ($1, $2, $3, $4, $5::text[], $6, $7, now())",
        grant_id,
        people.account_id(account),
        people.client_id(client),
        kind.value,
        list(areas),
        starts_on,
        ends_on,
    )
    return grant_id


async def grant_id(account: str, client: str) -> UUID:
    found: UUID = await rows.value(
        "select id from chart_grant where account = $1 and client = $2 and revoked_at is null",
        people.account_id(account),
        people.client_id(client),
    )
    return found


async def limit(account: str, client: str, *areas: str) -> None:
    """Let a grant open these areas alone."""
    await rows.change(
        "update chart_grant set areas = $2::text[] where id = $1",
        await grant_id(account, client),
        list(areas),
    )


async def revoke(account: str, client: str) -> None:
    """End a grant, as staff would have just now."""
    await rows.change(
        "update chart_grant set revoked_at = now() where id = $1", await grant_id(account, client)
    )

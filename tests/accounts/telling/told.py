"""What clients are told, and how they want to be: in a line each, for tests of what comes of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from app import db
from app.notices import outbox
from app.notices.preferences import Notice
from app.notices.tables import ClientNotice, SentMail, TextMessage
from app.notices.telling.service import tell_client
from app.worker import EFFECTS
from tests import people, rows

BILL = """
insert into statement (id, client, number, issued_on, due_on, state, total_cents, paid_cents, owed_cents,
  note, source, external_id, posted_at, posted_by_name, voided_by_name, void_reason)
values ($1, $2, nextval('statement_number'), '2026-11-01', '2026-12-01', 'posted', 100, 0, 100, '', '', '', now(), '', '', '')
on conflict do nothing
"""
NOTICES = "select * from client_notice where client = $1 order by created_at, id"


async def preferring(
    name: str,
    *,
    channel: str = "email",
    notices: list[str] | None = None,
    quiet: tuple[int, int] | None = None,
    discreet: bool = False,
    zone: str = "",
) -> None:
    """Let a client want to be told in this way: by default of everything, at any hour, by e-mail."""
    since, until = quiet or (None, None)
    every = ["message", "document", "form", "appointment", "bill"] if notices is None else notices
    await rows.change("delete from messaging_preference where id = $1", people.client_id(name))
    await rows.change(
        "insert into messaging_preference (id, channel, notices, quiet_from, quiet_until, discreet, zone)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        people.client_id(name),
        channel,
        every,
        since,
        until,
        discreet,
        zone,
    )


async def noticed(client: str, *, account: str = "", **columns: Any) -> UUID:
    """Put a notice about a chart into the rows, for a sign-in; give its id."""
    now = datetime.now(UTC)
    usual = {"notice": "message", "path": "/messages", "channel": "email", "created_at": now, "due_at": now}
    row = ClientNotice(
        client=people.client_id(client),
        account=people.account_id(account or client),
        event=uuid4(),
        object_id=uuid4(),
        **{**usual, **columns},
    )
    await ClientNotice.insert(row)
    return row.id


async def happen(name: str = "alice", **what: Any) -> UUID:
    """Let something happen that a client is to be told of, as `happen_to` does; give the event."""
    return await happen_to(people.client_id(name), **what)


async def happen_to(
    client_id: UUID,
    *,
    notice: Notice = Notice.BILL,
    path: str = "/billing",
    event: UUID | None = None,
    needed: bool = False,
    account_id: UUID | None = None,
) -> UUID:
    """Let something happen in a chart, by default a bill that is still to be paid; give the event."""
    event = event or uuid4()
    if notice is Notice.BILL:
        await rows.change(BILL, event, client_id)
    async with db.transaction():
        await tell_client(
            client_id=client_id,
            notice=notice,
            object_id=event,
            path=path,
            event=event,
            needed=needed,
            account_id=account_id,
        )
    return event


async def work() -> None:
    """Let the worker do all that is due, and what follows from it."""
    while await outbox.deliver_all(effects=EFFECTS):
        pass


async def letters() -> list[dict[str, str]]:
    """Let the worker do all that is due; give the letters that went out, as a development keeps them."""
    await work()
    found = await db.rows("select id, letter from sent_mail order by sent_at, id")
    return [SentMail.letter.open_json(row["letter"], row=row["id"]) for row in found]


async def texts() -> list[dict[str, str]]:
    """Let the worker do all that is due; give the texts that went out, likewise."""
    await work()
    found = await db.rows("select id, letter from text_message order by written_at, id")
    return [TextMessage.letter.open_json(row["letter"], row=row["id"]) for row in found]


async def states(name: str = "alice") -> list[str]:
    """Give what became of all that a client was to be told, the oldest first."""
    return [notice["state"] for notice in await told(name)]


async def told(name: str) -> list[dict[str, Any]]:
    """Give what a client was told, or is to be, the oldest first."""
    found = await db.rows(NOTICES, people.client_id(name))
    return [dict(row) | {"sent_to": _opened(row["id"], row["sent_to"])} for row in found]


def _opened(notice_id: UUID, sealed: bytes | None) -> str:
    return "" if sealed is None else ClientNotice.sent_to.open(sealed, row=notice_id)


async def later() -> None:
    """Let what waits in the outbox be due."""
    await rows.change("update outbox_message set due_at = now() where done_at is null")

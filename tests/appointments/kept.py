"""Appointments as staff keep them: booked by the services, and looked at as rows."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx

from app import db
from app.activity.actor import Actor
from app.appointments import service
from app.appointments.service import Visit
from app.appointments.tables import AppointmentAsking
from app.demo import demo_id
from app.notices.tables import OutboxMessage
from app.notices.telling.service import TELL
from tests import people, rows
from tests.page import FORM, Browser

TERRY, MAIN = people.staff_id("terry"), demo_id("location", "main")
A_DAY = timedelta(days=1)
FAR = datetime(2099, 6, 1, 19, 30, tzinfo=UTC)
"""A Monday, 2:30 PM in Chicago."""


def chart(client: str = "alice") -> str:
    return f"/staff/clients/{people.client_id(client)}/appointments"


async def book(client: str = "alice", *, starts_at: datetime = FAR, **columns: Any) -> UUID:
    """Book an appointment with Terry at the main office, 50 minutes long, unless said otherwise."""
    source = {name: columns.pop(name) for name in ("source", "external_id") if name in columns}
    usual: dict[str, Any] = {"minutes": 50, "clinician_id": TERRY, "location_id": MAIN}
    visit = Visit(starts_at, **usual | columns)
    return await service.book(
        by=Actor.system("test"), client_id=people.client_id(client), visit=visit, **source
    )


async def sent(browser: Browser, path: str, fields: dict[str, str]) -> httpx.Response:
    """Send a form by hand, with the token of the page that is shown."""
    if browser.page is None:
        await browser.open("/staff/clients")
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return await browser.send("POST", path, headers={"content-type": FORM}, content=content)


async def clear() -> None:
    """Take every appointment of every client away, with what is to be told of them; clinicians have the whole rule."""
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " values (gen_random_uuid(), $1, 'Appointments', true, true, true, true)",
        demo_id("profile", "Clinician"),
    )
    for table in ("appointment_asking", "appointment", "outbox_message"):
        await rows.change(f"delete from {table}")


async def ask(asking: str, appointment: UUID | None = None, *, client: str = "alice") -> UUID:
    """Have a client ask something about appointments, in a thread of theirs."""
    thread = await rows.value(
        "select id from message_thread where client = $1 limit 1", people.client_id(client)
    )
    row = AppointmentAsking(
        id=uuid4(),
        client=people.client_id(client),
        appointment=appointment,
        thread=thread,
        asking=asking,
        asked_at=datetime.now(UTC),
        asked_by_name="Alice Anderson",
    )
    await AppointmentAsking.insert(row)
    return row.id


async def one(appointment: UUID) -> db.Record:
    row = await db.row("select * from appointment where id = $1", appointment)
    assert row is not None
    return row


async def all_of(client: str = "alice") -> list[db.Record]:
    found = await db.rows(
        "select * from appointment where client = $1 order by starts_at", people.client_id(client)
    )
    return list(found)


async def told() -> list[dict[str, Any]]:
    """Give what clients are to be told of, in the order in which it happened."""
    found = await db.rows(
        "select id, payload from outbox_message where kind = $1 order by created_at, id", TELL
    )
    return [OutboxMessage.payload.open_json(row["payload"], row=row["id"]) for row in found]


async def recorded(kind: str) -> int:
    return int(await rows.value("select count(*) from activity_entry where kind = $1", kind))


async def state_of(asking: UUID) -> tuple[str, str]:
    row = await db.row("select state, settled_by_name from appointment_asking where id = $1", asking)
    assert row is not None
    return row["state"], row["settled_by_name"]

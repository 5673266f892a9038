"""Alerts of several kinds and in several states, and what is done with those that are ticked."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx

from app.notices.alerts import raise_alerts
from app.notices.tables import AlertKind
from tests import people, rows
from tests.page import FORM, Browser, Page

AGED = "update alert set raised_at = raised_at - $2::interval where id = $1"


async def tell(
    kind: AlertKind = AlertKind.PAYMENT,
    *names: str,
    client: str = "alice",
    about: UUID | None = None,
    ago: timedelta = timedelta(),
) -> UUID:
    """Tell Terry, or those named, of one thing; give the id of the first one's alert."""
    told = names or ("terry",)
    event = uuid4()
    await raise_alerts(
        event=event,
        kind=kind,
        client_id=people.client_id(client),
        object_id=about or uuid4(),
        recipients=[people.staff_id(name) for name in told],
    )
    found = await rows.value(
        "select id from alert where (event = $1 or $1 = any(grown_by)) and recipient = $2",
        event,
        people.staff_id(told[0]),
    )
    await rows.change(AGED, found, ago)
    return UUID(str(found))


async def mark(alert: UUID, *columns: str) -> None:
    """Say that Terry has done something with an alert: read, acknowledged or done."""
    for column in columns:
        by = "" if column == "read" else f", {column}_by = recipient"
        await rows.change(f"update alert set {column}_at = now(){by} where id = $1", alert)


def listed(page: Page) -> list[UUID]:
    """Give the alerts a page lists, in its order; not those that stand above all others."""
    return [UUID(str(row["id"]).removeprefix("alert-row-")) for row in page.all("li.alert")]


async def settle(browser: Browser, how: str, *ticked: UUID, as_htmx: bool = False) -> httpx.Response:
    """Send the ticked alerts of the page that is open, as a browser sends the boxes that belong to the form."""
    assert browser.page is not None
    form = browser.page.find("#together")
    sent = [(str(field["name"]), str(field["value"])) for field in form.select("input[type=hidden]")]
    boxes = {
        str(box["value"]).partition(".")[0]: str(box["value"]) for box in browser.page.all(".tick input")
    }
    assert {box.get("form") for box in browser.page.all(".tick input")} == {"together"}
    sent += [("alert", boxes.get(str(alert), f"{alert}.1")) for alert in ticked]
    headers = {"hx-request": "true", "hx-request-type": "partial"} if as_htmx else {}
    return await browser.send(
        "POST",
        str(form["action"]),
        headers={"content-type": FORM, **headers},
        content=urlencode([*sent, ("state", how)]).encode(),
    )

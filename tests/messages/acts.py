"""What people do with messages, in a line each, for tests of what comes of it."""

from uuid import UUID

from app.messages.assigning import ASSIGNED
from app.messages.service import FROM_CLIENT
from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows
from tests.page import Browser, Page

OTHER, BILLING, REFILL = "Something else", "Billing question", "Rx refill request"


async def write(
    browser: Browser,
    *,
    about: str = OTHER,
    subject: str = "A question",
    body: str = "When do you open on Friday?",
) -> str:
    """Send a first message as a client; give the id of its thread."""
    await browser.open("/messages/new")
    page = await browser.press("Send message", task_type=about, subject=subject, body=body)
    return page.path.rpartition("/")[2]


async def reply(browser: Browser, thread: str, body: str) -> Page:
    """Answer as a client."""
    await browser.open(f"/messages/{thread}")
    return await browser.press("Send", body=body)


async def answer(browser: Browser, thread: str, body: str) -> Page:
    """Answer as staff."""
    await browser.open(f"/staff/messages/{thread}")
    return await browser.press("Send", body=body)


async def close(browser: Browser, thread: str) -> Page:
    await browser.open(f"/staff/messages/{thread}")
    return await browser.press("Close conversation")


async def deliver() -> int:
    """Do what waits in the outbox, as the worker does; give how many rows told staff of something."""
    count: int = await rows.value(
        "select count(*) from outbox_message where done_at is null and kind = any($1)",
        [FROM_CLIENT, ASSIGNED],
    )
    await outbox.deliver_all(effects=EFFECTS)
    return count


async def column(thread: str, name: str) -> object:
    """Give a column of a thread."""
    return await rows.value(f"select {name} from message_thread where id = $1", UUID(thread))


async def recorded(kind: str, client: str) -> int:
    """Count the audit rows of a kind about a client."""
    count: int = await rows.value(
        "select count(*) from audit_event where kind = $1 and client = $2", kind, people.client_id(client)
    )
    return count


async def told(thread: str) -> set[str]:
    """Give the first names of the staff who have an alert about a thread."""
    found = await rows.value(
        "select string_agg(distinct member.first_name, ' ') from alert"
        " join staff_member member on member.id = alert.recipient where alert.object_id = $1",
        UUID(thread),
    )
    return set(found.split()) if found else set()


async def without_action(name: str, column: str) -> Browser:
    """Sign in a staff member whose profile's rule about messages lacks an action."""
    await rows.change(
        f"update profile_rule set {column} = false where rule = 'Client Portal Can Send Messages to Client'"
        " and profile = (select profile from staff_member where id = $1)",
        people.staff_id(name),
    )
    return await people.staff(name)

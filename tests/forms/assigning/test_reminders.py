"""Reminding a client of a form by e-mail: once a day, to whoever fills it in, saying nothing of what it is."""

from datetime import UTC, datetime, timedelta

import pytest

from app import db
from app.forms.assigning.reminding import REMINDER
from app.forms.assigning.rules import is_quiet
from app.notices import outbox
from app.notices.outbox import Sending
from app.notices.tables import OutboxMessage, SentMail
from app.worker import EFFECTS
from tests import people, rows
from tests.accounts.grants.access import limit
from tests.forms.assigning.given import answered, assigned, form, kinds, lists
from tests.page import Page

pytestmark = pytest.mark.usefixtures("rolled_back", "unassigned")

RIGHT = "[aria-labelledby=assigned-title]"


async def press(name: str = "alice", *, status: int = 200) -> Page:
    nora = await people.nora()
    await nora.open(lists(name))
    return await nora.press("Remind Sleep diary", within=RIGHT, status=status)


async def waiting() -> list[str]:
    """Give to whom reminders are to go."""
    found = await db.rows(
        "select id, payload from outbox_message where kind = $1 and done_at is null", REMINDER
    )
    return sorted(OutboxMessage.payload.open_json(row["payload"], row=row["id"])["to"] for row in found)


async def deliver() -> list[dict[str, str]]:
    """Have the worker send what waits; give the letters."""
    assert isinstance(EFFECTS[REMINDER], Sending)
    for message_id in await outbox.waiting():
        await outbox.deliver(message_id, effects=EFFECTS)
    found = await db.rows("select id, letter from sent_mail order by sent_at")
    return [SentMail.letter.open_json(row["letter"], row=row["id"]) for row in found]


async def test_a_reminder_goes_to_the_client_and_says_nothing_of_the_form() -> None:
    assignment = await assigned(await form("Sleep diary"))
    page = await press()
    page.shows("An e-mail about Sleep diary is on its way.", "Reminded")
    assert await kinds(assignment) == ["form_reminded"]
    (letter,) = await deliver()
    assert letter["to"] == "alice@example.org"
    assert letter["subject"] == "Something is waiting for you"
    assert "/forms" in letter["text"]
    for told in ("Sleep", "diary", "form ", "Nora", "Sunrise Counseling", str(assignment)):
        assert told not in letter["subject"] + letter["text"].replace("/forms", ""), told


async def test_a_client_is_reminded_in_their_language() -> None:
    await assigned(await form("Sleep diary"), "charlie")
    await press("charlie")
    (letter,) = await deliver()
    assert letter["subject"] == "Algo le espera"


async def test_of_a_form_somebody_is_reminded_once_a_day() -> None:
    assignment = await assigned(await form("Sleep diary"))
    await press()
    (await press(status=422)).shows("less than a day ago")
    assert await waiting() == ["alice@example.org"]
    await rows.change(
        "update form_assignment set reminded_at = $2 where id = $1",
        assignment,
        datetime.now(UTC) - timedelta(hours=25),
    )
    await press()
    assert len(await waiting()) == 2


async def test_what_was_sent_meanwhile_is_not_asked_for_any_more() -> None:
    assignment = await assigned(await form("Sleep diary"))
    nora = await people.nora()
    await nora.open(lists())
    await nora.press("Remind Sleep diary", within=RIGHT)
    await answered(assignment, sent=True)
    assert await deliver() == []
    assert await waiting() == []


async def test_a_guardian_is_reminded_for_a_client_without_a_login() -> None:
    await assigned(await form("Sleep diary"), "max")
    await press("max")
    assert await waiting() == ["gina@example.org"]


async def test_who_may_not_open_forms_is_not_reminded() -> None:
    await assigned(await form("Sleep diary"), "max")
    await limit("gina", "max", "messages")
    (await press("max", status=422)).shows("Nobody can be reached by e-mail")
    await limit("gina", "max", "forms")
    await press("max")


async def test_a_suspended_login_is_not_written_to() -> None:
    await assigned(await form("Sleep diary"))
    await rows.change(
        "update portal_account set suspended_at = now() where id = $1", people.account_id("alice")
    )
    (await press(status=422)).shows("Nobody can be reached by e-mail")


async def choose(**columns: object) -> None:
    await rows.change(
        "insert into messaging_preference (id, channel, notices, quiet_from, quiet_until, discreet)"
        " values ($1, 'email', $2, $3, $4, false)",
        people.client_id("alice"),
        columns.get("notices", ["form"]),
        columns.get("since"),
        columns.get("until"),
    )


async def test_who_wants_no_word_of_forms_gets_none() -> None:
    await rows.change("delete from messaging_preference")
    await choose(notices=["message"])
    await assigned(await form("Sleep diary"))
    (await press(status=422)).shows("does not want to be told of forms")


async def test_in_quiet_hours_nothing_goes_out() -> None:
    await rows.change("delete from messaging_preference")
    await choose(since=0, until=23)
    await assigned(await form("Sleep diary"))
    nora = await people.nora()
    await nora.open(lists())
    hour = int(await rows.value("select extract(hour from now() at time zone 'America/Chicago')::int"))
    page = await nora.press("Remind Sleep diary", within=RIGHT, status=422 if hour < 23 else 200)
    assert ("at this hour" in page.words) == (hour < 23)


@pytest.mark.parametrize(
    ("hour", "since", "until", "quiet"),
    [
        (22, 21, 8, True),
        (3, 21, 8, True),
        (8, 21, 8, False),
        (20, 21, 8, False),
        (13, 12, 14, True),
        (14, 12, 14, False),
        (5, None, None, False),
    ],
)
def test_quiet_hours_go_over_midnight(hour: int, since: int | None, until: int | None, quiet: bool) -> None:  # noqa: FBT001
    assert is_quiet(hour, since=since, until=until) is quiet

"""Clients are told once that something waits: whom, of what, by which way, and never what it is."""

from datetime import UTC, datetime, timedelta

import pytest

from app.notices.preferences import Notice
from tests import people, rows
from tests.accounts.grants.access import limit, open_to, revoke
from tests.accounts.telling.told import happen, later, letters, preferring, states, texts, told, work
from tests.environment import configured
from tests.messages.threads import SLEEP, thread_id

pytestmark = pytest.mark.usefixtures("rolled_back")

LINK = "http://localhost:8000/notices/"
ALERTS = "select count(*) from alert where kind = 'notice_failed'"
TELLING = ("Alice", "Anderson", "Terry", "Nora", "Sunrise Counseling", "sleep", "Sleep", "welcome", "988")


@pytest.fixture(autouse=True)
async def at_any_hour(rolled_back: None) -> None:
    for name in ("alice", "bob", "charlie", "max"):
        await preferring(name)


async def quiet_now() -> tuple[int, int]:
    """Give quiet hours that go on for some hours yet, by the practice's clock."""
    hour = int(await rows.value("select extract(hour from now() at time zone 'America/Chicago')::int"))
    return (hour - 1) % 24, (hour + 3) % 24


async def held(name: str = "alice") -> None:
    """Let something be due to a client whom it was not sent to yet, in whose quiet hours it is."""
    await preferring(name, quiet=await quiet_now())
    await happen(name)
    await work()
    await rows.change("update client_notice set due_at = now()")
    await later()


async def answer(name: str = "alice") -> None:
    """Let Terry answer a thread of Alice's."""
    terry = await people.terry()
    await terry.open(f"/staff/messages/{thread_id(SLEEP, name)}")
    await terry.press("Send", body="You are welcome!")


async def test_a_clients_answer_is_told_of_by_e_mail_which_tells_nothing_of_it() -> None:
    await answer()
    (letter,) = await letters()
    (notice,) = await told("alice")
    assert (letter["to"], letter["subject"]) == ("alice@example.org", "A new message is waiting for you")
    assert f"{LINK}{notice['id']}" in letter["text"]
    assert (notice["path"], notice["state"]) == (f"/messages/{thread_id(SLEEP)}", "sent")
    assert notice["sent_to"] == "alice@example.org"
    for word in TELLING:
        assert word not in letter["subject"] + letter["text"], word


async def test_what_the_client_has_read_meanwhile_is_not_told_of() -> None:
    await answer()
    await rows.change("update message set read_at = now() where not from_client")
    assert await letters() == []
    assert await states() == ["not_needed"]


async def test_in_discreet_mode_a_letter_says_only_that_something_waits() -> None:
    await preferring("alice", discreet=True)
    await happen(notice=Notice.BILL)
    (letter,) = await letters()
    assert letter["subject"] == "Something is waiting for you"
    for word in ("bill", "Sunrise", "(312)", "8 AM", *TELLING):
        assert word not in letter["text"], word


async def test_an_event_is_told_of_once_however_often_it_is_written_down() -> None:
    event = await happen()
    await happen(event=event)
    await work()
    await happen(event=event)
    await later()
    assert len(await letters()) == 1
    assert await states() == ["sent"]


async def test_what_was_told_by_e_mail_is_not_told_again_by_text() -> None:
    event = await happen("bob")
    await work()
    await preferring("bob", channel="text")
    await happen("bob", event=event)
    assert await texts() == []
    assert await states("bob") == ["sent"]


async def test_a_flood_is_told_of_in_one_letter_and_what_follows_half_an_hour_later_in_another() -> None:
    for number in range(3):
        await happen(path=f"/billing/statements/{number}")
    (letter,) = await letters()
    assert letter["subject"] == "3 bills are waiting for you"
    assert letter["text"].count(LINK) == 1
    await happen()
    await happen()
    assert len(await letters()) == 1
    (waiting, _) = (await told("alice"))[3:]
    assert timedelta(minutes=28) < waiting["due_at"] - datetime.now(UTC) < timedelta(minutes=31)
    await rows.change("update client_notice set due_at = now() where state = 'waiting'")
    await later()
    assert len(await letters()) == 1, "It is not half an hour ago yet, whoever rings."
    await rows.change("update client_notice set settled_at = settled_at - interval '40 minutes'")
    await rows.change("update client_notice set due_at = now() where state = 'waiting'")
    await later()
    assert len(await letters()) == 2
    assert await states() == ["sent"] * 5


async def test_several_of_a_kind_are_one_line_with_their_count_and_one_thing_counts_once() -> None:
    for number in range(9):
        await happen(path=f"/billing/statements/{number}")
    await happen(path="/billing/statements/0")
    await answer()
    (letter,) = await letters()
    first, *_, last = await told("alice")
    assert letter["subject"] == "Several things are waiting for you"
    assert letter["text"].count(LINK) == 2
    assert f"9 bills are waiting for you:\n{LINK}{first['id']}/all\n" in letter["text"]
    assert f"A new message is waiting for you:\n{LINK}{last['id']}\n" in letter["text"]
    assert await states() == ["sent"] * 11


async def test_in_quiet_hours_nothing_goes_out_until_they_end() -> None:
    since, until = await quiet_now()
    await preferring("alice", quiet=(since, until))
    await happen()
    assert await letters() == []
    (notice,) = await told("alice")
    ends = notice["due_at"]
    assert int(await rows.value("select extract(hour from $1 at time zone 'America/Chicago')", ends)) == until
    assert (notice["state"], notice["delivery"]) == ("waiting", None)


async def test_whoever_chose_quiet_hours_meanwhile_is_left_alone_and_told_when_they_end() -> None:
    await held()
    assert await letters() == []
    assert (await told("alice"))[0]["delivery"] is None
    await preferring("alice")
    await later()
    assert len(await letters()) == 1


async def test_quiet_hours_are_those_of_the_clients_own_zone() -> None:
    hour = int(await rows.value("select extract(hour from now() at time zone 'Pacific/Honolulu')::int"))
    await preferring("alice", quiet=((hour - 1) % 24, (hour + 3) % 24), zone="Pacific/Honolulu")
    await happen()
    assert await letters() == []
    await preferring("alice", quiet=((hour - 1) % 24, (hour + 3) % 24), zone="No/Such")
    await later()
    await rows.change("update client_notice set due_at = now()")
    assert len(await letters()) == 1, "By the practice's clock, four hours ahead, it is not quiet."


async def test_who_chose_not_to_hear_of_a_kind_hears_only_what_is_needed() -> None:
    await preferring("alice", notices=["message"])
    await happen()
    assert await letters() == []
    assert await told("alice") == []
    await happen(needed=True)
    assert len(await letters()) == 1


async def test_a_letter_is_in_the_language_of_its_reader() -> None:
    await happen("charlie")
    (letter,) = await letters()
    assert letter["subject"] == "Le espera una factura"


async def test_a_guardian_is_told_for_a_client_without_a_login() -> None:
    await happen("max")
    (letter,) = await letters()
    assert letter["to"] == "gina@example.org"
    (notice,) = await told("max")
    assert notice["account"] == people.account_id("gina")


async def test_what_somebody_alone_asked_for_is_told_to_them_alone() -> None:
    await open_to("gina", "alice")
    await happen(account_id=people.account_id("gina"))
    (letter,) = await letters()
    assert letter["to"] == "gina@example.org"
    await revoke("gina", "alice")
    await happen(account_id=people.account_id("gina"))
    assert len(await letters()) == 1


async def test_who_may_not_open_the_area_is_not_told_of_it() -> None:
    await limit("gina", "max", "messages")
    await happen("max")
    assert await letters() == []
    await happen("max", notice=Notice.FORM)
    assert await letters() == []
    await limit("gina", "max", "billing")
    await happen("max")
    assert len(await letters()) == 1


async def test_whose_access_ended_meanwhile_is_not_told() -> None:
    await held("max")
    await preferring("max")
    await revoke("gina", "max")
    assert await letters() == []
    assert await states("max") == ["not_needed"]


async def test_a_text_says_from_whom_where_and_how_to_stop_them() -> None:
    await preferring("bob", channel="text")
    await happen("bob")
    (text,) = await texts()
    (notice,) = await told("bob")
    assert text["text"] == (
        f"Sunrise: A bill is waiting for you: {LINK}{notice['id']} Reply STOP to opt out."
    )
    assert (notice["channel"], notice["state"], notice["sent_to"]) == ("text", "sent", text["to"])
    assert await letters() == []


async def test_a_discreet_text_names_no_practice_and_several_things_lead_home() -> None:
    await preferring("bob", channel="text", discreet=True)
    await happen("bob", path="/billing/statements/1")
    await happen("bob", path="/billing/statements/2")
    (text,) = await texts()
    assert text["text"] == ("Something is waiting for you: http://localhost:8000/home Reply STOP to opt out.")


async def test_who_stopped_texts_before_one_went_out_is_told_by_e_mail() -> None:
    await preferring("bob", channel="text", quiet=await quiet_now())
    await happen("bob")
    await work()
    await rows.change("update text_consent set withdrawn_at = now()")
    await rows.change("update client_notice set due_at = now()")
    await preferring("bob", channel="text")
    await later()
    assert [letter["to"] for letter in await letters()] == ["bob@example.org"]
    assert await texts() == []
    assert sorted(await states("bob")) == ["redirected", "sent"]


async def test_without_consent_or_texts_the_wish_for_them_is_met_by_e_mail() -> None:
    await preferring("alice", channel="text")
    await happen()
    assert len(await letters()) == 1
    await preferring("bob", channel="text")
    with configured(texts_are_off=True):
        await happen("bob")
        assert len(await letters()) == 2
    assert await texts() == []


async def test_without_an_address_staff_are_told_once_and_count_what_follows() -> None:
    await rows.change("update client set email = '' where id = $1", people.client_id("alice"))
    await rows.change("update portal_account set email = '' where id = $1", people.account_id("alice"))
    for event in [await happen() for _ in range(3)]:
        await happen(event=event)
    await later()
    assert await letters() == []
    assert await states() == ["failed"] * 3
    assert await rows.value(
        "select string_agg(distinct recipient::text, ',') from alert where kind = 'notice_failed'"
    ) == str(people.staff_id("nora"))
    assert await rows.value(ALERTS) == 1
    nora = await people.nora()
    (await nora.open("/staff")).shows("A client could not be told that something waits (3 times)")
    page = await nora.open(f"/staff/clients/{people.client_id('alice')}/portal")
    page.shows("Could not be sent", "There is no e-mail address on file that can be written to.")
    assert await rows.value(f"{ALERTS} and read_at is null") == 0


async def test_a_client_whom_nobody_opens_the_portal_for_is_no_alarm() -> None:
    await revoke("gina", "max")
    await happen("max")
    assert await letters() == []
    (notice,) = await told("max")
    assert (notice["state"], notice["fault"]) == ("failed", "no_login")
    assert await rows.value(ALERTS) == 0
    nora = await people.nora()
    (await nora.open("/staff/mend")).lacks("could not be told")


async def test_a_portal_that_sends_no_mail_says_so_and_alarms_nobody() -> None:
    with configured(mail_is_off=True):
        await happen()
        assert await letters() == []
        nora = await people.nora()
        (await nora.open("/staff/mend")).shows("This portal sends no e-mail (SMTP_URL is none)")
    assert (await told("alice"))[0]["fault"] == "mail_is_off"
    assert await rows.value(ALERTS) == 0

"""The time zone of a client, and what the page is where the portal sends no texts."""

import pytest

from app.information.messaging_fields import ZONES
from app.information.panel import PANEL
from app.notices.tables import Channel
from app.practice.values import zone
from tests import people, rows
from tests.environment import configured
from tests.information.preferences import EDIT, PATH, STOP, agree, post, preferences, save
from tests.office.mends import mends_of

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_a_client_chooses_their_time_zone_beside_their_quiet_hours() -> None:
    alice = await people.alice()
    page = await alice.open(EDIT)
    assert page.value("zone") == ""
    page.shows("Your time zone", "The same as your practice", "Mountain Time (Denver)")
    page = await save(alice, zone="Pacific/Honolulu")
    page.shows("Your time zone", "Hawaii (Honolulu)")
    page.shows("Your time zone: The same as your practice → changed to Hawaii (Honolulu)")
    assert (await preferences()).choices.zone == "Pacific/Honolulu"
    await save(alice, zone="")
    assert (await preferences()).choices.zone == ""


async def test_another_zone_is_refused_and_the_rest_kept_as_typed() -> None:
    alice = await people.alice()
    for odd in ("Mars/Olympus", "America/New_York ", "x" * 200, "../etc/passwd", "utc"):
        page = await save(alice, zone=odd, quiet_from="20", status=422)
        page.shows("Please choose from the list.")
        assert page.value("quiet_from") == "20"
        assert page.find("details.folded").has_attr("open")
    assert ((await preferences()).choices.quiet_from, (await preferences()).choices.zone) == (21, "")


def test_every_zone_that_is_offered_is_one() -> None:
    for code in ZONES.codes:
        assert zone().read(code) == code


async def test_without_texts_the_page_offers_none_and_says_so() -> None:
    bob = await people.bob()
    await save(bob, channel="text")
    with configured(texts_are_off=True):
        page = await bob.open(PATH)
        page.shows("Your practice sends no text messages at the moment.")
        page.shows("As long as we may not send you texts, we tell you by e-mail: bob@example.org")
        page.lacks("To get them, press Edit and agree.")
        page = await bob.open(EDIT)
        page.shows("Your practice sends no text messages at the moment.")
        assert [each["value"] for each in page.all("input[name=channel]")] == ["email"]
        assert page.find("input[name=channel]").has_attr("checked")
        assert page.all("input[name=texts]") == []
        seen = page.value("seen")
        for field in (("channel", "text"), ("texts", "+13125550112")):
            fields = dict([("channel", "email"), ("seen", seen), field])
            assert await post(bob, fields.items()) == 422
        await save(bob, quiet_from="22", quiet_until="7")
        assert (await preferences("bob")).choices.channel is Channel.EMAIL
        await bob.open(PATH)
        page = await bob.press(STOP)
        page.shows("Bob Baker stopped texts to (312) 555-0112.")


async def test_staff_see_that_clients_chose_texts_which_nobody_sends() -> None:
    await agree(await people.alice())
    assert await mends_of(PANEL) == []
    with configured(texts_are_off=True):
        (mend,) = await mends_of(PANEL)
        assert mend.sentence.startswith("2 clients chose text messages, and this portal sends none")
        page = await (await people.nora()).open("/staff/mend")
        page.shows("2 clients chose text messages")
    await rows.change("update messaging_preference set channel = 'email'")
    with configured(texts_are_off=True):
        assert await mends_of(PANEL) == []


async def test_whoever_stopped_by_a_text_reads_what_else_it_takes_to_agree_again() -> None:
    alice = await people.alice()
    await agree(alice)
    await rows.change("update text_consent set withdrawn_at = now(), withdrawal_source = 'reply'")
    page = await alice.open(EDIT)
    page.shows("answer START to the last one you got")
    await agree(alice)
    (await alice.open(PATH)).lacks("were stopped by answering STOP")

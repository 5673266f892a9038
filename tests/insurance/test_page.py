"""What a client sees of insurance: policies in their order, those that ended apart, and home's panel."""

from datetime import timedelta

import pytest

from tests import checks, people, rows
from tests.insurance.policies import BEFORE, PATH, PRIMARY, SECONDARY, now

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_policies_stand_in_their_order_with_all_that_is_needed_at_the_counter() -> None:
    page = await (await people.alice()).open(PATH)
    assert page.title.startswith("Insurance")
    assert page.heading == "Insurance"
    assert [each["id"] for each in page.all(".policies:not(details *) > article")] == [
        f"policy-{PRIMARY}",
        f"policy-{SECONDARY}",
    ]
    first = checks.words(page.find(f"#policy-{PRIMARY}"))
    for words in (
        "Primary",
        "Example Health Plan",
        "Silver PPO",
        "EXM 0000 1234",
        "00742-A",
        "Myself",
        "$25.00",
    ):
        assert words in first
    second = checks.words(page.find(f"#policy-{SECONDARY}"))
    for words in ("Secondary", "0047LM8812", "Spouse", "Jordan Anderson", "Sep 30, 1986", "9 Orchard Lane"):
        assert words in second.replace("\u00a0", " ")


async def test_insurance_that_ended_is_folded_and_cannot_be_changed() -> None:
    page = await (await people.alice()).open(PATH)
    ended = page.find(f"details #policy-{BEFORE}")
    assert "Riverbend Insurance" in checks.words(ended)
    assert "Ended on Dec 31, 2025" in checks.words(ended).replace("\u00a0", " ")
    assert not ended.select("a[href^='/insurance/'], form")


async def test_a_policy_whose_own_last_day_has_passed_stands_among_those_that_ended() -> None:
    await rows.change(
        "update insurance_policy set ends_on = $2 where id = $1", SECONDARY, now() - timedelta(1)
    )
    page = await (await people.alice()).open(PATH)
    page.find(f"details #policy-{SECONDARY}")
    await rows.change("update insurance_policy set ends_on = $2 where id = $1", SECONDARY, now())
    page = await (await people.alice()).open(PATH)
    assert not page.all(f"details #policy-{SECONDARY}")


async def test_who_has_none_is_invited_to_add_one() -> None:
    charlie = await people.charlie()
    charlie.language = "en"
    page = await charlie.open(PATH)
    page.find(".empty a[href='/insurance/new']")
    assert not page.all("article")


async def test_the_tabs_of_information_stand_above_and_lead_here() -> None:
    alice = await people.alice()
    page = await alice.open(PATH)
    assert checks.words(page.find(".tabs [aria-current=page]")) == "Insurance"
    page = await alice.open("/information/basic")
    page.find(".tabs a[href='/insurance']")


async def test_home_tells_the_primary_insurance_and_leads_to_its_page() -> None:
    alice = await people.alice()
    page = await alice.open("/home")
    tile = page.find("#tile-insurance")
    assert "Example Health Plan" in checks.words(tile)
    assert "Silver PPO" in checks.words(tile)
    assert (await alice.follow("Update Insurance", within="#tile-insurance")).path == PATH


async def test_home_tells_that_nothing_is_on_file() -> None:
    page = await (await people.gina()).open("/home")
    assert "no insurance of yours on file" in checks.words(page.find("#tile-insurance"))


async def test_the_page_alone_answers_htmx() -> None:
    page = await (await people.alice()).open(PATH, as_htmx=True)
    page.shows("Example Health Plan")


async def test_no_address_nor_title_holds_what_is_on_the_card() -> None:
    alice = await people.alice()
    for path in (PATH, f"{PATH}/{PRIMARY}", f"{PATH}/{PRIMARY}/ending", f"{PATH}/{PRIMARY}/cards/front"):
        page = await alice.open(path)
        assert "EXM" not in page.title
        assert "Example Health Plan" not in page.title
        assert not page.all("[href*=EXM], [action*=EXM], [src*=EXM]")


async def test_member_ids_group_numbers_and_subscribers_are_in_the_database_encrypted_only() -> None:
    dumped = await rows.value("select string_agg(p::text, '') from insurance_policy p")
    for words in ("EXM 0000 1234", "0047LM8812", "LM-2210", "Jordan Anderson", "1986-09-30", "Orchard"):
        assert words not in dumped
        assert words.encode().hex() not in dumped


async def test_the_spanish_page_is_spanish() -> None:
    page = await (await people.charlie()).open(PATH)
    assert page.heading == "Seguro"
    page.shows("Añadir un seguro")

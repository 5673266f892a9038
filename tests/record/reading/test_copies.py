"""Copies of the record: made at once or after release, for one person, for a while, as page, PDF and XML."""

import pytest
from lxml import etree

from app.record.clinical.facts import Kind
from app.record.reading import copies
from tests import checks, people, rows
from tests.accounts.grants.access import revoke
from tests.page import Page
from tests.record.kept import keep, medicine, observed, on, problem
from tests.record.reading.copied import have_copy, representative, set_to
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back", "unasked")

WITHHELD = "update clinical_entry set withheld_at = now() where id = $1"
COPIES = "select count(*) from record_copy"
KEPT_OWN = "update clinical_entry set kept_own_at = now() where id = $1"


async def test_a_client_has_the_record_at_once_and_the_log_keeps_each_step() -> None:
    await keep(Kind.PROBLEM, problem("Asthma", onset=on(2019)))
    await keep(Kind.RESULT, observed("Lithium", "0.8", taken=on(2020, 5)))
    alice = await people.alice()
    page = await alice.open("/record")
    page.shows("CCD Download", "You have it at once")
    page = await alice.press("Request my record")
    page.shows("Health record", "Alice", "Anderson", "The whole record", "Asthma")
    assert len(page.all("nav#sections a")) == len(page.all("a[href='#sections']")) > 1
    copy = page.path.rpartition("/")[2]
    pdf = await alice.send("GET", f"/record/{copy}/record.pdf")
    xml = await alice.send("GET", f"/record/{copy}/record.xml")
    assert pdf.content.startswith(b"%PDF-")
    assert "attachment" in xml.headers["content-disposition"]
    assert etree.fromstring(xml.content).tag == "{urn:hl7-org:v3}ClinicalDocument"
    (await alice.open("/activity")).shows(
        "Made a copy of the record: The whole record",
        "Looked at a copy of the record",
        "Downloaded a copy of the record",
    )
    (await alice.open("/record")).shows("Your copies", "The whole record")


async def test_pressing_twice_makes_one_copy() -> None:
    alice = await people.alice()
    await alice.open("/record")
    once = alice.page.value("once", within=".asking") if alice.page else ""
    for _ in range(2):
        await alice.open("/record")
        await alice.press("Request my record", once=once)
    assert await rows.value("select count(*) from record_copy") == 1


async def test_some_days_hold_what_fell_into_them_and_what_has_no_date() -> None:
    await keep(Kind.RESULT, observed("Lithium", "0.8", taken=on(2020, 5)))
    await keep(Kind.RESULT, observed("Glucose", "90", taken=on(2024, 5)))
    await keep(Kind.RESULT, observed("Undated", "7"))
    alice = await people.alice()
    await have_copy(alice, from_on="2024-01-01", until_on="2024-12-31")
    page = alice.page
    assert page is not None
    page.shows("From Jan 1, 2024 to Dec 31, 2024", "Glucose", "Undated")
    page.lacks("Lithium")


async def test_days_that_are_turned_round_are_refused_and_kept_in_the_form() -> None:
    alice = await people.alice()
    await alice.open("/record")
    page = await alice.press("Request these days", status=422, from_on="2024-05-01", until_on="2024-04-01")
    page.shows("This day is before the first one")
    assert page.value("from_on") == "2024-05-01"


async def test_a_copy_is_found_by_the_sign_in_it_was_made_for_and_nobody_else() -> None:
    copy = await have_copy(await people.alice())
    gina, bob = await representative(), await people.bob()
    for leaf in ("", "/record.pdf", "/record.xml", "/sending"):
        await gina.open(f"/record/{copy}{leaf}", status=404)
        await bob.open(f"/record/{copy}{leaf}", status=404)
    hers = await have_copy(gina)
    await (await people.alice()).open(f"/record/{hers}", status=404)
    await revoke("gina", "alice")
    await gina.open(f"/record/{hers}", status=403)


async def test_a_representative_has_nothing_that_is_kept_from_them() -> None:
    await keep(Kind.PROBLEM, problem("Asthma"))
    await keep(Kind.PROBLEM, problem("A private matter"), own_only=True)
    alice, gina = await people.alice(), await representative()
    await have_copy(alice)
    await have_copy(gina)
    assert alice.page is not None
    assert gina.page is not None
    alice.page.shows("Asthma", "A private matter")
    gina.page.shows("Asthma")
    gina.page.lacks("A private matter", "left something out")


async def test_what_is_withheld_or_kept_back_later_is_gone_from_copies_there_are() -> None:
    withheld = await keep(Kind.PROBLEM, problem("A hurtful thing"))
    kept_back = await keep(Kind.PROBLEM, problem("A private matter"))
    alice, gina = await people.alice(), await representative()
    own, hers = await have_copy(alice), await have_copy(gina)
    await rows.change(WITHHELD, withheld)
    await rows.change(KEPT_OWN, kept_back)
    page = await alice.open(f"/record/{own}")
    page.shows("A private matter", "left something out")
    page.lacks("A hurtful thing")
    xml = await alice.send("GET", f"/record/{own}/record.xml")
    assert b"A hurtful thing" not in xml.content
    (await gina.open(f"/record/{hers}")).lacks("A hurtful thing", "A private matter")


async def test_what_is_withheld_or_kept_back_later_has_lent_its_words_to_nothing_in_copies_there_are() -> (
    None
):
    withheld = await keep(Kind.PROBLEM, problem("A hurtful thing"), named="hurtful")
    kept_back = await keep(Kind.PROBLEM, problem("A private matter"), named="private")
    await keep(Kind.MEDICATION, medicine("Pill", reason="A hurtful thing", reason_of="hurtful"))
    await keep(Kind.MEDICATION, medicine("Salve", reason="A private matter", reason_of="private"))
    alice, gina = await people.alice(), await representative()
    own, hers = await have_copy(alice), await have_copy(gina)
    (await alice.open(f"/record/{own}")).shows("For: A hurtful thing", "For: A private matter")
    await rows.change(WITHHELD, withheld)
    await rows.change(KEPT_OWN, kept_back)
    page = await alice.open(f"/record/{own}")
    page.shows("Pill", "For: A private matter")
    page.lacks("A hurtful thing")
    assert b"A hurtful thing" not in (await alice.send("GET", f"/record/{own}/record.xml")).content
    page = await gina.open(f"/record/{hers}")
    page.shows("Pill", "Salve")
    page.lacks("A hurtful thing", "A private matter")


async def test_asking_again_soon_gives_the_same_copy_until_something_of_the_record_has_changed() -> None:
    entry = await keep(Kind.PROBLEM, problem("Asthma"))
    alice = await people.alice()
    first = await have_copy(alice)
    await have_copy(alice)
    assert await rows.value(COPIES) == 1
    await have_copy(alice, from_on="2020-01-01", until_on="2020-12-31")
    await have_copy(await representative())
    assert await rows.value(COPIES) == 3
    await keep(Kind.PROBLEM, problem("Gout"))
    second = await have_copy(alice)
    await rows.change(WITHHELD, entry)
    third = await have_copy(alice)
    await have_copy(alice)
    assert len({first, second, third}) == 3
    assert await rows.value(COPIES) == 5
    await rows.change("update record_copy set made_at = made_at - interval '11 minutes'")
    assert await have_copy(alice) not in {first, second, third}


async def test_after_twenty_copies_in_a_day_there_is_a_sentence_instead() -> None:
    alice = await people.alice()
    await have_copy(alice)
    await rows.change(
        "insert into record_copy (id, client, account, for_self, made_at, made_by_name, entries, content, expires_at)"
        " select gen_random_uuid(), client, account, for_self, made_at - interval '1 hour', made_by_name, entries, content,"
        " expires_at from record_copy, generate_series(1, 19)"
    )
    await have_copy(alice)  # the one there is
    await keep(Kind.PROBLEM, problem("Asthma"))
    await alice.open("/record")
    page = await alice.press("Request my record", status=422)
    page.shows("You have made many copies today.")
    assert await rows.value(COPIES) == 20
    await have_copy(await representative())
    await rows.change("update record_copy set made_at = made_at - interval '24 hours'")
    await have_copy(alice)
    assert await rows.value(COPIES) == 22


async def test_where_staff_release_it_the_page_says_until_when_and_asks_once() -> None:
    await set_to(record_release="by_staff")
    alice = await people.alice()
    await alice.open("/record")
    page = await alice.press("Request my record")
    page.shows("You asked for it", "at the latest", "Waiting")
    page.lacks("Request my record")
    assert await rows.value("select count(*) from record_copy") == 0
    asked = await rows.value("select id from record_request")
    await alice.open(f"/record/requests/{asked}")
    (await alice.press("Take this back")).shows("Taken back")
    (await alice.open("/record")).shows("Request my record")
    assert await rows.value("select count(*) from outbox_message where kind = 'record.asked'") == 1


async def test_the_record_stays_the_clients_after_the_care_has_ended() -> None:
    await rows.change("update client set discharged_on = current_date - 2 where number = 1001")
    await have_copy(await people.alice())
    assert await rows.value("select count(*) from record_copy") == 1


async def test_a_copy_whose_time_is_over_says_so_and_holds_nothing() -> None:
    alice = await people.alice()
    copy = await have_copy(alice)
    await rows.change("update record_copy set expires_at = now() - interval '1 minute'")
    (await alice.open(f"/record/{copy}", status=410)).shows("not kept any more", "Request my record")
    await copies.remove_old()
    assert await rows.value("select content from record_copy where id = $1", copy) is None
    await alice.open(f"/record/{copy}/record.pdf", status=410)


def cells_of(page: Page) -> list[str]:
    """Give the words of every entry of the page, without what its cells are called."""
    entries = page.all(".fact-of")
    for label in (label for entry in entries for label in entry.select("b")):
        label.extract()
    return [checks.words(part) for entry in entries for part in entry.select("p") if checks.words(part)]


async def test_a_long_record_stands_whole_on_its_page_for_as_few_statements_as_a_short_one() -> None:
    for number in range(40):
        await keep(Kind.RESULT, observed(f"Measure {number}", str(number), taken=on(2024, 1 + number % 12)))
    alice = await people.alice()
    copy = await have_copy(alice)
    await alice.open(f"/record/{copy}")
    async with counted() as sql:
        page = await alice.open(f"/record/{copy}")
    assert sql.count <= 4, sql
    page.shows("53 more")
    assert sum(words.startswith("Measure ") for words in cells_of(page)) == 40

"""Date of birth and Social Security number: changed after a fresh sign-in, and shown by the last four digits."""

import pytest

from app import db
from app.information.basic import read_both
from tests import people, rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/information/basic/identity"
CHART = f"/staff/clients/{people.client_id('alice')}"
OLDER = "update portal_session set confirmed_at = now() - interval '11 minutes'"
SSN, DIGITS = "536-90-4399", "536904399"


async def at_form() -> Browser:
    alice = await people.alice()
    await alice.open(PATH)
    return alice


async def identity() -> dict[str, str]:
    found = await read_both(people.client_id("alice"))
    assert found is not None
    return found[1]


async def test_it_asks_for_a_fresh_proof_and_comes_back() -> None:
    alice = await people.alice()
    await rows.change(OLDER)
    page = await alice.open(PATH)
    assert page.path == f"/confirm?next={PATH}"
    page = await alice.press("Go on", password="demo-alice-portal-1")
    assert page.path == PATH


async def test_a_form_sent_without_a_fresh_proof_changes_nothing() -> None:
    alice = await at_form()
    await rows.change(OLDER)
    before = await identity()
    await alice.press("Save", ssn=SSN)
    assert await identity() == before


async def test_both_are_changed_and_the_number_is_never_shown_again() -> None:
    alice = await at_form()
    page = await alice.press("Save", ssn=SSN, born_on_month="March", born_on_day="2", born_on_year="1980")
    page.shows("Saved", "***-**-4399", "Mar 2, 1980")
    assert await identity() == {"born_on": "1980-03-02", "ssn": DIGITS}
    for path in ("/information/basic", PATH, "/home", "/activity"):
        answer = await alice.send("GET", path)
        assert DIGITS not in answer.text
        assert SSN not in answer.text


async def test_left_blank_the_number_stays() -> None:
    alice = await at_form()
    assert alice.page is not None
    assert alice.page.value("ssn") == ""
    await alice.press("Save", born_on_year="1987")
    assert await identity() == {"born_on": "1987-04-12", "ssn": "536904321"}


async def test_a_refused_form_does_not_hold_the_number() -> None:
    alice = await at_form()
    page = await alice.press("Save", status=422, ssn="123-45-678", born_on_month="13")
    page.shows("A Social Security number has nine digits", "Type the month as a number from 1 to 12.")
    page.lacks("Please type the number once more")
    assert page.value("ssn") == ""
    assert page.value("born_on_month") == "13"


async def test_a_number_that_was_typed_well_is_asked_for_again_when_something_else_is_wrong() -> None:
    alice = await at_form()
    page = await alice.press("Save", status=422, ssn=SSN, born_on_month="13")
    page.shows("Please type the number once more")
    page = await alice.press("Save", ssn=SSN, born_on_month="4")
    page.shows("Saved", "***-**-4399")


async def test_a_form_that_comes_too_late_says_that_nothing_was_saved() -> None:
    alice = await at_form()
    await rows.change(OLDER)
    page = await alice.press("Save", ssn=SSN)
    page.shows("Nothing was saved yet.", "Social Security number")
    page = await alice.press("Go on", password="demo-alice-portal-1")
    assert page.path == PATH


async def test_a_birth_date_is_found_by_its_hash_afterwards() -> None:
    alice = await at_form()
    await alice.press("Save", born_on_year="1987")
    nora = await people.nora()
    (await nora.open("/staff/clients?q=1987-04-12")).shows("Alice Anderson")


async def test_its_hash_finds_the_number_and_says_nothing_of_it() -> None:
    (row,) = await db.rows("select * from client_identity where id = $1", people.client_id("alice"))
    assert b"536904321" not in row["ssn"] + row["ssn_hash"]


async def test_staff_are_told_of_another_chart_with_the_same_number() -> None:
    nora = await people.nora()
    (await nora.open(CHART)).lacks("the same Social Security number")
    alice = await at_form()
    await alice.press("Save", ssn="536904322")
    (await nora.open(CHART)).shows("Client 1002 has the same Social Security number.")

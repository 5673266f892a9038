"""Saving a form of Update Your Information: what is written, what waits, and what two people do to one section."""

import pytest

from app.changes.rules import Act, Section
from tests import people, rows
from tests.changes.saves import (
    BASIC,
    DETAILS,
    IDENTITY,
    OLD_PHONE,
    OTHER_PHONE,
    PHONE,
    decide,
    editing,
    fields_of,
    held,
    line_of,
    lines,
    post,
    recorded,
    review_first,
    reviewing,
    said,
    save,
    save_two,
    set_to,
)

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")

APPLIED, WAITING, REPLACED, TAKEN_BACK = "applied", "in_review", "replaced", "taken_back"


async def test_a_form_in_which_nothing_was_changed_writes_nothing() -> None:
    alice = await editing()
    before = await rows.digest()
    (await alice.press("Save")).shows("Nothing was changed.")
    assert await rows.digest() == before
    assert await recorded("information_changed") == 0


async def test_a_change_stands_in_the_chart_at_once_with_who_when_old_and_new() -> None:
    page = await save(preferred_name="Ali", phone="(312) 555-0199")
    page.shows("Saved", "Ali", "(312) 555-0199")
    assert await said() == [("preferred_name", "", "Ali", APPLIED), ("phone", OLD_PHONE, PHONE, APPLIED)]
    assert (await held("preferred_name"), await held("phone")) == ("Ali", PHONE)
    line = await line_of("phone")
    assert (line.section, line.act, line.sent_by, line.decided_by) == (Section.BASIC, Act.EDIT, "Alice Anderson", "")  # fmt: skip
    assert await rows.value("select sent_at > now() - interval '1 minute' from change_request")
    assert await rows.value("select account from change_request") == people.account_id("alice")


async def test_old_and_new_are_sealed_in_the_table() -> None:
    await save(preferred_name="Aliboron")
    assert b"Aliboron" not in await rows.value("select old_value || new_value from changed_field")


async def test_in_review_the_chart_stays_and_the_client_sees_both() -> None:
    await review_first()
    page = await save(phone=PHONE)
    page.shows("Your practice looks at it first", "(312) 555-0199", "In review")
    page.shows("In your chart until then: (312) 555-0111")
    assert await said() == [("phone", OLD_PHONE, PHONE, WAITING)]
    assert await held("phone") == OLD_PHONE
    assert (await editing()).page.value("phone") == "(312) 555-0199"  # type: ignore[union-attr]  # it was opened


async def test_a_change_that_waits_is_replaced_by_the_next_which_is_beside_what_the_chart_holds() -> None:
    await review_first()
    await save(phone=PHONE, preferred_name="Ali")
    await save(phone=OTHER_PHONE)
    assert await said() == [
        ("phone", OLD_PHONE, OTHER_PHONE, WAITING),
        ("preferred_name", "", "Ali", WAITING),
        ("phone", OLD_PHONE, PHONE, REPLACED),
    ]


async def test_a_change_that_waits_can_be_taken_back_to_what_the_chart_holds() -> None:
    await review_first()
    await save(phone=PHONE)
    page = await save(phone=OLD_PHONE)
    page.shows("Saved", "Taken back: your chart stays as it was")
    page.lacks("In review", "looks at it first")
    assert await said() == [
        ("phone", OLD_PHONE, OLD_PHONE, TAKEN_BACK),
        ("phone", OLD_PHONE, PHONE, REPLACED),
    ]
    nora = await reviewing()
    nora.page.lacks("Save decisions", "Put the old value back")  # type: ignore[union-attr]  # it was opened


async def test_what_waits_goes_on_waiting_when_review_is_switched_off() -> None:
    await review_first()
    await save(phone=PHONE)
    await set_to(review_basic="direct")
    page = await save(preferred_name="Ali")
    page.shows("Saved", "In review")
    assert await said() == [("preferred_name", "", "Ali", APPLIED), ("phone", OLD_PHONE, PHONE, WAITING)]
    assert (await held("preferred_name"), await held("phone")) == ("Ali", OLD_PHONE)
    await save(phone=OTHER_PHONE)
    assert (await said())[0] == ("phone", OLD_PHONE, OTHER_PHONE, APPLIED)
    assert [line.standing.value for line in await lines()] == [APPLIED, APPLIED, REPLACED]
    assert await held("phone") == OTHER_PHONE


async def test_two_tabs_that_change_other_fields_are_merged_and_the_later_is_told() -> None:
    first, second = await editing(), await editing()
    await first.press("Save", phone=PHONE)
    page = await second.press("Save", preferred_name="Ali")
    page.shows("Saved", "Somebody else has changed this meanwhile: Mobile phone.")
    assert (await held("preferred_name"), await held("phone")) == ("Ali", PHONE)
    assert [line[0] for line in await said()] == ["preferred_name", "phone"]


@pytest.mark.parametrize("setting", ["direct", "review"])
async def test_two_tabs_that_change_one_field_show_both_values_and_lose_none(setting: str) -> None:
    await set_to(review_basic=setting)
    first, second = await editing(), await editing()
    await first.press("Save", phone=PHONE, middle_name="Ruth")
    page = await second.press("Save", status=409, phone=OTHER_PHONE, preferred_name="Ali")
    page.shows("this was changed elsewhere to “(312) 555-0199”")
    assert (page.value("phone"), page.value("preferred_name")) == (OTHER_PHONE, "Ali")
    assert len(await lines()) == 2

    page = await second.press("Save")
    page.shows("(312) 555-0155", "Ali", "Ruth", "Somebody else has changed this meanwhile: Middle name.")
    holds = (await held("phone"), await held("middle_name"), await held("preferred_name"))
    assert holds == ((OTHER_PHONE, "Ruth", "Ali") if setting == "direct" else (OLD_PHONE, "Rose", ""))
    waits = {line.field: line.new for line in await lines() if line.standing.value == WAITING}
    assert waits == ({} if setting == "direct" else {"phone": OTHER_PHONE, "middle_name": "Ruth", "preferred_name": "Ali"})  # fmt: skip


async def test_what_was_refused_is_compared_anew_when_somebody_changes_it_once_more() -> None:
    first, second = await editing(), await editing()
    await first.press("Save", phone=PHONE)
    await second.press("Save", status=409, phone=OTHER_PHONE)
    await save(phone="+13125550101")
    page = await second.press("Save", status=409)
    page.shows("this was changed elsewhere to “(312) 555-0101”")
    assert await held("phone") == "+13125550101"


async def test_two_tabs_that_type_the_same_agree() -> None:
    first, second = await editing(), await editing()
    await first.press("Save", phone=PHONE)
    (await second.press("Save", phone=PHONE)).shows("Nothing was changed.")
    assert len(await lines()) == 1


async def test_a_client_is_told_what_staff_have_changed_meanwhile() -> None:
    alice = await editing()
    await rows.change("update client set email = 'new@example.org' where id = $1", people.client_id("alice"))
    page = await alice.press("Save", status=409, email="mine@example.org")
    page.shows("this was changed elsewhere to “new@example.org”")
    assert page.value("email") == "mine@example.org"
    assert await held("email") == "new@example.org"


async def test_a_client_is_told_what_staff_have_decided_meanwhile() -> None:
    await review_first()
    await save_two()
    alice = await editing()
    await decide(await reviewing(), phone="correct", phone_kept="312 555 0101")
    page = await alice.press("Save", status=409, phone=OTHER_PHONE)
    page.shows("this was changed elsewhere to “(312) 555-0101”")
    page = await alice.press("Save")
    page.shows("(312) 555-0155", "In your chart until then: (312) 555-0101")


@pytest.mark.parametrize(
    "seen", [None, "", "nonsense", "phone=AAAAAAAAAAAA", "phone=a,phone=b,=,==", "x" * 9000, "\x00"]
)
async def test_a_form_that_does_not_say_what_it_was_made_from_overwrites_nothing(seen: str | None) -> None:
    alice = await editing()
    assert alice.page is not None
    typed = fields_of(alice.page) | ({"seen": seen} if seen is not None else {})
    if seen is None:
        del typed["seen"]
    assert await post(alice, BASIC, typed) == 303
    assert await lines() == []
    assert await post(alice, BASIC, {**typed, "phone": PHONE}) == 409
    assert await held("phone") == OLD_PHONE


async def test_what_another_form_has_seen_says_nothing_of_this_one() -> None:
    bob = await editing("bob")
    alice = await editing()
    assert bob.page is not None
    assert alice.page is not None
    typed = {**fields_of(alice.page), "seen": bob.page.value("seen"), "phone": PHONE}
    assert await post(alice, BASIC, typed) == 409


async def test_no_value_can_be_read_from_what_a_form_carries() -> None:
    page = await (await people.alice()).open(IDENTITY)
    assert "536904321" not in page.response.text
    assert "4321" not in page.value("seen")
    assert page.value("seen") != (await (await people.bob()).open(IDENTITY)).value("seen")


async def test_a_social_security_number_is_kept_when_left_empty_and_never_travels_back() -> None:
    (await save(path=IDENTITY)).shows("Nothing was changed.")
    first, second = await editing(path=IDENTITY), await editing(path=IDENTITY)
    await first.press("Save", ssn="536-90-4444")
    page = await second.press("Save", status=409, ssn="536-90-5555")
    page.shows("this was changed elsewhere to", "type it once more")
    assert "536904444" not in page.response.text
    assert "5555" not in page.response.text
    assert await held("ssn") == "536904444"
    await second.press("Save", ssn="536-90-5555")
    assert await held("ssn") == "536905555"


async def test_details_are_changed_likewise() -> None:
    await save(path=DETAILS, marital_status="M")
    assert await said() == [("marital_status", "S", "M", APPLIED)]
    assert (await held("marital_status"), await held("language")) == ("M", "en")


async def test_a_bad_field_writes_nothing_and_keeps_what_was_typed() -> None:
    alice = await editing()
    page = await alice.press("Save", status=422, phone="12", preferred_name="Ali")
    assert (page.value("phone"), page.value("preferred_name")) == ("12", "Ali")
    assert await lines() == []
    assert await recorded("information_changed") == 0


async def test_the_guardian_of_a_child_is_named_as_who_changed_it() -> None:
    page = await save("gina", preferred_name="Maxi")
    page.shows("Gina Grant")
    assert [line.sent_by for line in await lines("max")] == ["Gina Grant"]
    assert await rows.value("select sent_by_kind from change_request") == "guardian"
    nora = await people.nora()
    page = await nora.open(f"/staff/clients/{people.client_id('max')}/changes")
    page.shows("Preferred name", "Gina Grant")


async def test_nobody_else_sees_or_changes_it() -> None:
    await save_two()
    page = await (await people.bob()).open(BASIC)
    page.lacks("Ali", "555-0199")
    assert await lines("bob") == []

"""Adding insurance: what the form asks, what it says of mistakes, and that sending it twice adds one."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from app.insurance.policy import hash_of_member_id
from tests import checks, people, rows
from tests.insurance.policies import BOBS, PATH, TYPED, add, added_by, held, in_parts, now, texts
from tests.messages.acts import deliver, recorded
from tests.page import FORM

pytestmark = pytest.mark.usefixtures("rolled_back")

SUBSCRIBER: dict[str, Any] = {"subscriber_name": "Maria Castillo",
    "subscriber_born_on_month": "3", "subscriber_born_on_day": "9", "subscriber_born_on_year": "1961"
}  # fmt: skip


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_a_policy_is_added_and_stands_on_the_page(*, as_htmx: bool) -> None:
    bob = await people.bob()
    page = await add(bob, as_htmx=as_htmx, priority="2", plan="Gold", copay="$30", phone="312 555 0144")
    assert bob.page is not None
    bob.page.shows("Saved")
    page.shows("Prairie Care", "Gold", "00ab-7734", "$30.00", "(312) 555-0144")
    (policy,) = await added_by("bob")
    assert await held(policy, "payer = (select id from payer where name = 'Prairie Care')")
    assert await recorded("information_changed", "bob") == 1


async def test_the_form_begins_with_the_next_in_order_and_the_companies_of_the_practice() -> None:
    page = await (await people.bob()).open(f"{PATH}/new")
    assert page.value("priority") == "2"
    assert [checks.words(option) for option in page.all("#payer_chosen option")] == [
        "Choose one",
        "Example Health Plan",
        "Lakeside Mutual",
        "Prairie Care",
        "Sample Blue Network",
        "My insurance company is not on the list",
    ]
    for name in ("member_id", "group_number", "payer_chosen", "subscriber_name"):
        assert page.find(f"[name={name}]")["autocomplete"] == "off"


async def test_a_company_that_is_not_offered_any_more_is_not_on_the_list() -> None:
    await rows.change("update payer set active = false where name = 'Lakeside Mutual'")
    page = await (await people.bob()).open(f"{PATH}/new")
    assert "Lakeside Mutual" not in checks.words(page.find("#payer_chosen"))


async def test_a_company_that_is_not_on_the_list_is_typed() -> None:
    gina = await people.gina()
    page = await add(gina, payer_chosen="-", payer_typed="Little   Mutual")
    page.shows("Little Mutual")
    (policy,) = await added_by("max")
    assert await held(policy, "payer") is None
    assert await held(policy, "payer_name") == "Little Mutual"
    page = await gina.open(f"{PATH}/{policy}")
    assert page.value("payer_chosen") == "Little Mutual"


async def test_a_typed_name_of_a_company_that_is_on_the_list_is_that_company() -> None:
    await add(await people.gina(), payer_chosen="", payer_typed="prairie CARE")
    (policy,) = await added_by("max")
    assert (await texts(policy, "max"))["payer"] == "Prairie Care"


async def test_a_member_id_is_kept_as_it_stands_on_the_card_and_found_whatever_its_case() -> None:
    await add(await people.gina(), member_id="00 aB-007")
    (policy,) = await added_by("max")
    assert (await texts(policy, "max"))["member_id"] == "00 aB-007"
    assert await held(policy, "member_id_hash") == hash_of_member_id("00AB-007")
    assert await held(policy, "member_id_hash") != hash_of_member_id("AB-007")


async def test_what_is_needed_has_a_sentence_each() -> None:
    page = await add(
        await people.bob(), status=422, priority="", payer_chosen="", member_id="", relationship=""
    )
    page.shows(
        "Choose in which order this insurance pays.",
        "Choose the insurance company.",
        "Type the member ID. It stands on the front of the card.",
        "Choose who you are to the subscriber.",
    )
    assert {str(link["href"]) for link in page.all(".error-summary a")} == {
        "#priority", "#payer_chosen", "#member_id", "#relationship",
    }  # fmt: skip
    assert await added_by("bob") == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"payer_chosen": "-"}, "Type the name of the insurance company."),
        ({"member_id": "EXM_§"}, "Type the number as it stands on the card"),
        ({"member_id": "9" * 41}, "at most 40 characters"),
        ({"plan": "x" * 101}, "at most 100 characters"),
        ({"copay": "a lot"}, "Type an amount in dollars"),
        ({"phone": "12"}, "Type the phone number with its area code"),
        ({"priority": "9"}, "Please choose from the list."),
        ({"relationship": "cousin"}, "Please choose from the list."),
        ({"starts_on_month": "2", "starts_on_day": "30", "starts_on_year": "2026"}, "February has 28 days"),
        (in_parts("starts_on", now()) | in_parts("ends_on", now() - timedelta(1)), "The last day is before"),
        ({"relationship": "spouse"}, "Type the name of the subscriber"),
        ({"relationship": "child"}, "Type the subscriber’s date of birth."),
    ],
)
async def test_what_is_bad_has_a_sentence_at_its_field_and_nothing_is_lost(
    fields: dict[str, Any], sentence: str
) -> None:
    bob = await people.bob()
    await bob.open(f"{PATH}/new")
    content = urlencode({"_csrf": bob.token, **TYPED, "group_number": "G-1", **fields}).encode()
    answer = await bob.send("POST", PATH, headers={"content-type": FORM}, content=content)
    assert answer.status_code == 422
    page = bob._show(PATH, answer, as_htmx=False, source=None)
    assert sentence in checks.words(page.find(".error-summary"))
    assert any(sentence in checks.words(each) for each in page.all(".error[id]"))
    assert page.value("group_number") == "G-1"
    assert await added_by("bob") == []


async def test_days_far_off_are_taken() -> None:
    far = now() + timedelta(days=400)
    page = await add(await people.gina(), **in_parts("starts_on", far))
    assert page.all("article .tag")
    await add(await people.gina(), **in_parts("starts_on", far.replace(year=1950)))
    assert len(await added_by("max")) == 2


async def test_who_is_not_the_subscriber_says_who_is() -> None:
    page = await add(await people.gina(), relationship="child", **SUBSCRIBER)
    page.shows("Maria Castillo")
    (policy,) = await added_by("max")
    assert (await texts(policy, "max"))["subscriber_born_on"] == "1961-03-09"


async def test_what_was_typed_of_a_subscriber_is_left_out_where_it_is_the_client() -> None:
    await add(await people.gina(), relationship="self", **SUBSCRIBER)
    (policy,) = await added_by("max")
    assert await held(policy, "subscriber") is None


async def test_a_form_that_is_sent_twice_adds_one_policy() -> None:
    bob = await people.bob()
    await bob.open(f"{PATH}/new")
    content = urlencode({"_csrf": bob.token, "once": bob.page.value("once"), **TYPED}).encode()  # type: ignore[union-attr]  # it was opened
    for _ in range(2):
        answer = await bob.send("POST", PATH, headers={"content-type": FORM}, content=content)
        assert answer.status_code == 303
    assert len(await added_by("bob")) == 1
    assert await recorded("information_changed", "bob") == 1


async def test_a_form_of_another_client_adds_a_policy_of_ones_own() -> None:
    once = str(uuid4())
    for person in (await people.bob(), await people.gina()):
        await person.open(f"{PATH}/new")
        content = urlencode({"_csrf": person.token, "once": once, **TYPED}).encode()
        await person.send("POST", PATH, headers={"content-type": FORM}, content=content)
    assert len(await added_by("bob")) == len(await added_by("max")) == 1


async def test_smuggled_columns_and_fields_of_other_sections_are_ignored() -> None:
    bob = await people.bob()
    await bob.open(f"{PATH}/new")
    smuggled = {
        "id": str(BOBS), "client": str(people.client_id("alice")), "ended_on": "2020-01-01", "ended_on_year": "2020",
        "ended_on_month": "1", "ended_on_day": "1", "payer": "x", "member_id_hash": "x", "first_name": "Mallory", "ssn": "1",
    }  # fmt: skip
    content = urlencode({"_csrf": bob.token, **TYPED, **smuggled}).encode()
    await bob.send("POST", PATH, headers={"content-type": FORM}, content=content)
    (policy,) = await added_by("bob")
    assert await held(policy, "ended_on") is None
    assert await held(policy, "client") == people.client_id("bob")
    assert (
        await rows.value("select first_name from client where id = $1", people.client_id("bob")) == "Robert"
    )


async def test_what_was_typed_is_shown_as_text_and_nothing_else() -> None:
    page = await add(await people.gina(), payer_chosen="-", payer_typed="<b>{{ 7*7 }}</b>", plan="<i>x")
    page.shows("<b>{{ 7*7 }}</b>", "<i>x")
    assert not page.all("article h2 b, article header i")


async def test_staff_are_told_once() -> None:
    await add(await people.bob())
    await deliver()
    told = "select count(*) from alert where kind = 'demographic_update' and client = $1"
    assert await rows.value(told, people.client_id("bob")) >= 1

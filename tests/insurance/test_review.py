"""Where the practice looks at changes of insurance first: the chart stays as it is until somebody has decided."""

from datetime import date
from urllib.parse import urlencode

import pytest

from tests import checks, people, rows
from tests.insurance.policies import (
    PATH,
    PRIMARY,
    SECONDARY,
    TYPED,
    added_by,
    at,
    correct,
    held,
    in_parts,
    let,
    texts,
)
from tests.page import FORM, Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

REQUEST = "select id from change_request where client = $1 order by sent_at desc limit 1"


@pytest.fixture(autouse=True)
async def reviewed(rolled_back: None) -> None:
    await let(review_insurance="review")


async def at_review(client: str = "alice") -> tuple[Browser, Page]:
    """Open the newest save of a client as the office."""
    nora = await people.nora()
    request = await rows.value(REQUEST, people.client_id(client))
    return nora, await nora.open(f"/staff/clients/{people.client_id(client)}/changes/{request}")


async def decide(verdict: str, client: str = "alice", **more: str) -> None:
    """Decide the same about every field that waits in the newest save; `more` goes with each."""
    nora, page = await at_review(client)
    sent = {str(each["name"]): str(each["value"]) for each in page.all("main [name^=seen_]")}
    for name in {str(each["name"]) for each in page.all("[name^=verdict_]")}:
        sent |= {name: verdict, **{f"{each}_{name.partition('_')[2]}": text for each, text in more.items()}}
    content = urlencode({"_csrf": nora.token, **sent}).encode()
    answer = await nora.send("POST", page.path, headers={"content-type": FORM}, content=content)
    assert answer.status_code == 303


async def test_a_correction_waits_beside_what_the_chart_holds() -> None:
    page = await correct(await people.alice(), PRIMARY, member_id="EXM 9")
    page.shows("Sent. Your practice looks at it first")
    policy = checks.words(page.find(f"#policy-{PRIMARY}"))
    assert "EXM 9 In review In your chart until then: EXM 0000 1234" in policy
    assert (await texts(PRIMARY))["member_id"] == "EXM 0000 1234"
    await decide("accept")
    assert (await texts(PRIMARY))["member_id"] == "EXM 9"
    (await (await people.alice()).open(PATH)).lacks("In your chart until then")


async def test_what_is_declined_says_why() -> None:
    alice = await people.alice()
    await correct(alice, PRIMARY, member_id="EXM 9")
    await decide("decline", reason="The insurance does not know this number.")
    page = await alice.open(PATH)
    page.shows("Not taken over: EXM 9. The insurance does not know this number.")
    assert (await texts(PRIMARY))["member_id"] == "EXM 0000 1234"


async def test_a_new_policy_is_shown_in_review_and_cannot_be_changed_until_it_stands_in_the_chart() -> None:
    gina = await people.gina()
    await gina.open(f"{PATH}/new")
    page = await gina.press("Save", **TYPED)
    page.shows("In review", "You sent this.", "Prairie Care", "00ab-7734")
    assert not page.all("article a[href^='/insurance/']")
    assert len(page.all("article .tag.warn:not(.history *)")) == 1
    page.lacks("In your chart until then")
    assert await added_by("max") == []
    home = await gina.open("/home")
    assert "Your practice looks at what you sent." in checks.words(home.find("#tile-insurance"))
    await decide("accept", "max")
    (policy,) = await added_by("max")
    assert (await texts(policy, "max"))["member_id"] == "00ab-7734"
    page = await gina.open(PATH)
    page.lacks("You sent this.")
    page.find(f"#policy-{policy} a[href$=ending]")


async def test_staff_type_another_company_where_the_client_named_the_wrong_one() -> None:
    await correct(await people.alice(), PRIMARY, payer_chosen="-", payer_typed="Exampel Helth")
    _, page = await at_review()
    (kept,) = page.all("[name^=kept_]")
    assert kept["value"] == "Exampel Helth"
    await decide("correct", kept="Sample Blue Network")
    assert (await texts(PRIMARY))["payer"] == "Sample Blue Network"
    assert await held(PRIMARY, "payer_name") == ""


async def test_an_end_waits_as_well() -> None:
    alice = await people.alice()
    await alice.open(f"{at(SECONDARY)}/ending")
    page = await alice.press("End it")
    policy = page.find(f"#policy-{SECONDARY}")
    assert "Ended on" in checks.words(policy)
    assert "In review" in checks.words(policy)
    assert not policy.select("a[href$=ending]")
    assert await held(SECONDARY, "ended_on") is None
    await decide("accept")
    assert await held(SECONDARY, "ended_on") is not None


async def test_another_insurance_waits_as_one_save_of_two() -> None:
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    page = await alice.press("Save", how="changed", **TYPED, **in_parts("changed_on", date(2027, 1, 1)))
    assert len(page.all("article header .tag.warn")) == 2
    assert await held(PRIMARY, "ended_on") is None
    assert await added_by("alice") == []
    await decide("accept")
    (new,) = await added_by("alice")
    assert await held(PRIMARY, "ended_on") == date(2026, 12, 31)
    assert (await texts(new))["starts_on"] == "2027-01-01"


async def test_the_form_says_before_that_the_practice_looks_first() -> None:
    page = await (await people.alice()).open(at(PRIMARY))
    page.shows("Your practice looks at changes first.")

"""Alice changes what the chart says of her, Nora decides, and Alice reads what became of it; with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.changing import review_first
from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(
    "look", [Look(), Look(scripts=False, width=390)], ids=["with scripts", "on a phone without scripts"]
)
ALERT_SECONDS = 5
NEWEST = "select id from change_request order by sent_at desc, id desc limit 1"


@LOOKS
def test_a_change_is_reviewed_and_the_client_reads_both_outcomes(
    invite: Invite, server: Server, look: Look
) -> None:
    phone = f"(312) 555-{1000 + look.width % 1000:04}"
    with review_first(server):
        alice, nora = invite("alice", look=look), invite("nora", look=look)
        alice.open("/information/basic")
        alice.follow("Edit", within="main")
        alice.type("Mobile phone", phone)
        alice.type("Preferred name", "Ali")
        alice.press("Save")
        alice.shows("Sent. Your practice looks at it first", "In your chart until then: (312) 555-0111")
        expect(alice.page.locator(".known .waits")).to_have_count(2)

        open_alert(nora, f"/changes/{server.value(NEWEST)}")
        decide(nora, phone)

        alice.open("/information/basic")
        expect(alice.page.locator(".known .waits")).to_have_count(0)
        alice.shows(phone, "Not taken over: Ali. Please tell us at your next visit.")
        alice.page.locator(".history summary").click()
        alice.shows("In your chart", "Not taken over")

        nora.press("Put the old value back")
        nora.shows("The old value stands in the chart again.")
        alice.open("/information/basic")
        alice.shows("(312) 555-0111")


def open_alert(nora: Person, path: str) -> None:
    alert = f".alert:has(a[href$='{path}'])"
    nora.open("/staff")
    nora.reload_until(alert, within=ALERT_SECONDS)
    expect(nora.page.locator(alert)).to_contain_text("Basic Information: Preferred name, Mobile phone")
    nora.act_on(nora.page.locator(f"{alert} a"), lambda link: link.click())
    assert nora.path.endswith(path)


def decide(nora: Person, phone: str) -> None:
    """Accept the phone and decline the name, by the keyboard alone."""
    fields = nora.page.locator(".save")
    expect(fields).to_have_count(2)
    expect(fields.nth(1)).to_contain_text(phone)
    name, number = (fields.nth(each).get_by_role("radio") for each in range(2))
    name.first.focus()
    for _ in range(3):
        nora.page.keyboard.press("ArrowRight")
    expect(name.last).to_be_checked()
    number.first.focus()
    nora.page.keyboard.press("ArrowRight")
    nora.press("Save decisions", status=422)
    nora.shows("Write why, in a sentence. The client reads it.")
    expect(number.nth(1)).to_be_checked()
    fields.first.get_by_label("Why?").fill("Please tell us at your next visit.")
    nora.press("Save decisions")
    nora.shows("2 fields decided.", "Accepted", "Declined", "Please tell us at your next visit.")

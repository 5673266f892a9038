"""Gina opens Max's chart and nothing but what was given; staff take it back, and it is closed at her next click."""

import pytest
from playwright.sync_api import expect

from app.demo import demo_id
from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person

pytestmark = pytest.mark.browser

LOOKS = pytest.mark.parametrize(
    "look", [Look(), Look(scripts=False)], ids=["with scripts", "without scripts"]
)
ACCESS = f"/staff/clients/{demo_id('client', 'max')}/access"
BOBS = f"/staff/clients/{demo_id('client', 'bob')}/access"


@LOOKS
def test_gina_sees_what_was_given_and_loses_it_at_the_next_click(invite: Invite, look: Look) -> None:
    gina, nora = invite(look=look), invite(look=look)
    gina.sign_in("gina")
    nora.sign_in("nora")
    expect(gina.page.locator("header .acting")).to_contain_text("Max Grant")

    limit_to_activity(nora)
    see_only_the_activity(gina)
    no_trace_of_alice(gina)
    give_another_chart(nora)
    choose(gina, "Bob Baker")
    choose(gina, "Max Grant")
    end(nora, ACCESS)
    closed_at_once(gina, "Bob Baker")
    end(nora, BOBS)
    gina.open("/home", status=403)
    expect(gina.page.get_by_role("main")).to_contain_text("No chart is open to your sign-in")
    give_back(nora)
    gina.open("/account/chart")
    gina.press("Open", within="#charts")
    expect(gina.page.locator("#tile-messages")).to_be_visible()


def limit_to_activity(nora: Person) -> None:
    nora.open(ACCESS)
    nora.follow("Change", within="#grants")
    nora.choose("Only these areas")
    nora.page.get_by_role("checkbox", name="Activity").check()
    nora.type("Reason", "Ordered by a court")
    nora.press("Save")
    expect(nora.page.locator("#grants")).to_contain_text("Opens: Activity")


def see_only_the_activity(gina: Person) -> None:
    gina.open("/home")
    expect(gina.page.locator(".tile")).to_have_count(0)
    expect(gina.page.locator("#navigation a[href='/messages']")).to_have_count(0)
    gina.follow("View All Activity")
    gina.open("/messages", status=404)


def no_trace_of_alice(gina: Person) -> None:
    for path in ("/home", "/activity", "/account/access", "/account/chart"):
        gina.open(path)
        assert "Alice" not in gina.page.content()


def give_another_chart(nora: Person) -> None:
    nora.open(BOBS)
    nora.follow("Give access")
    nora.type("Login", "gina")
    nora.choose("Somebody the client trusts")
    nora.type("Reason", "Asked by the client")
    nora.press("Give access")
    expect(nora.page.locator("#grants")).to_contain_text("Gina Grant")


def choose(gina: Person, name: str) -> None:
    gina.open("/home")
    gina.follow("Change", within="header .acting")
    gina.press("Open", within="#charts")
    expect(gina.page.locator("header .acting")).to_contain_text(name)


def end(nora: Person, path: str) -> None:
    nora.open(path)
    nora.follow("End access", within="#grants")
    nora.type("Reason", "Asked by the client")
    nora.press("End access")


def closed_at_once(gina: Person, other: str) -> None:
    gina.open("/activity", status=403)
    expect(gina.page.get_by_role("main")).to_contain_text("This chart is not open to you any more")
    gina.follow("Choose a chart")
    gina.press("Open", within="#charts")
    expect(gina.page.locator("header .acting")).to_contain_text(other)


def give_back(nora: Person) -> None:
    nora.open(ACCESS)
    nora.follow("Give access")
    nora.type("Login", "gina")
    nora.type("Reason", "Agreed again")
    nora.press("Give access")

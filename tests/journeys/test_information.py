"""Clients look after their information in a real browser: with and without scripts, on a phone and at a desk."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.changing import closed
from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

PHONE = Look(width=390, height=844)
LOOKS = pytest.mark.parametrize(
    "look",
    [PHONE, Look(), Look(scripts=False, width=390, height=844)],
    ids=["phone", "desk", "without scripts"],
)
AWAY = "update portal_session set last_seen_at = last_seen_at - $1::interval"
SUMMARY = ".error-summary"
GAP_ABOVE = """element => element.getBoundingClientRect().top
  - element.previousElementSibling.getBoundingClientRect().bottom"""
LEAST_GAP = 12


def at(invite: Invite, path: str, *, name: str = "bob", look: Look = PHONE) -> Person:
    person = invite(name, look=look)
    person.open(path)
    return person


@LOOKS
def test_basic_information_is_read_changed_refused_and_saved(invite: Invite, look: Look) -> None:
    bob = at(invite, "/information/basic", look=look)
    bob.follow("Edit", within="main")
    name = f"Bobby {look.width} {look.scripts}"
    bob.type("Preferred name", name)
    bob.type("Work phone", "555")
    bob.type("First name", "")

    bob.press("Save", status=422)

    expect(bob.page.locator(SUMMARY)).to_be_focused()
    assert bob.page.title().startswith("Error: Basic Information")
    assert bob.field("Preferred name").input_value() == name
    bob.link("Type your first name.", within=SUMMARY).click()
    expect(bob.field("First name")).to_be_focused()
    bob.type("First name", "Robert")
    bob.type("Work phone", "312 555 0177")
    bob.press("Save")
    bob.shows("Saved", name, "(312) 555-0177")
    assert bob.path == "/information/basic"


@LOOKS
def test_details_are_told_and_taken_back(invite: Invite, look: Look) -> None:
    bob = at(invite, "/information/details/edit", look=look)
    bob.page.get_by_role("checkbox", name="White", exact=True).check()
    bob.page.get_by_label("Marital status").select_option(label="Married")
    bob.press("Save")
    bob.shows("Saved", "White", "Married")
    bob.follow("Edit", within="main")
    bob.page.get_by_role("checkbox", name="White", exact=True).uncheck()
    bob.page.get_by_label("Marital status").select_option(label="Choose one")
    bob.press("Save")
    expect(bob.page.locator(".known").first).to_contain_text("Not given")


def test_a_number_is_changed_after_proving_who_it_is(invite: Invite, server: Server) -> None:
    server.rows("update portal_session set confirmed_at = now() - $1::interval", timedelta(minutes=11))
    bob = at(invite, "/information/basic")
    server.rows("update portal_session set confirmed_at = now() - $1::interval", timedelta(minutes=11))
    bob.follow("Change", within="main")
    bob.type("Password", "demo-bob-portal-1")
    bob.press("Go on")
    bob.type("Social Security number", "536-90-4388")
    bob.press("Save")
    bob.shows("Saved", "***-**-4388")
    bob.lacks("536904388", "536-90-4388")


def test_two_tabs_that_change_the_same_field_lose_nothing(invite: Invite) -> None:
    first, second = at(invite, "/information/basic/edit"), at(invite, "/information/basic/edit")
    first.type("Home phone", "312 555 0161")
    first.press("Save")
    second.type("Home phone", "312 555 0162")
    second.type("Middle name", "Lee")

    second.press("Save", status=409)

    second.shows("this was changed elsewhere to “(312) 555-0161”")
    assert second.field("Home phone").input_value() == "312 555 0162"
    assert second.field("Middle name").input_value() == "Lee"
    second.press("Save")
    second.shows("Saved", "(312) 555-0162", "Lee")


def test_what_was_typed_survives_a_lost_connection(invite: Invite) -> None:
    bob = at(invite, "/information/basic/edit", look=Look())
    bob.type("Home phone", "312 555 0163")
    bob.context.set_offline(True)
    bob.button("Save").click()
    expect(bob.page.get_by_role("alert")).to_contain_text("What you typed is still here")
    bob.context.set_offline(False)
    bob.noticed.forget()
    assert bob.field("Home phone").input_value() == "312 555 0163"
    bob.press("Save")
    bob.shows("(312) 555-0163")


def test_what_was_typed_survives_the_end_of_the_session(invite: Invite, server: Server) -> None:
    bob = at(invite, "/information/basic/edit", look=Look(scripts=False))
    bob.type("Home phone", "312 555 0164")
    server.rows(AWAY, timedelta(minutes=16))
    bob.press("Save")
    bob.shows("What you typed is kept")
    bob.fill_in("bob")
    bob.press("Sign in")
    assert bob.path == "/information/basic/edit"
    assert bob.field("Home phone").input_value() == "312 555 0164"
    bob.press("Save")
    bob.shows("(312) 555-0164")


def test_it_is_done_in_spanish(invite: Invite) -> None:
    charlie = at(
        invite, "/information/basic/edit", name="charlie", look=Look(language="es", width=390, height=844)
    )
    charlie.type("Teléfono de casa", "1")
    charlie.press("Guardar", status=422)
    charlie.shows("Escriba el número de teléfono con su código de área")
    charlie.type("Teléfono de casa", "312 555 0165")
    charlie.press("Guardar")
    charlie.shows("Guardado", "(312) 555-0165")


@pytest.mark.parametrize("section", ["basic", "details"])
def test_the_note_of_a_closed_section_stands_clear_of_the_card_below(
    invite: Invite, server: Server, section: str
) -> None:
    with closed(server, section):
        bob = at(invite, f"/information/{section}")
        gap = bob.page.locator(".note + .sheet").evaluate(GAP_ABOVE)
    assert gap >= LEAST_GAP

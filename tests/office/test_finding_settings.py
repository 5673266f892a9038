"""Settings are found by number and words, and those that make the portal less safe say so."""

from typing import Any

import pytest

from app.practice.declared import SETTINGS
from tests import people, rows
from tests.page import Browser, Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/staff/settings"
WEAKER = {
    "failed_sign_ins": ("10", "11"),
    "session_idle_minutes": ("15", "16"),
    "staff_idle_minutes": ("30", "31"),
    "client_password_validation": ("off", "on"),
    "client_password_expiration": ("0", "90"),
    "email_required": ("on", "off"),
    "credentials_password": ("link", "temporary"),
    "age_of_consent": ("18", "19"),
    "safety_minutes": ("15", "16"),
    "record_release": ("at_once", "by_staff"),
    "record_link_days": ("7", "8"),
}
"""Of each setting that has weaker values: the last safe one, and the first that is not."""


def shown(page: Page) -> set[str]:
    return {str(line["id"]).removeprefix("setting-") for line in page.all(".setting")}


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("-2", {"session_idle_minutes"}),
        ("-679", {"credentials_password"}),
        ("  LOCK  sign-ins ", {"failed_sign_ins"}),
        ("NIST", {"client_password_validation", "client_password_expiration"}),
        ("Sunrise", {"practice_name"}),
        ("npi", {"practice_npi"}),
    ],
)
async def test_a_setting_is_found_by_number_label_meaning_and_value(find: str, found: set[str]) -> None:
    nora = await people.nora()
    await nora.open(PATH)
    page = await nora.press("Find", within="main", find=find)
    assert shown(page) >= found
    assert len(shown(page)) < 6
    assert page.value("find") == find
    page.shows("All settings")


async def test_spanish_words_are_found_without_their_accents_and_what_is_not_there_says_so() -> None:
    nora = await people.nora()
    nora.language = "es"
    assert "session_idle_minutes" in shown(await nora.open(f"{PATH}?find=sesion"))
    nora.language = "en"
    page = await nora.open(f"{PATH}?find=%3Cb%3Enowhere{'x' * 300}")
    assert (shown(page), page.all("main h2")) == (set(), [])
    page.shows("No setting has these words.")
    assert not page.all("b")
    async with counted() as sql:
        await nora.open(f"{PATH}?find=session", as_htmx=True)
    assert sql.count <= 8, str(sql)


async def change(browser: Browser, name: str, value: str) -> Page:
    await browser.open(f"{PATH}/{name}")
    typed: dict[str, Any] = {name: value}
    return await browser.press("Save", **typed)


async def test_a_setting_says_what_is_less_safe_about_a_value_once_it_is_in_force() -> None:
    assert WEAKER.keys() == {name for name, setting in SETTINGS.items() if setting.weaker is not None}
    nora = await people.nora()
    assert not (await nora.open(PATH)).all(".weaker")
    for name, (safe, weaker) in WEAKER.items():
        assert SETTINGS[name].warning(SETTINGS[name].default) == SETTINGS[name].warning(safe) == ""
        says = SETTINGS[name].warning(weaker)
        (await nora.open(f"{PATH}/{name}")).shows(f"Some values are less safe: {says}")
        page = await change(nora, name, weaker)
        page.shows(f"Saved. It is in force from now on. Less safe: {says}")
        assert says in page.find(f"#setting-{name} .weaker").get_text(" ")
        (await nora.open(f"{PATH}/{name}")).shows(f"Less safe now: {says}")
    page = await change(nora, "record_link_days", "7")
    assert not page.all("#setting-record_link_days .weaker")
    page.lacks("Saved. It is in force from now on. Less safe")
    assert await rows.value("select value from system_setting where name = 'record_link_days'") == "7"

"""The page of the system settings: what it shows, what may be changed there, and who may."""

from collections.abc import Awaitable, Callable

import pytest

from app.practice.declared import SETTINGS
from tests import people, rows
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/staff/settings"
SET_VIEW = """
update profile_rule set can_create = false, can_modify = $1, can_view = $2, can_delete = false
where rule = 'System settings' and profile = (select profile from staff_member where id = $3)
"""


async def with_rule(*, modify: bool, view: bool) -> Browser:
    """Give Nora's browser when her profile has only this of the rule."""
    await rows.change(SET_VIEW, modify, view, people.staff_id("nora"))
    return await people.nora()


async def own(name: str) -> str | None:
    value: str | None = await rows.value("select value from system_setting where name = $1", name)
    return value


async def test_every_setting_stands_there_with_its_number_default_and_meaning() -> None:
    page = await (await people.nora()).open(PATH)
    for setting in SETTINGS.values():
        line = page.find(f"#setting-{setting.name}").get_text(" ")
        for text in (str(setting.label), str(setting.meaning), setting.kind.shown(setting.default)):
            assert text in line, setting.name
        assert str(setting.number or "") in line
    page.shows("-2", "Sunrise Counseling", "(312) 555-0107", "America/Chicago", "System settings")


Change = Callable[[Browser, str], Awaitable[Page]]


async def plainly(browser: Browser, typed: str, *, status: int = 200) -> Page:
    await browser.open(f"{PATH}/session_idle_minutes")
    return await browser.press("Save", status=status, session_idle_minutes=typed)


async def in_place(browser: Browser, typed: str, *, status: int = 200) -> Page:
    await browser.open(PATH)
    await browser.follow("Change", within="#setting-session_idle_minutes", as_htmx=True)
    return await browser.press(
        "Save",
        within="#setting-session_idle_minutes",
        status=status,
        as_htmx=True,
        session_idle_minutes=typed,
    )


@pytest.mark.parametrize("change", [plainly, in_place])
async def test_a_setting_is_changed_and_says_by_whom(change: Change) -> None:
    nora = await people.nora()
    await change(nora, "20")
    assert nora.page is not None
    nora.page.shows("Saved. It is in force from now on.", "Nora Novak")
    assert nora.page.heading == "System settings"
    assert await own("session_idle_minutes") == "20"


@pytest.mark.parametrize("change", [plainly, in_place])
async def test_a_bad_value_changes_nothing_and_stays_typed(change: Callable[..., Awaitable[Page]]) -> None:
    nora = await people.nora()
    await change(nora, "soon", status=422)
    assert nora.page is not None
    nora.page.shows("Type a whole number, such as 15.")
    assert nora.page.value("session_idle_minutes") == "soon"
    assert nora.page.title.startswith("Error:")
    assert await own("session_idle_minutes") is None


async def test_the_default_is_taken_back_by_one_press() -> None:
    nora = await people.nora()
    await plainly(nora, "20")
    await nora.open(f"{PATH}/session_idle_minutes")
    page = await nora.press("Use the default")
    page.shows("Saved. The default is in force from now on.")
    assert await own("session_idle_minutes") is None
    lone = await nora.open(f"{PATH}/session_idle_minutes")
    lone.lacks("Use the default")


async def test_a_zone_is_chosen_from_a_list_that_holds_the_one_in_force() -> None:
    nora = await people.nora()
    await nora.open(f"{PATH}/practice_zone")
    await nora.press("Save", practice_zone="Pacific/Honolulu")
    await rows.change("update system_setting set value = 'Europe/Vienna' where name = 'practice_zone'")
    page = await nora.open(f"{PATH}/practice_zone")
    assert page.value("practice_zone") == "Europe/Vienna"
    assert "Pacific/Honolulu" in [option["value"] for option in page.all("option")]


async def test_what_is_typed_is_shown_as_text() -> None:
    nora = await people.nora()
    await nora.open(f"{PATH}/practice_name")
    page = await nora.press("Save", practice_name="<b hx-get=/x>Sunrise</b>")
    page.shows("<b hx-get=/x>Sunrise</b>")
    assert not page.all("b")


async def test_who_may_only_see_is_offered_no_change_and_refused_it() -> None:
    viewer = await with_rule(modify=False, view=True)
    page = await viewer.open(PATH)
    assert not page.all("main form[method=post], main .setting a, main a[href^='/staff/settings/']")
    refused = await viewer.open(f"{PATH}/practice_name", status=403)
    refused.shows("Your profile lets you see the system settings and not change them.")
    for action in ("practice_name", "practice_name/default"):
        answer = await viewer.send(
            "POST",
            f"{PATH}/{action}",
            headers={"content-type": "application/x-www-form-urlencoded"},
            content=f"_csrf={page_token(page)}&practice_name=Other".encode(),
        )
        assert answer.status_code == 403
    assert await own("practice_name") == "Sunrise Counseling"


def page_token(page: Page) -> str:
    return str(page.find("form[action='/staff/sign-out'] input[name=_csrf]")["value"])


@pytest.mark.parametrize(
    "path", [PATH, f"{PATH}/practice_name", "/staff/components", "/staff/components/errors"]
)
async def test_who_has_no_rule_is_told_so(path: str) -> None:
    for somebody in (await people.terry(), await people.stan(), await with_rule(modify=False, view=False)):
        page = await somebody.open(path, status=403)
        page.shows("Your profile does not open the system settings.")


async def test_a_setting_nobody_declared_is_not_found() -> None:
    nora = await people.nora()
    await nora.open(f"{PATH}/nothing", status=404)
    await rows.change(
        "insert into system_setting (id, name, value) values (gen_random_uuid(), 'secret', 'x')"
    )
    await nora.open(f"{PATH}/secret", status=404)


async def test_it_speaks_spanish() -> None:
    nora = await people.nora()
    nora.language = "es"
    page = await nora.open(PATH)
    page.shows("Ajustes del sistema", "Su valor", "Cambiar")

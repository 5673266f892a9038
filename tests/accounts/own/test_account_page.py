"""The account page: who somebody is, where they are signed in, and how to end that."""

import pytest

from app.accounts.own.browsers import browser_in_words
from app.activity.kinds import Kind
from tests import people, rows
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
COUNT = "select count(*) from portal_session where account = $1"


async def alice_on(browser: str) -> Browser:
    alice = Browser(headers={"user-agent": browser})
    await alice.sign_in("alice")
    return alice


async def test_the_name_in_the_header_leads_there() -> None:
    alice = await people.alice()
    await alice.open("/home")
    page = await alice.follow("Alice Anderson, your account")
    assert (page.path, page.heading) == ("/account", "Your account")
    page.shows("alice", "Where you are signed in")


async def test_staff_have_one_too() -> None:
    nora = await people.nora()
    page = await nora.open("/staff/account")
    page.shows("Your account", "nora", "Where you are signed in")
    page.find("a[href='/staff/password/change']")


async def test_it_works_for_somebody_to_whom_no_chart_is_open() -> None:
    gina = await people.gina()
    await rows.change(
        "update chart_grant set revoked_at = now() where account = $1", people.account_id("gina")
    )
    page = await gina.open("/account")
    page.shows("Gina", "Where you are signed in", "Sign out")
    page.lacks("Max")


async def test_devices_are_named_in_words_with_where_and_since_when() -> None:
    await alice_on(PHONE)
    page = await (await alice_on(LAPTOP)).open("/account")
    first, second = page.all(".devices > li")
    assert ("Firefox on Windows" in first.text, "This one" in first.text) == (True, True)
    assert ("Chrome on Android" in second.text, "This one" in second.text) == (True, False)
    page.shows("Signed in Today", "Last used Today")
    page.lacks("Mozilla")


async def test_the_network_stands_there_where_it_says_something() -> None:
    alice = await alice_on(PHONE)
    networks = ("203.0.113.0/24", "2001:db8:1::/48", "127.0.0.0/24", "::/48", "")
    for network in networks:
        await rows.change("update portal_session set network = $1", network)
        page = await alice.open("/account")
        said = [f"Network {network}"] if network.startswith("20") else []
        assert [line for line in page.find(".devices .meta").stripped_strings if "Network" in line] == said


@pytest.mark.parametrize(("person", "path"), [(people.alice, "/account"), (people.nora, "/staff/account")])
async def test_the_devices_used_last_are_seen_and_the_many_others_folded(
    person: people.Person, path: str
) -> None:
    for _ in range(3):
        await person()
    few = await (await person()).open(path)
    assert (len(few.all(".devices > li")), few.all("details.more")) == (4, [])
    await person()
    await person()
    page = await (await person()).open(path)
    shown, folded = page.all("ul.devices")
    assert ("This one" in shown.text, len(shown.select("li"))) == (True, 4)
    assert folded in page.find("details.more").select("ul")
    assert len(folded.select("li")) == 3
    page.shows("3 more, used less lately")
    assert not page.find("details.more").has_attr("open")


WAYS_BACK = [
    (people.alice, "/password/change", "/account", "Your account"),
    (people.alice, "/account/second-step", "/account", "Your account"),
    (people.alice, "/account/email", "/account", "Your account"),
    (people.alice, "/account/safe-word", "/account", "Your account"),
    (people.alice, "/account/access", "/account", "Your account"),
    (people.alice, "/account/second-step/passkeys/new", "/account/second-step", "Your second step"),
    (people.nora, "/staff/password/change", "/staff/account", "Your account"),
    (people.nora, "/staff/account/security", "/staff/account", "Your account"),
]


@pytest.mark.parametrize(("person", "path", "back", "label"), WAYS_BACK)
async def test_every_page_of_the_account_leads_back(
    person: people.Person, path: str, back: str, label: str
) -> None:
    browser = await person()
    page = await browser.open(path)
    assert page.path == path
    page = await browser.follow(label, within="main")
    assert (page.path, page.heading) == (back, label)


@pytest.mark.parametrize(
    ("person", "path", "back"),
    [
        (people.alice, "/password/change", "/account"),
        (people.nora, "/staff/password/change", "/staff/account"),
    ],
)
async def test_whoever_is_asked_for_a_proof_can_go_back_and_is_not_asked_again(
    person: people.Person, path: str, back: str
) -> None:
    browser = await person()
    for table in ("portal_session", "staff_session"):
        await rows.change(f"update {table} set confirmed_at = now() - interval '11 minutes'")
    assert (await browser.open(path)).heading == "Is it you?"
    page = await browser.follow("Your account", within="main")
    assert (page.path, page.heading) == (back, "Your account")


@pytest.mark.parametrize(
    ("person", "home", "forced"),
    [
        (people.alice, "/home", "update portal_account set must_change_password = true"),
        (people.nora, "/staff", "update staff_sign_in set must_change_password = true"),
    ],
)
async def test_a_password_that_must_be_chosen_first_leads_nowhere_else(
    person: people.Person, home: str, forced: str
) -> None:
    browser = await person()
    await rows.change(forced)
    page = await browser.open(home)
    assert (page.heading, page.all("main a.back")) == ("Choose a password", [])
    page.shows("Sign out")


async def test_another_device_is_signed_out_at_its_next_request_and_known_no_more() -> None:
    phone, laptop = await alice_on(PHONE), await alice_on(LAPTOP)
    await laptop.open("/account")
    page = await laptop.press("Sign out", within=".devices")
    page.shows("That device is signed out.")
    assert (await phone.send("GET", "/home")).status_code == 303
    assert (await laptop.send("GET", "/home")).status_code == 200
    assert (
        await rows.value("select count(*) from known_device where account = $1", people.account_id("alice"))
        == 1
    )


async def test_nobody_ends_the_session_of_somebody_else() -> None:
    bob = await people.bob()
    of_bob = "select id from portal_session where account = $1"
    session = await rows.value(of_bob, people.account_id("bob"))
    denied = "select count(*) from audit_event where kind = $1"
    before = await rows.value(denied, Kind.ACCESS_DENIED.value)
    await alice_on(PHONE)
    alice = await alice_on(LAPTOP)
    page = await alice.open("/account")
    page.find(".devices [name=session]")["value"] = str(session)
    await alice.press("Sign out", within=".devices", status=404)
    await bob.open("/home")
    assert await rows.value(denied, Kind.ACCESS_DENIED.value) == before + 1


async def test_nor_does_a_staff_member() -> None:
    await people.terry()
    other = await rows.value("select id from staff_session")
    await people.nora()
    nora = await people.nora()
    page = await nora.open("/staff/account")
    page.find(".devices [name=session]")["value"] = str(other)
    await nora.press("Sign out", within=".devices", status=404)
    assert await rows.value("select count(*) from staff_session where id = $1", other) == 1
    await nora.open("/staff/account")
    (await nora.press("Sign out", within=".devices")).shows("That device is signed out.")
    assert await rows.value("select count(*) from staff_session") == 2


async def test_signing_out_everywhere_ends_this_one_too_and_forgets_the_devices() -> None:
    phone, laptop, bob = await alice_on(PHONE), await alice_on(LAPTOP), await people.bob()
    await laptop.open("/account")
    page = await laptop.press("Sign out everywhere")
    assert page.path == "/sign-in"
    page.shows("You are signed out everywhere.")
    for browser in (phone, laptop):
        assert (await browser.send("GET", "/home")).status_code == 303
    await bob.open("/home")
    assert await rows.value(COUNT, people.account_id("alice")) == 0
    assert (
        await rows.value("select count(*) from known_device where account = $1", people.account_id("alice"))
        == 0
    )
    (await (await people.alice()).open("/activity")).shows("Signed out everywhere")


async def test_staff_sign_out_everywhere_likewise() -> None:
    here, there, terry = await people.nora(), await people.nora(), await people.terry()
    await here.open("/staff/account")
    page = await here.press("Sign out everywhere")
    assert page.path == "/staff/sign-in"
    assert (await there.send("GET", "/staff")).status_code == 303
    await terry.open("/staff")


async def test_the_language_is_chosen_there() -> None:
    alice = await people.alice()
    await alice.open("/account")
    page = await alice.press("Español", within="#language")
    assert page.path == "/account"
    assert page.find("html")["lang"] == "es"


async def test_a_changed_password_leaves_the_device_its_name() -> None:
    alice = await alice_on(PHONE)
    await alice.open("/password/change")
    await alice.press(
        "Save password", current_password="demo-alice-portal-1", password="green window over seven hills"
    )
    (await alice.open("/account")).shows("Chrome on Android")


@pytest.mark.parametrize(("person", "path", "most"), [
    (people.alice, "/account", 3), (people.alice, "/account/email", 3), (people.nora, "/staff/account", 4),
])  # fmt: skip
async def test_the_pages_stay_within_their_statements(person: people.Person, path: str, most: int) -> None:
    browser = await person()
    async with counted() as sql:
        await browser.open(path)
    assert sql.count <= most, sql


SAYS = {
    PHONE: "Chrome on Android",
    LAPTOP: "Firefox on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0": "Edge on Mac",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36": "Chrome on Linux",
    "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36": "Samsung Internet on Android",
    "curl/8.5.0": "A browser we do not know",
    "": "A browser we do not know",
}


@pytest.mark.parametrize("said", SAYS)
def test_a_browser_is_named_by_what_it_says_of_itself(said: str) -> None:
    assert browser_in_words(said) == SAYS[said]

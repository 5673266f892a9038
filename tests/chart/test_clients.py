"""The search for clients, and a new one."""

import re
from datetime import date

import pytest

from app.activity.kinds import Kind
from app.chart.rules import Wanted, splits, wanted
from tests import people, rows
from tests.accounts.desk import send
from tests.admin import audit
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

NINA = {"first_name": "Nina", "last_name": "Nowak", "preferred_name": "Nin", "born_on": "1990-02-03",
        "email": "nina@example.org", "phone": "(312) 555-0177", "language": "es"}  # fmt: skip


def names(page: Page) -> list[str]:
    return [link.get_text(strip=True) for link in page.all(".client-row h3")]


async def search(staff: Browser, words: str) -> Page:
    await staff.open("/staff/clients")
    return await staff.press("Find", wanted=words)


async def new_client(staff: Browser, *, status: int = 200, **fields: str) -> Page:
    await staff.open("/staff/clients/new")
    return await staff.press(
        "Add client", within="body", status=status, as_htmx=False, files=(), **(NINA | fields)
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ali", ["Alice Anderson"]),
        ("ANDER", ["Alice Anderson"]),
        ("char", ["Charlie Castillo"]),
        ("carlos", ["Charlie Castillo"]),
        ("charlie cast", ["Charlie Castillo"]),
        ("Castillo, Char", ["Charlie Castillo"]),
        ("castillo carlos", ["Charlie Castillo"]),
        ("Anderson,", ["Alice Anderson"]),
        ("ALICE@example.org", ["Alice Anderson"]),
        ("alice@example", []),
        ("max g", ["Max Grant"]),
        ("1002", ["Bob Baker"]),
        ("4/12/1988", ["Alice Anderson"]),
        ("1988-04-12", ["Alice Anderson"]),
        ("(312) 555-0111", ["Alice Anderson"]),
        ("+1 312 555 0111", ["Alice Anderson"]),
        ("%", []),
        ("_lice", []),
        ("nobody", []),
        ("", ["Max Grant", "Charlie Castillo", "Bob Baker", "Alice Anderson"]),
    ],
)
async def test_clients_are_found_by_what_is_known_of_them(typed: str, found: list[str]) -> None:
    page = await search(await people.nora(), typed)
    assert names(page) == found


async def test_what_is_looked_for_stands_in_no_address_and_opens_for_nobody_else() -> None:
    nora = await people.nora()
    page = await search(nora, "4/12/1988")
    assert not re.search("1988|4/12|Alice", page.path)
    assert page.value("wanted") == "4/12/1988"
    other = await people.nora()
    assert (await other.open(page.path)).value("wanted") == ""


@pytest.mark.parametrize("typed", ["bob", "1002", "11/3/1979", "+13125550112", ""])
async def test_only_charts_that_are_open_are_found(typed: str) -> None:
    assert "Bob Baker" not in names(await search(await people.terry(), typed))
    assert "Bob Baker" in names(await search(await people.dana(), typed))


async def test_a_supervisor_finds_the_clients_of_those_they_supervise() -> None:
    await rows.change(
        "update staff_member set supervisor = $1 where id = $2",
        people.staff_id("dana"),
        people.staff_id("terry"),
    )
    assert "Alice Anderson" in names(await search(await people.dana(), ""))


async def test_the_list_tells_number_clinician_and_status_and_goes_on() -> None:
    page = await (await people.nora()).open("/staff/clients")
    page.shows("1001", "Terry Tran", "Active")
    await rows.change(
        "insert into client (id, number, first_name, last_name, created_at)"
        " select gen_random_uuid(), 2000 + n, 'Many', 'Moore', now() from generate_series(1, 45) n"
    )
    nora = await people.nora()
    page, seen = await search(nora, "moore"), list[str]()
    while True:
        seen += [re.sub(r"\D", "", row.select(".meta")[0].get_text()) for row in page.all(".client-row")]
        if not page.all("#older a"):
            break
        page = await nora.follow("Show more")
    assert seen == [str(2000 + n) for n in range(45, 0, -1)]
    (await nora.open("/staff/clients?before=nonsense&search=nonsense")).shows("Never invited")


@pytest.mark.parametrize(
    "path", ["/staff/clients", "/staff/clients/new", f"/staff/clients/{people.client_id('alice')}"]
)
async def test_without_a_rule_no_chart_is_opened_or_made(path: str) -> None:
    await rows.change(
        "update client_assignment set staff = $1 where client = $2",
        people.staff_id("stan"),
        people.client_id("alice"),
    )
    await (await people.stan()).open(path, status=403)


async def test_a_chart_shows_whose_it_is_and_is_never_opened_unseen() -> None:
    terry, alice = await people.terry(), await people.alice()
    page = await terry.open(f"/staff/clients/{people.client_id('alice')}")
    page.shows(
        "Alice Anderson", "1001", "Apr 12, 1988".replace(" ", " "), "(312) 555-0111", "alice@example.org"
    )
    assert [link.get_text(strip=True) for link in page.all(".chart-tabs a")] == [
        "Overview",
        "Messages",
        "Documents Updated via Portal",
        "Forms and scores",
        "Changes",
        "Activity",
    ], "He has no rule for the other tabs."
    (await alice.open("/activity")).shows("Opened your chart", "Terry Tran, LCSW")


async def test_a_chart_that_is_not_open_answers_like_one_that_is_not_there() -> None:
    dana = await people.dana()
    refused = await audit.count(Kind.ACCESS_DENIED, of=people.client_id("alice"))
    there = await dana.open(f"/staff/clients/{people.client_id('alice')}", status=404)
    nowhere = await dana.open("/staff/clients/00000000-0000-4000-8000-00000000dead", status=404)
    assert there.words == nowhere.words
    assert await audit.count(Kind.ACCESS_DENIED, of=people.client_id("alice")) == refused + 1


async def test_a_new_client_gets_a_number_and_ends_on_the_client_portal_tab() -> None:
    page = await new_client(await people.nora(), clinician=str(people.staff_id("terry")))
    assert page.path.endswith("/portal")
    assert page.heading == "Nin Nowak"
    page.shows("Nin Nowak is added with number 1005.", "Make a login", "Never invited")
    terry = await people.terry()
    overview = await terry.open(page.path.removesuffix("/portal"))
    overview.shows("Nina Nowak", "(312) 555-0177", "Spanish", "Terry Tran", "nina@example.org")
    assert names(await search(terry, "2/3/1990")) == ["Nin Nowak"]


@pytest.mark.parametrize(
    ("fields", "alike"),
    [
        ({"first_name": "alice", "last_name": "ANDERSON", "born_on": "4/12/1988"}, "Alice Anderson, 1001"),
        ({"first_name": "Charlie", "last_name": "Castillo", "born_on": ""}, "Charlie Castillo, 1003"),
        ({"email": "BOB@example.org"}, "Bob Baker, 1002"),
        ({"phone": "312-555-0111"}, "Alice Anderson, 1001"),
    ],
)
async def test_a_likely_double_is_warned_of_and_added_anyway_when_somebody_insists(
    fields: dict[str, str], alike: str
) -> None:
    nora = await people.nora()
    page = await new_client(nora, status=422, **fields)
    page.shows("This client may be here already.", alike)
    assert not await rows.value("select count(*) from client where number > 1004")
    page = await nora.press("Add anyway")
    page.shows("is added with number 1005.")


async def test_the_enter_key_adds_nobody_in_spite_of_a_warning() -> None:
    page = await new_client(await people.nora(), status=422, email="bob@example.org")
    first = page.all("main form[action='/staff/clients/new'] button[type=submit]")[0]
    assert not first.has_attr("name")


async def test_somebody_else_of_the_same_name_is_no_double() -> None:
    page = await new_client(
        await people.nora(), first_name="Alice", last_name="Anderson", born_on="1999-01-01"
    )
    page.shows("is added with number 1005.")


async def test_a_double_whose_chart_is_closed_is_not_named() -> None:
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), profile, 'Clients', true, true, true, true from staff_member where id = $1",
        people.staff_id("terry"),
    )
    terry = await people.terry()
    page = await new_client(terry, status=422, email="bob@example.org")
    page.shows("A client whose chart is not open to you.")
    page.lacks("Bob Baker", "1002")
    page = await terry.press("Add anyway")
    assert page.path == "/staff/clients"
    page.shows("The client is added.")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"first_name": ""}, "Type the first name."),
        ({"last_name": " "}, "Type the last name."),
        ({"born_on": "2990-01-01"}, "This day is still to come."),
        ({"born_on": "x"}, "Write the date like this: 2026-11-20, or 11/20/2026."),
        ({"email": "nina"}, "This does not look like an e-mail address."),
        ({"phone": "12"}, "Type the phone number with its area code"),
    ],
)
async def test_what_will_not_do_is_said_beside_its_field(fields: dict[str, str], says: str) -> None:
    nora = await people.nora()
    before = await rows.digest()
    (await new_client(nora, status=422, **fields)).shows(says)
    assert await rows.digest() == before


async def test_a_new_client_is_given_nothing_but_what_the_form_asks() -> None:
    nora = await people.nora()
    await nora.open("/staff/clients/new")
    more = {
        "id": people.client_id("bob"),
        "number": "7",
        "discharged_on": "2020-01-01",
        "clinician": str(people.client_id("bob")),
    }
    assert (await send(nora, "/staff/clients/new", **(NINA | more))).status_code == 422, (
        "A client is no clinician."
    )
    more["clinician"] = ""
    assert (await send(nora, "/staff/clients/new", **(NINA | more))).status_code == 303
    assert (
        await rows.value(
            "select count(*) from client where first_name = 'Nina' and number = 1005 and discharged_on is null"
        )
        == 1
    )


async def test_staff_without_create_add_nobody() -> None:
    terry = await people.terry()
    await terry.open("/staff/clients")
    assert (await send(terry, "/staff/clients/new", **NINA)).status_code == 403
    assert (await terry.open("/staff/clients")).all("a[href='/staff/clients/new']") == []


def test_what_somebody_looks_for_is_told_by_its_shape() -> None:
    assert wanted("1001") == Wanted(number=1001)
    assert wanted("2/30/1988") == Wanted(name="2/30/1988")
    assert wanted("12.4.1988") == Wanted(born_on=date(1988, 12, 4))
    assert wanted("٣٣") == Wanted(name="٣٣")
    assert wanted("99999999999") == Wanted(phone="99999999999")


async def test_the_search_says_what_is_typed_in_part_and_what_as_a_whole() -> None:
    nora = await people.nora()
    page = await nora.open("/staff/clients")
    page.shows("The beginning of a name, also as “Last, First”, or the whole client number, birth date")
    assert names(await search(nora, "(312) 555-0111")) == ["Alice Anderson"]
    assert names(await search(nora, "312555")) == []


async def test_inviting_and_adding_stand_together_beside_the_heading() -> None:
    page = await (await people.nora()).open("/staff/clients")
    together = page.find(".page-top .between > .row")
    assert [link.get_text(strip=True) for link in together.select("a")] == [
        "Invite clients",
        "Take in a file",
        "New client",
    ]


async def test_the_charts_somebody_opened_last_are_offered_as_long_as_they_are_open() -> None:
    terry = await people.terry()
    (await terry.open("/staff/clients")).lacks("Opened lately")
    for client in ("charlie", "alice", "charlie"):
        await terry.open(f"/staff/clients/{people.client_id(client)}")
    page = await terry.open("/staff/clients")
    assert [link.get_text(strip=True) for link in page.all(".recent a")] == [
        "Charlie Castillo",
        "Alice Anderson",
    ]
    (await search(terry, "ali")).lacks("Opened lately")
    (await (await people.nora()).open("/staff/clients")).lacks("Opened lately")
    await rows.change("delete from client_assignment where client = $1", people.client_id("alice"))
    page = await terry.open("/staff/clients")
    assert [link.get_text(strip=True) for link in page.all(".recent a")] == ["Charlie Castillo"]
    assert page.find("#wanted").has_attr("autofocus"), "To look for somebody one only types."


def test_a_name_is_looked_for_in_both_orders() -> None:
    assert splits("Alice") == ()
    assert splits("Alice Anderson") == (("Alice", "Anderson"), ("Anderson", "Alice"))
    assert splits("Anderson, Alice Ann") == (("Alice Ann", "Anderson"),)
    assert splits("Anderson,") == ()
    assert len(splits("one two three four five six")) == 6

"""Clients from a file: the same number is the same client, who may be here already is left out, blank changes nothing."""

import pytest

from app.accounts.sessions import today
from app.changes.fields import address_of
from app.chart.importing.planning import What
from app.information.basic import read_both
from app.information.details import read_details
from tests import people, rows
from tests.chart.importing.files import counts, examine, take_in, wrong

pytestmark = pytest.mark.usefixtures("rolled_back")

ROSA = {
    "client number": "20417", "first name": "Rosa", "middle name": "Ana", "last name": "Example", "birth date": "4/13/1988",
    "email": "rosa@example.org", "phone": "(312) 555-0177", "street": "48 Example Street", "city": "Boston",
    "state": "Massachusetts", "zip": "2134", "language": "Spanish", "pronouns": "she/her", "sex": "F",
    "marital status": "married", "clinician": "terry",
}  # fmt: skip
ALICE = {"client number": "1001", "first name": "Alice", "last name": "Anderson", "birth date": "1988-04-12"}
CLIENTS = What.CLIENTS


async def test_a_client_is_added_with_all_that_the_file_tells_and_looked_after_from_today() -> None:
    assert counts((await take_in(CLIENTS, ROSA)).plan) == (1, 0, 0, 0)
    client_id = await rows.value("select id from client where number = 20417")
    both = await read_both(client_id)
    assert both is not None
    basic, identity = both
    address = address_of(basic.pop("address"))
    assert (address.city, address.state, address.postal_code) == ("Boston", "MA", "02134")
    assert basic == {
        "first_name": "Rosa", "middle_name": "Ana", "last_name": "Example", "preferred_name": "", "pronouns": "LA29519-8",
        "email": "rosa@example.org", "phone": "+13125550177", "home_phone": "", "work_phone": "",
    }  # fmt: skip
    assert identity == {"born_on": "1988-04-13", "ssn": ""}
    told = await read_details(client_id, client_id)
    assert told == {"language": "es", "sex": "248152002", "marital_status": "M"}
    assert await rows.value("select language from client where number = 20417") == "es"
    assigned = "select starts_on from client_assignment where client = $1 and staff = $2"
    assert await rows.value(assigned, client_id, people.staff_id("terry")) == today()
    assert await rows.value("select kind from activity_entry where client = $1", client_id) == "client_added"


async def test_a_number_is_kept_where_it_is_free_and_blank_ones_go_on_above_all_others() -> None:
    await take_in(CLIENTS, ROSA, ROSA | {"client number": "", "first name": "Luis", "email": "", "phone": ""})
    assert await rows.value("select number from client where first_name = 'Luis'") == 20418


async def test_a_file_without_a_column_of_numbers_adds_new_clients_and_the_same_again_nobody() -> None:
    people_of_it = [{"first name": name, "last name": "Unnumbered"} for name in ("Ana", "Luis")]
    assert counts((await take_in(CLIENTS, *people_of_it)).plan) == (2, 0, 0, 0)
    assert (await take_in(CLIENTS, *people_of_it)).before is not None
    assert counts((await take_in(CLIENTS, *reversed(people_of_it))).plan) == (0, 0, 0, 2)
    numbers = "select count(distinct number) from client where last_name = 'Unnumbered'"
    assert await rows.value(numbers) == 2


async def test_the_same_number_again_changes_what_differs_and_blank_cells_change_nothing() -> None:
    await take_in(CLIENTS, ROSA)
    assert (await take_in(CLIENTS, ROSA)).before is not None
    assert counts((await take_in(CLIENTS, ROSA | {"zip": "02134"})).plan) == (0, 0, 1, 0)
    short = {name: ROSA[name] for name in ("client number", "first name", "birth date")}
    changed = short | {"last name": "Sample", "phone": "312 555 0178", "email": "", "clinician": "dana", "discharged on": "2026-11-30"}  # fmt: skip
    plan = (await take_in(CLIENTS, changed)).plan
    assert plan.planned[0].changes == ("last name", "phone", "clinician", "discharged on")
    row = "select last_name || ' ' || email || ' ' || discharged_on from client where number = 20417"
    assert await rows.value(row) == "Sample rosa@example.org 2026-11-30"
    client_id = await rows.value("select id from client where number = 20417")
    staff = "select count(*) from client_assignment where client = $1"
    assert await rows.value(staff, client_id) == 2  # nobody is taken away
    fields = "select string_agg(field, ' ' order by field) from changed_field where client = $1"
    assert await rows.value(fields, client_id) == "last_name phone"
    lines = "select string_agg(kind, ' ' order by kind) from activity_entry where client = $1"
    assert await rows.value(lines, client_id) == "client_added discharge_changed information_changed"


async def test_a_number_that_is_another_persons_here_changes_nothing_of_theirs() -> None:
    plan = await examine(
        CLIENTS,
        ROSA | {"client number": "1001"},
        ROSA | {"client number": "1002", "birth date": ""},
        ALICE | {"client number": "1003", "birth date": "1970-01-01"},
    )
    assert counts(plan) == (0, 0, 0, 3)
    assert wrong(plan)[0][:2] == (2, "client number")
    assert "Client 1001 is Alice Anderson here" in wrong(plan)[0][2]
    for corrected in ({"last name": "Married"}, {"birth date": "1988-04-21"}, {"first name": "ALICE"}):
        assert counts(await examine(CLIENTS, ALICE | corrected))[3] == 0, corrected
    assert counts(await examine(CLIENTS, {"client number": "1001", "phone": "312 555 0100"})) == (0, 1, 0, 0)


DOUBLES: tuple[tuple[dict[str, str], bool], ...] = (
    ({}, True),
    ({"birth date": ""}, True),
    ({"birth date": "1990-01-01"}, False),
    ({"first name": "ALICE", "last name": "anderson"}, True),
    ({"last name": "Other", "phone": "312-555-0111"}, True),
    ({"last name": "Other", "email": "ALICE@example.org"}, True),
    ({"first name": "Child", "birth date": "2015-01-01", "phone": "312-555-0111"}, False),
)


async def test_who_may_be_here_already_is_named_and_left_out_unless_wanted() -> None:
    for cells, is_double in DOUBLES:
        row = ALICE | {"client number": "20500"} | cells
        plan = await examine(CLIENTS, row)
        assert counts(plan) == ((0, 0, 0, 1) if is_double else (1, 0, 0, 0)), cells
        if is_double:
            assert "This may be client 1001, Alice Anderson" in wrong(plan)[0][2]
        assert counts(await examine(CLIENTS, row, doubles=True)) == (1, 0, 0, 0)


async def test_rows_alike_in_one_file_are_left_out_but_for_the_first() -> None:
    blank = ROSA | {"client number": ""}
    assert wrong(await examine(CLIENTS, ROSA, ROSA, blank)) == [
        (3, "client number", "Row 2 has the same number."),
        (4, "last name", "Row 2 has the same name and birth date."),
    ]
    assert counts(await examine(CLIENTS, ROSA, blank, doubles=True)) == (2, 0, 0, 0)


BAD = (
    ({"client number": "x"}, "client number", "Type the client's number"),
    ({"client number": "1234567890"}, "client number", "Type the client's number"),
    ({"first name": ""}, "first name", "Write the first name"),
    ({"last name": ""}, "last name", "Write the last name"),
    ({"birth date": "2099-01-01"}, "birth date", "still to come"),
    ({"birth date": "soon"}, "birth date", "Write it like this"),
    ({"email": "rosa"}, "email", "an e-mail address"),
    ({"phone": "12"}, "phone", "area code"),
    ({"city": ""}, "city", "Type the city"),
    ({"state": "Nowhere"}, "state", "such as IL or Illinois"),
    ({"zip": "1"}, "zip", "Type the ZIP code"),
    ({"language": "Klingon"}, "language", "such as: English, Spanish"),
    ({"interpreter": "maybe"}, "interpreter", "Write one of these"),
    ({"clinician": "nobody"}, "clinician", "Nobody of this name"),
    ({"discharged on": "x"}, "discharged on", "Write it like this"),
)


async def test_each_bad_cell_is_named() -> None:
    lines = [
        ROSA | {"client number": str(20417 + place), "first name": f"Rosa{place}"} | cells
        for place, (cells, _, _) in enumerate(BAD)
    ]
    found = wrong(await examine(CLIENTS, *lines, doubles=True))
    assert [(row, column) for row, column, _ in found] == [
        (place + 2, column) for place, (_, column, _) in enumerate(BAD)
    ]
    for (_, _, sentence), (_, column, says) in zip(found, BAD, strict=True):
        assert says in sentence, column


async def test_an_address_abroad_has_a_region_and_a_postal_code() -> None:
    abroad = {"country": "Canada", "state": "Ontario", "zip": "M5V 2T6", "city": "Toronto"}
    await take_in(CLIENTS, ROSA | abroad)
    client_id = await rows.value("select id from client where number = 20417")
    both = await read_both(client_id)
    assert both is not None
    address = address_of(both[0]["address"])
    assert (address.country, address.state, address.postal_code) == ("CA", "Ontario", "M5V 2T6")


async def test_without_modify_a_file_adds_and_changes_nothing() -> None:
    plan = await examine(CLIENTS, ROSA, ALICE | {"phone": "312 555 0199"}, ALICE, change=False)
    assert counts(plan) == (1, 0, 0, 2)
    assert "does not include “Modify”" in wrong(plan)[0][2]

"""Contacts from a file: client, role and name say which one is meant."""

import pytest

from app.chart.importing.planning import What
from app.information.contacts import contacts_of
from tests import people, rows
from tests.chart.importing.files import counts, examine, take_in, wrong

pytestmark = pytest.mark.usefixtures("rolled_back")

LUIS = {"client number": "1003", "role": "Emergency contact", "name": "Luis Example", "relationship": "Spouse", "phone": "312 555 0108"}  # fmt: skip
DOCTOR = {"client number": "1003", "role": "pcp", "name": "Dr. Ana Sample", "practice": "Sample Family Medicine", "npi": "1234567893"}  # fmt: skip
GUARDIAN = {"client number": "1003", "role": "guardian", "name": "Gina Grant", "relationship": "MTH", "proof": "Birth certificate", "since": "4/12/2010", "street": "1 Main", "city": "Chicago", "state": "IL", "zip": "60601"}  # fmt: skip
CONTACTS = What.CONTACTS


async def test_contacts_are_added_changed_and_ended_and_stand_in_the_history_of_the_chart() -> None:
    charlie = people.client_id("charlie")
    assert counts((await take_in(CONTACTS, LUIS, DOCTOR, GUARDIAN)).plan) == (3, 0, 0, 0)
    kept = {each.texts["name"]: each.texts for each in await contacts_of(charlie)}
    assert kept["Luis Example"]["phone"] == "+13125550108"
    assert kept["Dr. Ana Sample"]["organization"] == "Sample Family Medicine"
    assert kept["Gina Grant"]["starts_on"] == "2010-04-12"
    lines = "select count(*) from activity_entry where client = $1 and kind = 'information_changed'"
    before = await rows.value(lines, charlie)
    again = LUIS | {"name": "LUIS EXAMPLE", "relationship": "", "phone": "312 555 0109"}
    done = await take_in(CONTACTS, again, DOCTOR, GUARDIAN | {"ended on": "2026-11-30"})
    assert counts(done.plan) == (0, 2, 1, 0)
    assert [each.changes for each in done.plan.planned] == [("phone",), ("ended on",)]
    assert await rows.value(lines, charlie) == before + 1
    acts = "select string_agg(distinct act, ' ' order by act) from changed_field where client = $1"
    assert await rows.value(acts, charlie) == "add edit end"
    assert (
        wrong(await examine(CONTACTS, GUARDIAN))[0][1] == "name"
    )  # ended here: it does not come back by itself


async def test_each_bad_cell_is_named() -> None:
    bad = (
        (LUIS | {"client number": "9999"}, "client number", "no client of this number"),
        (LUIS | {"role": "friend"}, "role", "Write emergency contact"),
        (LUIS | {"role": ""}, "role", "Write emergency contact"),
        (LUIS | {"name": ""}, "name", "Type the name"),
        (LUIS | {"phone": ""}, "phone", "a phone number that we can call"),
        (LUIS | {"npi": "1234567893"}, "npi", "not kept of a contact in this role"),
        (DOCTOR | {"npi": "1234567890"}, "npi", "ten digits"),
        (
            DOCTOR | {"street": "1 Main", "city": "Chicago", "state": "IL", "zip": "60601"},
            "street",
            "in this role",
        ),
        (GUARDIAN | {"relationship": "boss"}, "relationship", "as the list has it"),
        (LUIS, "", ""),
        (LUIS | {"phone": "312 555 0110"}, "name", "Row 11 is about the same contact"),
    )
    found = wrong(await examine(CONTACTS, *(line for line, _, _ in bad)))
    told = [(place + 2, column) for place, (_, column, _) in enumerate(bad) if column]
    assert [(row, column) for row, column, _ in found] == told
    for (_, _, sentence), (_, column, says) in zip(found, (each for each in bad if each[1]), strict=True):
        assert says in sentence, column

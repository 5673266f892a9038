"""Rules x actions x Client Admin or not x tables, by the API: what is granted is done, everything else refused.

A package's tables and forms stand here as soon as its admin.py has them; a new table needs a row in FRESH.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.admin.permissions import offered
from app.db import new_id
from app.demo import demo_id
from app.documents.tables import DocumentType
from app.insurance.tables import Payer
from app.messages.tables import SavedReply, TaskType
from app.practice.tables import OfficeLocation
from app.staff.rules import Action, PermissionRule
from app.staff.tables import ClientAssignment, Profile, ProfileRule, UserGroup, UserGroupMember
from tests import people, rows
from tests.admin.desk import FORMS, TABLES, Desk, desk_of
from tests.admin.filled import DESK_RECEIPT, FILLED, OPEN_STATEMENT, make_ready
from tests.admin.grants import ALL, give
from tests.cells import noted

REFUSED = (403, 405)
READS = ("", "schema/", "ids/", "count/", "references/", "new/")

Grant = tuple[str, frozenset[Action]]
"""A rule and what of it is granted."""

NOTHING: Grant = ("nothing", frozenset())
BUT = "every rule but "


def grants_for(rule: str) -> tuple[Grant, ...]:
    """Give what is tried against something of `rule`: nothing, each action of it alone, every other rule whole."""
    return (NOTHING, *((rule, frozenset({action})) for action in Action), (f"{BUT}{rule}", ALL))


FRESH: dict[str, dict[str, Any]] = {
    "task_types": {"label": "Parking"},
    "document_types": {"label": "Court letter"},
    "payers": {"name": "Hilltop Health"},
    "saved_replies": {"title": "Thanks", "body": "Thank you for writing."},
    "office_locations": {"name": "Night office", "phone": "+13125550188", "zone": "America/Chicago"},
    "contacts": {
        "client": str(demo_id("client", "alice")),
        "role": "emergency_contact",
        "name": "Iris Baker",
        "phone": "+13125550199",
    },
    "user_groups": {"name": "Night office"},
    "user_group_members": {
        "user_group": str(demo_id("group", "Billing office")),
        "staff": str(demo_id("staff", "stan")),
    },
    "profiles": {"name": "Guests"},
    "profile_rules": {"profile": str(demo_id("profile", "Clinician")), "rule": "System settings"},
    "client_assignments": {
        "client": str(demo_id("client", "alice")),
        "staff": str(demo_id("staff", "stan")),
        "starts_on": "2026-11-01",
    },
}
"""A row that may be made in each table in which rows are made."""

CHANGES: dict[str, dict[str, Any]] = {
    "clients": {"preferred_name": "Ally"},
    "staff_members": {"credentials": "MA"},
    "client_assignments": {"ends_on": "2027-01-01"},
    "contacts": {"name": "Iris B. Baker"},
    "insurance_policies": {"priority": 2},
    "profile_rules": {"can_view": False},
    "profiles": {"name": "Renamed"},
}
"""What is changed, where it is not what FRESH says."""

ROWS = {"clients": people.client_id("alice"), "staff_members": people.staff_id("terry")}

cells = Counter[str]()


@pytest.fixture(scope="module", autouse=True)
async def without_traces(portal: object) -> AsyncIterator[None]:
    """Take back at the end what refusals left in the audit log."""
    async with rows.restored():
        yield


@pytest.fixture(autouse=True)
def counting(request: pytest.FixtureRequest) -> Iterator[None]:
    with noted(request, cells, matrix="Piccolo Admin's tables and forms"):
        yield


def expects(table: str, action: str, grant: Grant, *, client_admin: bool) -> bool:
    """Whether the cell is granted, as product.md and decisions.md say it."""
    found = TABLES[table]
    if found.of_charts and not client_admin:
        return False
    return grant[0] == found.rule and action in grant[1] and action in offered(found)


def count(*, granted: bool) -> None:
    cells["granted" if granted else "refused"] += 1


async def give_stan(grant: Grant, *, client_admin: bool) -> None:
    rules = [rule for rule in PermissionRule if grant[0] in (rule.value, _but_another(rule, grant))]
    await give("stan", dict.fromkeys(rules, grant[1]), client_admin=client_admin)


def _but_another(rule: PermissionRule, grant: Grant) -> str | None:
    """Give the name of a grant that leaves out a single rule, for every rule but that."""
    left_out = grant[0].removeprefix(BUT)
    return grant[0] if grant[0].startswith(BUT) and left_out != rule.value else None


def cell(grant: Grant, *others: str) -> str:
    """Name a cell of the matrix, for the fault that is found there."""
    return " ".join(filter(None, (grant[0], "+".join(sorted(grant[1])), *others)))


async def a_row(table: str) -> UUID:
    """Give a row that may be changed and deleted."""
    if table in ROWS:
        return ROWS[table]
    row = new_id()
    made: dict[str, Any] = {
        "task_types": TaskType(id=row, label="Old"),
        "document_types": DocumentType(id=row, label="Old"),
        "payers": Payer(id=row, name="Old"),
        "saved_replies": SavedReply(id=row, title="Old", body="Old"),
        "user_groups": UserGroup(id=row, name="Old office"),
        "user_group_members": UserGroupMember(
            id=row, user_group=demo_id("group", "Front office"), staff=people.staff_id("stan")
        ),
        "office_locations": OfficeLocation(id=row, name="Old office"),
        "profiles": Profile(id=row, name="Old"),
        "profile_rules": ProfileRule(
            id=row, profile=demo_id("profile", "Clinician"), rule=PermissionRule.AUDIT.value
        ),
        "client_assignments": ClientAssignment(
            id=row, client=people.client_id("bob"), staff=people.staff_id("terry")
        ),
    }
    if table in made:
        await made[table].save()
        return row
    tablename = TABLES[table].table._meta.tablename
    return await rows.value(f'select id from "{tablename}" limit 1') or row


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("table", TABLES)
async def test_a_table_does_what_is_granted_and_nothing_else(table: str) -> None:
    row, desk = await a_row(table), await desk_of("stan")
    faults = []
    for grant, client_admin in product(grants_for(TABLES[table].rule), (False, True)):
        async with rows.undone():
            await give_stan(grant, client_admin=client_admin)
            name = cell(grant, "as Client Admin" if client_admin else "")
            async for answer, action in tries(desk, table, row, grant):
                granted = expects(table, action, grant, client_admin=client_admin)
                faults += check(answer, f"{action} of {table} with {name}", granted=granted)
    assert not faults, "\n".join(faults)


async def tries(desk: Desk, table: str, row: UUID, grant: Grant) -> AsyncIterator[tuple[httpx.Response, str]]:
    """Do everything to a table; give each answer with the action it needs."""
    address = f"/api/tables/{table}"
    reads = READS if grant is NOTHING or grant[0] == TABLES[table].rule else ("",)
    for read in reads:
        yield await desk.get(f"{address}/{read}"), Action.VIEW
    answer = await desk.get(f"{address}/{row}/")
    if answer.status_code != 404:  # a log may have no row yet
        yield answer, Action.VIEW
    yield await desk.ask("PUT", f"{address}/{row}/", FRESH.get(table, {})), "PUT"
    yield await desk.change(table, row, **(CHANGES.get(table) or FRESH.get(table, {}))), Action.MODIFY
    yield await desk.add(table, **FRESH.get(table, {})), Action.CREATE
    yield await desk.delete(table, row), Action.DELETE


def check(answer: httpx.Response, what: str, *, granted: bool) -> list[str]:
    """Give what is wrong with an answer, if anything is."""
    count(granted=granted)
    right = 200 <= answer.status_code < 300 if granted else answer.status_code in REFUSED
    return [] if right else [f"{what} answered {answer.status_code}: {answer.text[:200]}"]


ABOUT_ALICE = {
    "client_number": 1001,
    "username": "alice",
    "receipt_number": DESK_RECEIPT,
    "statement_number": OPEN_STATEMENT,
}.items()


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("form", FORMS)
async def test_a_form_does_what_is_granted_and_nothing_else(form: str) -> None:
    await make_ready(form)
    desk = await desk_of("stan")
    faults = []
    for grant, client_admin, assigned in product(grants_for(FORMS[form].rule), (False, True), (False, True)):
        async with rows.undone():
            await give_stan(grant, client_admin=client_admin)
            if assigned:
                await ClientAssignment(
                    client=people.client_id("alice"),
                    staff=people.staff_id("stan"),
                    starts_on=date(2026, 1, 5),
                ).save()
            name = cell(grant, "as Client Admin" if client_admin else "", "assigned" if assigned else "")
            opens = assigned or client_admin or not ABOUT_ALICE & FILLED[form].items()
            faults += [
                f"{form} with {name}: {fault}" for fault in await taken(desk, form, grant, opens=opens)
            ]
    assert not faults, "\n".join(faults)


async def taken(desk: Desk, form: str, grant: Grant, *, opens: bool) -> list[str]:
    """Read a form and send it; give what is wrong with the answers."""
    found = FORMS[form]
    granted = grant[0] == found.rule and found.action in grant[1]
    faults = []
    for read in ("", "schema/"):
        faults += check(await desk.get(f"/api/forms/{form}/{read}"), "reading", granted=granted)
    answer = await desk.take(form, **FILLED[form])
    if granted and not opens:
        count(granted=False)
        return faults if answer.status_code == 422 else [*faults, f"taking answered {answer.status_code}"]
    return faults + check(answer, "taking", granted=granted)


def test_every_table_in_which_rows_are_made_or_changed_is_tried() -> None:
    made = {name for name, table in TABLES.items() if table.creatable}
    changed = {name for name, table in TABLES.items() if table.changeable}
    assert made == FRESH.keys()
    assert changed <= FRESH.keys() | CHANGES.keys()
    assert FORMS.keys() == FILLED.keys()

"""Every staff route x no rule, each rule, all rules x the chart open or not: exactly what the table grants gets through.

The routes come from the app: one that the table does not name fails. Each page is asked for as a fragment as well.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from app.staff.rules import Action, PermissionRule
from app.staff.tables import ClientAssignment
from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.admin.grants import ALL, give
from tests.attacks.callers import HTMX
from tests.cells import noted
from tests.office.matrix.about import addresses, named, put_there
from tests.office.matrix.needs import Granted, Needs
from tests.office.matrix.opening import TABLE
from tests.page import FORM, Browser
from tests.routes import routes_of

REFUSED = (403, 404)
LITTLE, ENOUGH, EVERY = "nothing", "what is enough", "everything"
NOTHING: Granted = {}
EVERYTHING: Granted = dict.fromkeys(PermissionRule, ALL)

cells = Counter[str]()


@dataclass(frozen=True)
class Grant:
    """What somebody holds, and whether Alice's chart is open to them by it or by an assignment."""

    name: str
    granted: Granted
    client_admin: bool = False
    assigned: bool = False

    @property
    def of_fragments(self) -> bool:
        """Whether fragments are asked for as well: the same handler gives them, so not with every single rule."""
        return self.name in (LITTLE, ENOUGH, EVERY)

    def __str__(self) -> str:
        kinds = ("as Client Admin" * self.client_admin, "assigned" * self.assigned)
        return " ".join(filter(None, (self.name, *kinds)))


def grants_for(needs: Needs) -> Iterator[Grant]:
    """Give what is tried against routes with these needs.

    With the chart open: nothing, each rule whole, each action of the rules needed, all but one pair of what is needed,
    as little as is enough, everything. Without the chart, and as a Client Admin: nothing, what is enough, everything.
    """
    yield from (Grant(name, granted, assigned=True) for name, granted in _tried(needs))
    enough = ((LITTLE, NOTHING), (ENOUGH, needs.least), (EVERY, EVERYTHING))
    yield from (Grant(name, granted) for name, granted in enough)
    yield from (Grant(name, granted, client_admin=True) for name, granted in enough)


def _tried(needs: Needs) -> Iterator[tuple[str, Granted]]:
    yield LITTLE, NOTHING
    yield ENOUGH, needs.least
    yield EVERY, EVERYTHING
    for rule in PermissionRule:
        yield f"all of {rule.value}", {rule: ALL}
    for rule in needs.rules:
        yield from ((f"{action} of {rule.value}", {rule: frozenset({action})}) for action in Action)
    for alternatives in needs.all_of:
        named_here = sorted(alternatives)
        lacking = {
            rule: ALL - {action for held, action in named_here if held == rule} for rule in PermissionRule
        }
        yield f"everything but {', '.join(' '.join(pair) for pair in named_here)}", lacking


@pytest.fixture(scope="module", autouse=True)
async def without_traces(portal: object) -> AsyncIterator[None]:
    """Take back at the end what refusals left in the audit log."""
    async with rows.restored():
        yield


@pytest.fixture(autouse=True)
def counting(request: pytest.FixtureRequest) -> Iterator[None]:
    with noted(request, cells, matrix=f"{len(TABLE)} staff routes"):
        yield


def names_of(portal: Portal) -> list[str]:
    """Give every staff route of the app, as the table names it."""
    return [f"{route.method} {named(route.path)}" for route in routes_of(portal, audience=Audience.STAFF)]


def test_the_table_names_every_staff_route(portal: Portal) -> None:
    found = set(names_of(portal))
    assert found - TABLE.keys() == set(), "say in opening.py which rule opens them"
    assert TABLE.keys() - found == set(), "there are no such routes any more"


@dataclass(frozen=True)
class Cell:
    """A route as it is asked for."""

    name: str
    address: str
    form: str
    needs: Needs
    as_htmx: bool


@pytest.mark.usefixtures("rolled_back")
async def test_every_route_lets_through_whom_it_should_and_nobody_else(portal: Portal) -> None:
    await put_there()
    stan = await _before_a_form()
    faults = []
    for needs, asked in (await _cells(portal)).items():
        for grant in grants_for(needs):
            tried = [cell for cell in asked if grant.of_fragments or not cell.as_htmx]
            async with rows.undone():
                await _hold(grant)
                faults += [fault for cell in tried if (fault := await _fault(stan, cell, grant))]
    assert not faults, "\n".join([f"{len(faults)} cells are not as the table says:", *faults])


async def _before_a_form() -> Browser:
    """Give Stan, showing a page whose token his forms carry."""
    stan = await people.stan()
    await stan.open("/staff/account")
    return stan


async def _cells(portal: Portal) -> dict[Needs, list[Cell]]:
    """Give every route as it is asked for, a page and a fragment, by what it needs."""
    paths = await addresses({name: name.split()[1] for name in TABLE})
    forms = await addresses({name: asked.form for name, asked in TABLE.items()})
    found = defaultdict[Needs, list[Cell]](list)
    for name in names_of(portal):
        asked = TABLE[name]
        ways = (False, True) if name.startswith("GET") else (False,)
        found[asked.needs] += [Cell(name, paths[name], forms[name], asked.needs, way) for way in ways]
    return found


async def _hold(grant: Grant) -> None:
    await give("stan", grant.granted, client_admin=grant.client_admin)
    if grant.assigned:
        await ClientAssignment(
            client=people.client_id("alice"), staff=people.staff_id("stan"), starts_on=date(2026, 1, 5)
        ).save()


async def _fault(stan: Browser, cell: Cell, grant: Grant) -> str:
    """Ask for a route; say what is wrong with the answer, if anything is."""
    through = cell.needs.met_by(grant.granted, client_admin=grant.client_admin, assigned=grant.assigned)
    cells["granted" if through else "refused"] += 1
    status = await _status(stan, cell)
    right = status < 500 and status not in REFUSED if through else status in REFUSED
    return "" if right else f"{cell.name}{' as a fragment' * cell.as_htmx} with {grant} answered {status}"


async def _status(stan: Browser, cell: Cell) -> int:
    """Ask as Stan does, in a browser of its own: what an answer sets or changes must not reach the next."""
    headers = HTMX if cell.as_htmx else {}
    browser = Browser(cookies=dict(stan.cookies))
    async with rows.undone():
        if cell.name.startswith("GET"):
            return (await browser.send("GET", f"{cell.address}?{cell.form}", headers=headers)).status_code
        content = "&".join(filter(None, (f"_csrf={stan.token}", cell.form))).encode()
        headers = headers | {"content-type": FORM}
        return (await browser.send("POST", cell.address, headers=headers, content=content)).status_code

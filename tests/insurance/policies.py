"""Insurance as tests fill it in, find it, and let the practice close it."""

from datetime import date
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity.actor import Actor
from app.insurance.demo import policy_id
from app.insurance.policy import read_policy, write_policy
from app.practice.service import set_settings
from tests import people, rows
from tests.page import Browser, Page

PRIMARY, SECONDARY, BEFORE = (policy_id(name) for name in ("primary", "secondary", "before"))
BOBS = policy_id("primary", "bob")
PATH = "/insurance"
TYPED: dict[str, Any] = {
    "priority": "1",
    "payer_chosen": "Prairie Care",
    "member_id": "00ab-7734",
    "relationship": "self",
}
"""What a new policy needs."""
OF_CLIENT = "select id from insurance_policy where client = $1 and not id = any($2) order by priority"
KNOWN = [PRIMARY, SECONDARY, BEFORE, BOBS]


def at(policy: UUID) -> str:
    return f"{PATH}/{policy}"


def in_parts(name: str, on: date) -> dict[str, Any]:
    return {f"{name}_month": str(on.month), f"{name}_day": str(on.day), f"{name}_year": str(on.year)}


async def add(browser: Browser, *, status: int = 200, as_htmx: bool = False, **fields: str) -> Page:
    """Fill the form of a new policy and save it."""
    await browser.open(f"{PATH}/new")
    return await browser.press("Save", status=status, as_htmx=as_htmx, **{**TYPED, **fields})


async def correct(browser: Browser, policy: UUID, *, status: int = 200, **fields: Any) -> Page:
    """Correct a mistake in a policy."""
    await browser.open(at(policy))
    return await browser.press("Save", status=status, how="mistake", **fields)


async def added_by(client: str) -> list[UUID]:
    """Give the policies of a client that are not of the demo practice."""
    return [row["id"] for row in await db.rows(OF_CLIENT, people.client_id(client), KNOWN)]


async def texts(policy: UUID, client: str = "alice") -> dict[str, str]:
    found = await read_policy(people.client_id(client), policy)
    assert found is not None
    return found


async def held(policy: UUID, column: str) -> Any:
    return await rows.value(f"select {column} from insurance_policy where id = $1", policy)


async def add_many_policies(count: int) -> None:
    """Give Alice so many policies more."""
    for number in range(count):
        told = {
            "priority": "3",
            "payer": f"Company {number}",
            "member_id": f"M{number}",
            "relationship": "self",
        }
        await write_policy(people.client_id("alice"), policy_id(f"number {number}"), told)


async def let(**values: str) -> None:
    """Settle settings, as the practice does."""
    await set_settings(by=Actor.system("test"), values=values)


def now() -> date:
    found: date = today()
    return found

"""Staff give access to a chart, change it, keep it and end it: by rule, with a reason, once."""

import asyncio
import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from app.accounts.sessions import today
from app.activity.kinds import Kind
from app.activity.tables import AuditEvent
from app.clients import details
from app.staff.rules import Action, PermissionRule
from tests import people, rows
from tests.accounts.grants.access import grant_id, open_to
from tests.admin.grants import give as give_rules
from tests.messages.acts import recorded
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("restored")

ALL = frozenset(Action)
LIVE = "select count(*) from chart_grant where client = $1 and revoked_at is null"
NEW: dict[str, Any] = {
    "login": "", "name": "", "email": "", "kind": "other", "opens": "everything", "starts_on": "2026-01-05",
    "ends_on": "", "reason": "Asked by the client",
}  # fmt: skip


def page_of(client: str) -> str:
    return f"/staff/clients/{people.client_id(client)}/access"


async def give(browser: Browser, client: str, *, status: int = 200, **fields: str) -> None:
    await browser.open(f"{page_of(client)}/new")
    await browser.press("Give access", status=status, **(NEW | fields))


async def post(browser: Browser, path: str, **fields: str) -> int:
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    return (await browser.send("POST", path, headers={"content-type": FORM}, content=content)).status_code


async def test_giving_access_opens_the_chart_to_who_has_the_login() -> None:
    nora, bob, alice = await people.nora(), await people.bob(), await people.alice()
    await give(nora, "alice", login="Bob", opens="some", area_messages="yes")
    assert nora.page is not None
    nora.page.shows("The chart is open to this person now.", "Bob Baker", "Opens: Messages")
    page = await bob.open("/account/chart")
    page.shows("Alice Anderson", "You act for this person")
    page = await bob.press("Open", within="#charts")
    page.lacks("View All Activity")
    (await alice.open("/activity")).shows("Let somebody open this chart", "Nora Novak")


async def test_the_reason_is_kept_encrypted_in_the_audit_log() -> None:
    await give(await people.nora(), "alice", login="bob")
    row = await AuditEvent.objects().get(AuditEvent.kind == Kind.ACCESS_GIVEN)
    assert row is not None
    assert b"Asked" not in row.detail
    assert json.loads(AuditEvent.detail.open(row.detail, row=row.id))["reason"] == "Asked by the client"


async def test_somebody_new_is_given_an_account_without_a_password() -> None:
    nora = await people.nora()
    for _ in range(2):
        await nora.open(f"{page_of('max')}/new")
        fields = NEW | {"name": "Greta Grant", "email": "Greta@example.org", "kind": "guardian"}
        await nora.press("Give access", status=200 if _ == 0 else 422, **fields)
    found = await rows.value(
        "select row(username, display_name, email, login_typed, must_change_password)::text from portal_account"
        " where email = 'Greta@example.org'"
    )
    assert found == '(greta@example.org,"Greta Grant",Greta@example.org,f,t)'
    assert await rows.value("select count(*) from portal_account where email = 'Greta@example.org'") == 1


async def test_a_login_that_is_taken_gets_a_number() -> None:
    await rows.change(
        "update portal_account set username = 'greta@example.org', email = '' where username = 'bob'"
    )
    await give(await people.nora(), "max", name="Greta Grant", email="greta@example.org")
    assert await rows.value("select count(*) from portal_account where username = 'greta-2@example.org'") == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"login": "nobody"}, "Nobody signs in with this login."),
        ({}, "Type the person's name, or the login of somebody who signs in here already."),
        ({"name": "Greta"}, "Type an e-mail address, such as name@example.org."),
        ({"login": "bob", "opens": "some"}, "Choose at least one area, or everything."),
        ({"login": "bob", "starts_on": "soon"}, "Write the date like this: 2026-11-20, or 11/20/2026."),
        ({"login": "bob", "starts_on": ""}, "Choose the first day."),
        ({"login": "bob", "ends_on": "2025-01-01"}, "This day is before the first one. Choose a later day."),
        ({"login": "bob", "reason": ""}, "Write in a few words why."),
        ({"login": "bob", "kind": "guardian"}, "The client is of age."),
        ({"login": "alice"}, "This person may open the chart already, or could once."),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field(fields: dict[str, str], says: str) -> None:
    nora = await people.nora()
    await give(nora, "alice", status=422, **fields)
    assert nora.page is not None
    nora.page.shows(says)
    assert await rows.value(LIVE, people.client_id("alice")) == 1


async def test_a_guardian_of_an_adult_is_kept_when_staff_say_so() -> None:
    nora = await people.nora()
    await give(nora, "alice", login="gina", kind="guardian", keeps="yes")
    assert nora.page is not None
    nora.page.shows("Gina Grant", "Kept past the age of consent")


async def test_access_whose_days_are_over_can_be_given_anew() -> None:
    await open_to("bob", "alice", ends_on=today() - timedelta(days=1))
    nora = await people.nora()
    await give(nora, "alice", login="bob")
    assert await rows.value(LIVE, people.client_id("alice")) == 2


async def test_changing_it_takes_effect_at_the_next_request() -> None:
    nora, gina = await people.nora(), await people.gina()
    await nora.open(f"{page_of('max')}/{await grant_id('gina', 'max')}")
    await nora.press("Save", opens="some", area_activity="yes", reason="Ordered by a court")
    assert (await gina.send("GET", "/messages")).status_code == 404
    assert (await gina.send("GET", "/activity")).status_code == 200
    page = await nora.open(f"{page_of('max')}/{await grant_id('gina', 'max')}")
    assert page.find("#area_activity").has_attr("checked")
    await nora.press("Save", opens="everything", reason="Lifted")
    assert (await gina.send("GET", "/messages")).status_code == 200


async def test_changing_it_answers_who_asked_to_end_it() -> None:
    await rows.change(
        "update chart_grant set ending_asked_at = now() where account = $1", people.account_id("gina")
    )
    nora = await people.nora()
    await nora.open(f"{page_of('max')}/{await grant_id('gina', 'max')}")
    await nora.press("Save", reason="Talked with them")
    assert await rows.value("select count(*) from chart_grant where ending_asked_at is not null") == 0


async def test_ending_it_asks_first_and_closes_the_chart_at_once() -> None:
    nora, gina = await people.nora(), await people.gina()
    await gina.open("/home")
    page = await nora.open(f"{page_of('max')}/{await grant_id('gina', 'max')}/ending")
    page.shows("End this access?", "Gina Grant opens the chart of Max Grant.")
    page = await nora.press("End access", reason="No longer guardian")
    page.shows("The access is ended, from this moment on.", "Ended access")
    assert (await gina.send("GET", "/home")).status_code == 403
    assert await recorded(Kind.ACCESS_ENDED, "max") == 1


async def test_a_guardian_is_kept_past_the_age_of_consent() -> None:
    born_on = today().replace(year=today().year - 18)
    columns = details.birth_date_columns(people.client_id("max"), born_on)
    await rows.change(
        "update client set birth_date = $2, birth_date_hash = $3 where id = $1",
        people.client_id("max"),
        *columns.values(),
    )
    nora, gina = await people.nora(), await people.gina()
    assert (await gina.send("GET", "/home")).status_code == 403
    (await nora.open(page_of("max"))).shows("Over")
    await nora.open(f"{page_of('max')}/{await grant_id('gina', 'max')}/keeping")
    page = await nora.press("Keep access", reason="Appointed by a court")
    assert not [tag for tag in page.all(".tag") if tag.get_text(strip=True) == "Over"]
    assert (await gina.send("GET", "/home")).status_code == 200


async def test_the_clients_own_sign_in_is_not_looked_after_here() -> None:
    nora = await people.nora()
    await nora.open(page_of("alice"))
    path = f"{page_of('alice')}/{await grant_id('alice', 'alice')}"
    assert await post(nora, f"{path}/ending", reason="x") == 409
    assert (
        await post(nora, path, opens="some", area_messages="yes", starts_on="2026-01-05", reason="x") == 409
    )
    assert await rows.value(LIVE, people.client_id("alice")) == 1


async def test_another_charts_grant_is_not_found_under_this_one() -> None:
    nora = await people.nora()
    await nora.open(page_of("alice"))
    path = f"{page_of('alice')}/{await grant_id('gina', 'max')}"
    assert (await nora.send("GET", path)).status_code == 404
    assert await post(nora, f"{path}/ending", reason="x") == 404
    assert await rows.value(LIVE, people.client_id("max")) == 1


STEPS = {
    "": Action.VIEW,
    "/new": Action.CREATE,
    "/{grant}": Action.MODIFY,
    "/{grant}/keeping": Action.MODIFY,
    "/{grant}/ending": Action.DELETE,
}


@pytest.mark.parametrize("step", STEPS)
async def test_each_step_needs_its_rule_and_the_chart(step: str) -> None:
    grant = await grant_id("gina", "max")
    path = page_of("max") + step.format(grant=grant)
    needed = {Action.VIEW, STEPS[step]}
    filled = NEW | {"login": "bob", "reason": "x"}
    for name, rules, status in (
        ("dana", frozenset(needed), 200),
        ("nora", ALL - {STEPS[step]}, 403),
        ("terry", ALL, 404),
    ):
        await give_rules(name, {PermissionRule.PORTAL_ACCOUNTS: rules}, client_admin=name == "nora")
        browser = await people.staff(name)
        assert (await browser.send("GET", path)).status_code == status
        if step and status != 200:
            await browser.open("/staff/password/change")
            assert await post(browser, path, **filled) == status
    assert await rows.value(LIVE, people.client_id("max")) == 1


async def test_of_twenty_at_once_one_gives_access() -> None:
    nora = await people.nora()
    await nora.open(f"{page_of('alice')}/new")
    answers = await asyncio.gather(
        *(post(nora, f"{page_of('alice')}/new", **(NEW | {"login": "bob"})) for _ in range(20))
    )
    assert sorted(answers) == [303, *[422] * 19]
    assert await rows.value(LIVE, people.client_id("alice")) == 2
    assert await recorded(Kind.ACCESS_GIVEN, "alice") == 1


async def test_of_twenty_at_once_one_ends_it() -> None:
    nora = await people.nora()
    path = f"{page_of('max')}/{await grant_id('gina', 'max')}/ending"
    await nora.open(path)
    answers = await asyncio.gather(*(post(nora, path, reason="x") for _ in range(20)))
    assert answers.count(303) == 1
    assert set(answers) <= {303, 404, 409}
    assert await recorded(Kind.ACCESS_ENDED, "max") == 1


async def test_naming_a_day_to_come_opens_nothing_before_it() -> None:
    await open_to("bob", "alice", starts_on=date(2099, 1, 1))
    bob = await people.bob()
    (await bob.open("/account/chart")).lacks("Alice")
    nora = await people.nora()
    (await nora.open(page_of("alice"))).shows("Not yet")

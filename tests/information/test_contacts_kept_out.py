"""Contacts are open to whose chart it is, as far as the practice lets clients look after them."""

from typing import Any

import pytest

from app.activity.kinds import Kind
from tests import people, rows
from tests.accounts.grants.access import limit
from tests.admin import audit
from tests.information.contacts import BLOCKS, DIEGO, NEW, PAGE, RUTH, WANDA, at, named, names, send, setting
from tests.routes import UNUSED

pytestmark = pytest.mark.usefixtures("rolled_back")

IRIS: dict[str, Any] = {"name": "Iris Baker", "phone": "+13125550199"}
FORMS = (NEW, f"{PAGE}/{RUTH}", f"{PAGE}/{RUTH}/ending")


@pytest.mark.parametrize("leaf", ["", "/ending"])
async def test_a_contact_of_another_client_is_not_found_and_stays_as_it_is(leaf: str) -> None:
    alice = await at(PAGE)
    before = await rows.digest()
    for contact in (WANDA, UNUSED):
        await alice.open(f"{PAGE}/{contact}{leaf}", status=404)
        assert await send(alice, f"{PAGE}/{contact}{leaf}", **IRIS) == 404
        denied = await audit.newest(Kind.ACCESS_DENIED)
        assert (denied.object_kind, denied.object_id) == ("contact", contact)
    assert await rows.digest() == before
    assert await names("bob") == ["Wanda Baker"]


async def test_a_guardian_without_the_area_finds_nothing() -> None:
    await limit("gina", "max", "messages")
    gina = await at("/messages", "gina")
    for path in (PAGE, *(f"{PAGE}/{slug}/new" for slug in BLOCKS)):
        await gina.open(path, status=404)
    assert await send(gina, NEW, **IRIS) == 404
    assert await names("max") == ["Gina Grant"]


async def test_a_block_that_does_not_exist_is_not_found() -> None:
    alice = await at(PAGE)
    await alice.open(f"{PAGE}/employer/new", status=404)
    assert await send(alice, f"{PAGE}/employer/new", **IRIS) == 404


async def test_where_the_practice_looks_after_them_clients_only_read() -> None:
    await setting(update_contacts="no")
    alice = await people.alice()
    page = await alice.open(PAGE)
    page.shows("Your practice keeps this part up to date itself.", "Diego Anderson", "Ruth Lindqvist")
    assert page.all("main .sheet a") == []
    for path in FORMS:
        await alice.open(path, status=403)
        assert await send(alice, path, **IRIS) == 403
    assert await named("Iris Baker") == []
    assert len(await named("Ruth Lindqvist")) == 1


async def test_where_the_practice_does_not_show_them_there_is_nothing_and_no_tab() -> None:
    await setting(update_contacts="hidden")
    alice = await people.alice()
    page = await alice.open("/information/basic")
    assert page.all(f"a[href='{PAGE}']") == []
    for path in (PAGE, *FORMS):
        await alice.open(path, status=404)
    for path in FORMS:
        assert await send(alice, path, **IRIS) == 404
    assert len(await named("Ruth Lindqvist")) == 1


SMUGGLED = {
    "client": str(people.client_id("bob")),
    "id": str(WANDA),
    "subject": str(WANDA),
    "role": "physician",
    "part": "physician",
    "ended_on": "2020-01-01",
    "added_at": "2020-01-01",
    "npi": "1234567893",
    "organization": "Mine",
    "first_name": "Mallory",
    "ssn": "536904399",
}


async def test_columns_that_a_form_does_not_have_are_not_written() -> None:
    before = await rows.value("select md5(string_agg(t::text, '' order by id)) from client t")
    alice = await at(NEW)
    assert await send(alice, NEW, **IRIS, **SMUGGLED) == 303
    (iris,) = await named("Iris Baker")
    assert (iris.role, iris.texts["npi"], iris.texts["organization"]) == ("emergency_contact", "", "")
    assert str(iris.id) != SMUGGLED["id"]
    seen = (await alice.open(f"{PAGE}/{DIEGO}")).value("seen")
    changed = {"name": "Diego A. Anderson", "phone": "+13125550161", "seen": seen}
    assert await send(alice, f"{PAGE}/{DIEGO}", **changed, **SMUGGLED) == 303
    (diego,) = await named("Diego A. Anderson")
    assert (diego.id, diego.role, diego.texts["npi"]) == (DIEGO, "emergency_contact", "")
    assert await names("bob") == ["Wanda Baker"]
    assert await rows.value("select md5(string_agg(t::text, '' order by id)) from client t") == before


async def test_where_somebody_lives_and_what_makes_them_guardian_are_sealed() -> None:
    alice = await at(NEW)
    lives = {"line1": "7 Sample Court", "city": "Oak Park", "state": "IL", "zip": "60302"}
    assert (
        await send(alice, NEW, **IRIS, **{f"address_{part}": value for part, value in lives.items()}) == 303
    )
    (iris,) = await named("Iris Baker")
    assert "7 Sample Court" in iris.texts["address"]
    assert b"Sample" not in await rows.value("select address from contact where id = $1", iris.id)
    text = "select string_agg(t::text, '') from contact t where client = $1"
    for plain in ("Birth certificate", "2015-02-09"):
        assert plain not in await rows.value(text, people.client_id("max"))


async def test_a_form_from_elsewhere_is_refused() -> None:
    alice = await at(f"{PAGE}/{RUTH}/ending")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await alice.send("POST", f"{PAGE}/{RUTH}/ending", headers=headers, content=b"")
    assert answer.status_code == 403
    assert len(await named("Ruth Lindqvist")) == 1

"""What the database itself holds of what clients tell: nothing of it can be read, or moved to another row."""

import pytest

from app import db
from app.demo import BIRTH_DATES
from app.encryption import Unreadable, encrypted_columns
from app.information.demo import SSNS
from app.information.tables import ClientIdentity
from app.insurance.demo import POLICIES
from tests import people, rows

pytestmark = pytest.mark.usefixtures("rolled_back")


async def dump() -> dict[str, bytes]:
    """Give every table as text, as a dump of the database holds it."""
    async with db.apart() as connection:
        return {table: await rows.copied(connection, table, as_format="text") for table in rows.tables()}


async def test_a_dump_holds_no_number_of_anybody() -> None:
    tables = await dump()
    secrets = {
        *(texts["member_id"] for texts in POLICIES.values()),
        *SSNS.values(),
        *(born_on.isoformat() for born_on in BIRTH_DATES.values()),
    }
    secrets |= {f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}" for ssn in SSNS.values()}
    for secret in secrets:
        holders = [table for table, content in tables.items() if secret.encode() in content]
        assert not holders, (secret, holders)
    assert b"Anderson" in tables["client"], "The dump is one of this practice."


async def test_two_values_that_changed_places_do_not_open() -> None:
    alice, bob = people.client_id("alice"), people.client_id("bob")
    await rows.change(
        "update client_identity set ssn = other.ssn from client_identity other"
        " where client_identity.id in ($1, $2) and other.id in ($1, $2) and other.id <> client_identity.id",
        alice,
        bob,
    )
    for client in (alice, bob):
        stored = await rows.value("select ssn from client_identity where id = $1", client)
        with pytest.raises(Unreadable):
            ClientIdentity.ssn.open(stored, row=client)


async def test_a_value_moved_to_another_column_does_not_open() -> None:
    alice = people.client_id("alice")
    stored = await rows.value("select ssn from client_identity where id = $1", alice)
    assert ClientIdentity.ssn.open(stored, row=alice) == SSNS["alice"]
    for column in encrypted_columns():
        if column.place != "client_identity.ssn":
            with pytest.raises(Unreadable):
                column.open(stored, row=alice)

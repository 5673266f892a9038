"""Information of the demo practice: Alice's is complete, Bob's is short, Charlie has told nothing yet.

Alice is told by e-mail and has quiet hours, Bob by text; the others never chose.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from app.activity.actor import Actor, ActorKind
from app.changes.fields import text_of_address
from app.changes.rules import Act, Section, Standing
from app.changes.tables import ChangedField, ChangeRequest
from app.clients.postal import PostalAddress
from app.information.basic import BASIC as BASIC_PART
from app.information.basic import write_basic, write_identity
from app.information.contacts import write_contact
from app.information.details import write_details
from app.information.messaging import wording_for
from app.information.rules import Role
from app.notices.preferences import DEFAULTS, add_consent, choose, preferences_of
from app.notices.tables import Channel

ALICE_LIVES = PostalAddress(
    line1="48 Example Street", line2="Apt 3", city="Chicago", state="IL", postal_code="60614"
)
BASIC: Mapping[str, Mapping[str, str]] = {
    "alice": {
        "middle_name": "Rose",
        "pronouns": "LA29519-8",
        "home_phone": "+13125550140",
        "address": text_of_address(ALICE_LIVES),
    },
    "bob": {
        "pronouns": "LA29518-0",
        "address": text_of_address(
            PostalAddress(line1="7 Sample Court", city="Oak Park", state="IL", postal_code="60302")
        ),
    },
}
SSNS = {"alice": "536904321", "bob": "536904322"}
"""Numbers that nobody will be given: the area of the state of Washington, in a group that was never reached."""
DETAILS = {
    "alice": {
        "origin": "2106-3",
        "language": "en",
        "interpreter": "no",
        "marital_status": "S",
        "employment": "1",
    }
}
SPACE = UUID("8f0b4f0e-7c39-4d55-9d3b-4f1d9a6f2c31")
CHANGED = ("home_phone", "+13125550139", "+13125550140")
CHANGED_AGO = timedelta(days=6, hours=2)
"""Alice has corrected her phone number in the portal, so that her history has something to show."""


def demo_request() -> UUID:
    return uuid5(SPACE, "alice:home_phone")


CONTACTS: Mapping[str, tuple[tuple[str, Role, Mapping[str, str]], ...]] = {
    "alice": (
        (
            "Diego",
            Role.EMERGENCY_CONTACT,
            {
                "name": "Diego Anderson",
                "relationship": "SPS",
                "phone": "+13125550161",
                "email": "diego.anderson@example.org",
                "address": text_of_address(ALICE_LIVES),
            },
        ),
        (
            "Ruth",
            Role.EMERGENCY_CONTACT,
            {"name": "Ruth Lindqvist", "relationship": "FRND", "phone": "+13125550162"},
        ),
        (
            "Helen",
            Role.LEGAL_GUARDIAN,
            {
                "name": "Helen Anderson",
                "relationship": "MTH",
                "phone": "+17735550163",
                "paper": "Power of attorney for health care, signed May 3, 2024",
                "starts_on": "2024-05-03",
            },
        ),
        (
            "Osei",
            Role.PHYSICIAN,
            {
                "name": "Dr. Amma Osei",
                "organization": "Lakeside Family Medicine",
                "phone": "+13125550164",
                "fax": "+13125550165",
                "npi": "1234567893",
            },
        ),
        (
            "Diego pays",
            Role.RESPONSIBLE_PARTY,
            {"name": "Diego Anderson", "relationship": "SPS", "phone": "+13125550161"},
        ),
    ),
    "bob": (
        (
            "Wanda",
            Role.EMERGENCY_CONTACT,
            {"name": "Wanda Baker", "relationship": "SIS", "phone": "+17085550171"},
        ),
    ),
    "max": (
        (
            "Gina",
            Role.LEGAL_GUARDIAN,
            {
                "name": "Gina Grant",
                "relationship": "MTH",
                "phone": "+13125550181",
                "email": "gina@example.org",
                "paper": "Birth certificate",
                "starts_on": "2015-02-09",
            },
        ),
    ),
}
"""By client: what a contact is known by here, its role, its texts. The NPI is the example that its standard prints."""


def contact_id(client: str, key: str) -> UUID:
    return uuid5(SPACE, f"{client} {key}")


async def add_information(practice: Any) -> None:
    """Add what the demo's clients have told of themselves."""
    for key, texts in BASIC.items():
        client_id = practice.clients[key]
        await write_basic(client_id, client_id, texts)
        await write_identity(client_id, client_id, {"ssn": SSNS[key]})
    for key, told in DETAILS.items():
        client_id = practice.clients[key]
        await write_details(client_id, client_id, told)
    for key, contacts in CONTACTS.items():
        for name, role, kept in contacts:
            await write_contact(role, practice.clients[key], contact_id(key, name), kept)
    await _add_messaging(practice)
    await _add_change(practice)


async def _add_messaging(practice: Any) -> None:
    await choose(practice.clients["alice"], replace(DEFAULTS, quiet_from=21, quiet_until=8))
    bob, account = practice.clients["bob"], practice.accounts["bob"]
    number = (await preferences_of(bob)).phone
    by = Actor(kind=ActorKind.CLIENT, name=practice.names["bob"], account_id=account)
    await add_consent(by=by, client_id=bob, phone=number, wording=wording_for(number))
    await choose(bob, replace(DEFAULTS, channel=Channel.TEXT))


async def _add_change(practice: Any) -> None:
    name, old, new = CHANGED
    client_id, request_id = practice.clients["alice"], demo_request()
    await ChangeRequest.insert(
        ChangeRequest(
            id=request_id,
            client=client_id,
            section=Section.BASIC,
            sent_at=datetime.now(UTC) - CHANGED_AGO,
            sent_by_kind=ActorKind.CLIENT,
            sent_by_name=practice.names["alice"],
            account=practice.accounts["alice"],
        )
    )
    row = ChangedField(
        id=uuid5(request_id, name),
        request=request_id,
        client=client_id,
        part=BASIC_PART.name,
        subject=client_id,
        act=Act.EDIT,
        field=name,
        standing=Standing.APPLIED,
    )
    row.old_value = ChangedField.old_value.seal(old, row=row.id)
    row.new_value = ChangedField.new_value.seal(new, row=row.id)
    await ChangedField.insert(row)

"""The demo practice: fictional, the same every time, added to an empty practice only, never in production."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from app import config, db
from app.accounts.passwords import hash_password
from app.accounts.staff_service import create_sign_in
from app.accounts.tables import AccountSecret, Grant, GrantKind, PortalAccount
from app.activity.actor import Actor
from app.clients import details
from app.clients.tables import Client
from app.office.reports.counting import count_months
from app.panels import PANELS
from app.practice.service import set_settings
from app.practice.settings import load_settings
from app.practice.tables import OfficeLocation, SystemSetting
from app.staff.rules import PermissionRule
from app.staff.service import add_profile
from app.staff.tables import (
    ClientAssignment,
    StaffMember,
    UserGroup,
    UserGroupMember,
)
from app.web.language import Language

SPACE = UUID("5a3d8a4e-6f7b-4f62-9d2b-2f3c1c9d7e10")
"""The ids of demo rows are derived from it and their name, so they are the same on every machine."""

SETTINGS = {
    "practice_name": "Sunrise Counseling",
    "mail_name": "Sunrise",
    "practice_phone": "+13125550107",
    "practice_hours": "Monday to Friday, 8 AM to 6 PM",
    "practice_hours_es": "De lunes a viernes, de 8 a. m. a 6 p. m.",
    "practice_zone": "America/Chicago",
    "billing_address": "1200 Example Avenue, Suite 4, Chicago, IL 60601",
    "tax_id": "00-1234567",
    "how_to_pay": "Send a check by mail, or pay by cash, check or card at the office.",
    "how_to_pay_es": "Envíe un cheque por correo, o pague en el consultorio en efectivo, con cheque o con tarjeta.",
}
LOCATION: dict[str, Any] = {
    "name": "Main office",
    "street": "1200 Example Avenue, Suite 4",
    "city": "Chicago",
    "state": "IL",
    "postal_code": "60601",
    "phone": "+13125550107",
}
STARTED = timedelta(days=240)


class AlreadyInUse(Exception):
    """The practice has clients of its own, or is a real one; the message says which."""


@dataclass(frozen=True, slots=True)
class DemoPractice:
    """What the panels add their part to."""

    clients: Mapping[str, UUID]
    accounts: Mapping[str, UUID]
    staff: Mapping[str, UUID]
    groups: Mapping[str, UUID]
    names: Mapping[str, str]
    """How each demo person is shown beside what they wrote."""
    clinician_of: Mapping[str, str]
    writer_of: Mapping[str, str]
    """Whose account writes for a client: their own, or their guardian's."""


def demo_id(kind: str, name: str) -> UUID:
    return uuid5(SPACE, f"{kind}:{name}")


def demo_password(name: str) -> str:
    return f"demo-{name}-portal-1"


@dataclass(frozen=True, slots=True)
class _Person:
    key: str
    first_name: str
    last_name: str
    preferred_name: str = ""
    credentials: str = ""


CLIENTS = (
    (1001, _Person("alice", "Alice", "Anderson"), "terry"),
    (1002, _Person("bob", "Robert", "Baker", preferred_name="Bob"), "dana"),
    (1003, _Person("charlie", "Carlos", "Castillo", preferred_name="Charlie"), "terry"),
    (1004, _Person("max", "Maximilian", "Grant", preferred_name="Max"), "dana"),
)
BIRTH_DATES = {
    "alice": date(1988, 4, 12),
    "bob": date(1979, 11, 3),
    "charlie": date(1995, 7, 21),
    "max": date(2015, 2, 9),
}
PHONES = {person.key: f"+1312555{number - 1000 + 110:04}" for number, person, _ in CLIENTS}
STAFF = (
    (_Person("nora", "Nora", "Novak"), "Administrator"),
    (_Person("terry", "Terry", "Tran", credentials="LCSW"), "Clinician"),
    (_Person("dana", "Dana", "Diaz", credentials="PhD"), "Clinician"),
    (_Person("stan", "Stan", "Stone"), None),
)
ACCOUNTS = (
    ("alice", "Alice Anderson", "alice", GrantKind.SELF, Language.ENGLISH),
    ("bob", "Bob Baker", "bob", GrantKind.SELF, Language.ENGLISH),
    ("charlie", "Charlie Castillo", "charlie", GrantKind.SELF, Language.SPANISH),
    ("gina", "Gina Grant", "max", GrantKind.GUARDIAN, Language.ENGLISH),
)
GROUPS = {
    "Clinicians": ("terry", "dana"),
    "Front office": ("nora", "terry", "dana"),
    "Billing office": ("nora",),
}
PROFILES = {
    "Administrator": tuple(PermissionRule),
    "Clinician": (
        PermissionRule.SAVE_TO_PORTAL_FOLDER,
        PermissionRule.SEND_MESSAGES,
        PermissionRule.ASSIGNED_UPLOAD_ALERT,
        PermissionRule.ASSIGNED_FORM_ALERTS,
        PermissionRule.DEMOGRAPHIC_ALERT,
    ),
}


async def load_demo() -> bool:
    """Add the demo practice; False when it is there already. Raises AlreadyInUse."""
    if config.current().is_production:
        raise AlreadyInUse("The demo practice is never added in production.")
    if await Client.exists().where(Client.id == demo_id("client", "alice")):
        return False
    if await Client.exists():
        raise AlreadyInUse(
            "This practice has clients of its own; the demo practice is only added to an empty one."
        )
    async with db.transaction():
        await _add_practice()
    return True


async def _add_practice() -> None:
    now = datetime.now(UTC)
    if not await SystemSetting.exists():
        await set_settings(by=Actor.system("demo"), values=SETTINGS)
        await load_settings()  # what clients agreed to names the practice
    await OfficeLocation.insert(OfficeLocation(id=demo_id("location", "main"), **LOCATION))
    await _add_staff(now)
    await _add_clients(now)
    await _add_accounts(now)
    practice = DemoPractice(
        clients={person.key: demo_id("client", person.key) for _, person, _ in CLIENTS},
        accounts={key: demo_id("account", key) for key, *_ in ACCOUNTS},
        staff={person.key: demo_id("staff", person.key) for person, _ in STAFF},
        groups={name: demo_id("group", name) for name in GROUPS},
        names={key: name for key, name, *_ in ACCOUNTS}
        | {person.key: _shown_name(person) for person, _ in STAFF},
        clinician_of={person.key: clinician for _, person, clinician in CLIENTS},
        writer_of={client: key for key, _, client, *_ in ACCOUNTS},
    )
    for panel in PANELS:
        if panel.demo is not None:
            await panel.demo(practice)
    await count_months()


def _shown_name(person: _Person) -> str:
    name = f"{person.first_name} {person.last_name}"
    return f"{name}, {person.credentials}" if person.credentials else name


async def _add_staff(now: datetime) -> None:
    for name, rules in PROFILES.items():
        await add_profile(
            profile_id=demo_id("profile", name),
            name=name,
            rules=rules,
            client_admin=name == "Administrator",
        )
    for person, profile in STAFF:
        await StaffMember.insert(
            StaffMember(
                id=demo_id("staff", person.key),
                first_name=person.first_name,
                last_name=person.last_name,
                credentials=person.credentials,
                email=f"{person.key}@example.org",
                profile=demo_id("profile", profile) if profile else None,
                created_at=now - STARTED,
            )
        )
        await create_sign_in(
            staff_id=demo_id("staff", person.key),
            username=person.key,
            email=f"{person.key}@example.org",
            password=demo_password(person.key),
            must_change_password=False,
        )
    for name, members in GROUPS.items():
        await UserGroup.insert(UserGroup(id=demo_id("group", name), name=name))
        await UserGroupMember.insert(
            *(
                UserGroupMember(user_group=demo_id("group", name), staff=demo_id("staff", member))
                for member in members
            )
        )


async def _add_clients(now: datetime) -> None:
    for number, person, clinician in CLIENTS:
        await Client.insert(
            Client(
                id=demo_id("client", person.key),
                number=number,
                first_name=person.first_name,
                last_name=person.last_name,
                preferred_name=person.preferred_name,
                email="" if person.key == "max" else f"{person.key}@example.org",
                language=(Language.SPANISH if person.key == "charlie" else Language.ENGLISH).value,
                **details.birth_date_columns(demo_id("client", person.key), BIRTH_DATES[person.key]),
                **details.phone_columns(demo_id("client", person.key), PHONES[person.key]),
                created_at=now - STARTED,
            )
        )
        await ClientAssignment.insert(
            ClientAssignment(
                client=demo_id("client", person.key),
                staff=demo_id("staff", clinician),
                starts_on=date(2026, 1, 5),
            )
        )


async def _add_accounts(now: datetime) -> None:
    for key, name, client, kind, language in ACCOUNTS:
        account_id = demo_id("account", key)
        await PortalAccount.insert(
            PortalAccount(
                id=account_id,
                username=key,
                display_name=name,
                email=f"{key}@example.org",
                active=True,
                must_change_password=False,
                language=language.value if language is not Language.ENGLISH else None,
                last_sign_in_at=None if key == "charlie" else now - timedelta(days=4, hours=3),
                passkey_offered_at=None if key == "charlie" else now - timedelta(days=200),
                created_at=now - STARTED,
            )
        )
        await AccountSecret.insert(
            AccountSecret(
                account=account_id, password_hash=await hash_password(demo_password(key)), changed_at=now
            )
        )
        await Grant.insert(
            Grant(
                account=account_id,
                client=demo_id("client", client),
                kind=kind.value,
                starts_on=date(2026, 1, 5),
                created_at=now - STARTED,
            )
        )

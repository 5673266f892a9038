"""Basic Information as parts: what somebody is called and how they are reached, and who they are by law."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from app import db
from app.changes import fields
from app.changes.parts import FieldGroup, Part
from app.changes.rules import Section
from app.clients import details
from app.clients.lists.person import PRONOUNS
from app.clients.tables import Client
from app.encryption import mac
from app.information.tables import ClientIdentity, ClientInformation
from app.web.language import _l

COLUMNS = """
client.*, more.middle_name, more.pronouns, more.home_phone, more.work_phone, more.address, more.details, who.ssn
"""
FROM = """
from client left join client_information more on more.id = client.id
left join client_identity who on who.id = client.id
"""
READ = f"select {COLUMNS} {FROM} where client.id = $1"
MAKE = "insert into client_information (id) values ($1) on conflict do nothing"
PLAIN = ("first_name", "last_name", "preferred_name", "email")
PLAIN_BESIDE = ("middle_name", "pronouns")
SEALED_BESIDE = ("home_phone", "work_phone", "address")

NO_FIRST_NAME = _l("Type your first name.")
NO_LAST_NAME = _l("Type your last name.")
NO_BIRTH_DATE = _l("Type your date of birth.")


async def read_basic(client_id: UUID, subject: UUID) -> dict[str, str] | None:
    """Give Basic Information; the subject is the client."""
    both = await read_both(client_id)
    return None if both is None or subject != client_id else both[0]


async def read_identity(client_id: UUID, subject: UUID) -> dict[str, str] | None:
    both = await read_both(client_id)
    return None if both is None or subject != client_id else both[1]


async def read_both(client_id: UUID) -> tuple[dict[str, str], dict[str, str]] | None:
    """Give Basic Information and identity in one statement."""
    row = await db.row(READ, client_id)
    return None if row is None else both_of_row(row)


def both_of_row(row: db.Record) -> tuple[dict[str, str], dict[str, str]]:
    """Give Basic Information and identity of a row of COLUMNS."""
    client_id = row["id"]
    basic = {name: row[name] or "" for name in (*PLAIN, *PLAIN_BESIDE)}
    basic["phone"] = details.phone(client_id, row["phone"])
    for name in SEALED_BESIDE:
        column = getattr(ClientInformation, name)
        basic[name] = "" if row[name] is None else column.open(row[name], row=client_id)
    born_on = details.birth_date(client_id, row["birth_date"])
    ssn = "" if row["ssn"] is None else ClientIdentity.ssn.open(row["ssn"], row=client_id)
    return basic, {"born_on": born_on.isoformat() if born_on else "", "ssn": ssn}


async def write_basic(client_id: UUID, _subject: UUID, texts: Mapping[str, str]) -> None:
    ours: dict[Any, Any] = {getattr(Client, name): texts[name] for name in PLAIN if name in texts}
    if "phone" in texts:
        ours |= details.phone_columns(client_id, texts["phone"])
    if ours:
        await Client.update(ours).where(Client.id == client_id)
    beside: dict[Any, Any] = columns_beside(client_id, texts)
    if beside:
        await db.rows(MAKE, client_id)
        await ClientInformation.update(beside).where(ClientInformation.id == client_id)


def columns_beside(client_id: UUID, texts: Mapping[str, str]) -> dict[Any, Any]:
    """Give the columns of the information beside the client's own row that hold these texts."""
    columns: dict[Any, Any] = {
        getattr(ClientInformation, name): texts[name] for name in PLAIN_BESIDE if name in texts
    }
    for name in SEALED_BESIDE:
        if name in texts:
            column = getattr(ClientInformation, name)
            columns[column] = column.seal(texts[name], row=client_id) if texts[name] else None
    return columns


async def write_identity(client_id: UUID, _subject: UUID, texts: Mapping[str, str]) -> None:
    if "born_on" in texts:
        born_on = date.fromisoformat(texts["born_on"]) if texts["born_on"] else None
        columns: dict[Any, Any] = dict(details.birth_date_columns(client_id, born_on))
        await Client.update(columns).where(Client.id == client_id)
    if "ssn" not in texts:
        return
    if not texts["ssn"]:
        await ClientIdentity.delete().where(ClientIdentity.id == client_id)
        return
    await ClientIdentity.insert(
        ClientIdentity(
            id=client_id,
            ssn=ClientIdentity.ssn.seal(texts["ssn"], row=client_id),
            ssn_hash=hash_of_ssn(texts["ssn"]),
        )
    ).on_conflict(
        target=ClientIdentity.id,
        action="DO UPDATE",
        values=[ClientIdentity.ssn, ClientIdentity.ssn_hash],
    )


SAME_NUMBER = """
select client.number from client_identity own
join client_identity other on other.ssn_hash = own.ssn_hash and other.id <> own.id
join client on client.id = other.id where own.id = $1 order by client.number
"""


async def same_number_as(client_id: UUID) -> tuple[int, ...]:
    """Give the client numbers of other charts with the same Social Security number: one person may have two charts."""
    return tuple(row["number"] for row in await db.rows(SAME_NUMBER, client_id))


def hash_of_ssn(nine_digits: str) -> bytes:
    return mac("client ssn", nine_digits)


BASIC = Part(
    name="basic",
    section=Section.BASIC,
    title=_l("Basic Information"),
    groups=(
        FieldGroup(
            _l("Your name"),
            (
                fields.line("first_name", _l("First name"), missing=NO_FIRST_NAME, autocomplete="given-name"),
                fields.line("middle_name", _l("Middle name"), autocomplete="additional-name"),
                fields.line("last_name", _l("Last name"), missing=NO_LAST_NAME, autocomplete="family-name"),
                fields.line(
                    "preferred_name",
                    _l("Preferred name"),
                    hint=_l("What we should call you, if that is not your first name."),
                    autocomplete="nickname",
                ),
                fields.choice("pronouns", _l("Pronouns"), PRONOUNS),
            ),
        ),
        FieldGroup(
            _l("How we reach you"),
            (
                fields.email(
                    "email",
                    _l("E-mail address"),
                    hint=_l(
                        "Without one, we cannot tell you that something waits here. "
                        "The e-mail address you sign in with is changed under “Your account”."
                    ),
                    own=True,
                ),
                fields.phone_number(
                    "phone",
                    _l("Mobile phone"),
                    hint=_l("With the area code, such as 312 555 0107."),
                    autocomplete="tel",
                ),
                fields.phone_number("home_phone", _l("Home phone"), autocomplete="home tel"),
                fields.phone_number("work_phone", _l("Work phone"), autocomplete="work tel"),
                fields.address("address", _l("Address"), own=True),
            ),
        ),
    ),
    read=read_basic,
    write=write_basic,
    told=frozenset({"email", "phone", "home_phone", "work_phone", "address"}),
)
IDENTITY = Part(
    name="identity",
    section=Section.BASIC,
    title=_l("Date of birth and Social Security number"),
    groups=(
        FieldGroup(
            "",
            (
                fields.day("born_on", _l("Date of birth"), past=True, missing=NO_BIRTH_DATE, birthday=True),
                fields.social_security_number(
                    "ssn",
                    _l("Social Security number"),
                    hint=_l(
                        "Nine digits. You do not have to give it. Leave it empty to keep what is on file."
                    ),
                ),
            ),
        ),
    ),
    read=read_identity,
    write=write_identity,
)

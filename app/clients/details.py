"""What is kept of a client encrypted, and the keyed hashes by which it is found again."""

from datetime import date
from typing import Any
from uuid import UUID

from app.clients.tables import Client
from app.encryption import mac


def birth_date_columns(client_id: UUID, born_on: date | None) -> dict[str, Any]:
    """Give the columns of a client that hold a birth date; None: it is not known."""
    if born_on is None:
        return {"birth_date": None, "birth_date_hash": None}
    iso = born_on.isoformat()
    return {
        "birth_date": Client.birth_date.seal(iso, row=client_id),
        "birth_date_hash": hash_of_birth_date(born_on),
    }


def phone_columns(client_id: UUID, phone: str) -> dict[str, Any]:
    """Give the columns of a client that hold a phone number; "": it is not known."""
    if not phone:
        return {"phone": None, "phone_hash": None}
    return {"phone": Client.phone.seal(phone, row=client_id), "phone_hash": hash_of_phone(phone)}


def birth_date(client_id: UUID, stored: bytes | None) -> date | None:
    """Open a stored birth date."""
    return None if stored is None else date.fromisoformat(Client.birth_date.open(stored, row=client_id))


def phone(client_id: UUID, stored: bytes | None) -> str:
    """Open a stored phone number; "" when none is known."""
    return "" if stored is None else Client.phone.open(stored, row=client_id)


def hash_of_birth_date(born_on: date) -> bytes:
    return mac("client birth date", born_on.isoformat())


def hash_of_phone(phone_number: str) -> bytes:
    """Hash the last ten digits: with or without a country's code, or an extension, it is the same phone."""
    digits = "".join(character for character in phone_number.partition(";")[0] if character.isdecimal())
    return mac("client phone", digits[-10:])

"""Encryption of fields, and keys derived from the one secret.

A value is AES-256-GCM, bound to its table, column and row: a ciphertext copied to another row does not
open. Its first byte is the format, the next the id of the key; keys are a ring, so that old rows stay
readable while a new key is brought in.
"""

import hashlib
import hmac
import json
import secrets
from functools import lru_cache
from typing import Any, overload
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from piccolo.columns import Bytea
from piccolo.table import Table

from app import config

FORMAT = 1
NONCE_BYTES = 12
HEADER_BYTES = 2
SHORTEST = HEADER_BYTES + NONCE_BYTES


class Ciphertext(bytes):
    """Bytes that only `Encrypted.seal` makes."""


class Unreadable(Exception):
    """The value was changed, belongs to another row, or its key is not in FIELD_KEYS."""


class Encrypted(Bytea):
    """A column whose values are encrypted before they reach the database.

    Piccolo does not know the row when it writes a column, so the use case seals and opens by hand,
    with the id it made for the row.
    """

    @property
    def name(self) -> str:
        return self._meta.name

    @property
    def table_name(self) -> str:
        return self._meta.table._meta.tablename  # noqa: SLF001  # Piccolo's documented way to a table's name

    @property
    def place(self) -> str:
        """Name the column with its table: "message.body"."""
        return f"{self.table_name}.{self.name}"

    @overload
    def __get__(self, instance: Table, owner: Any = None) -> bytes: ...

    @overload
    def __get__(self, instance: None, owner: Any = None) -> "Encrypted": ...

    def __get__(self, instance: Table | None, owner: Any = None) -> "bytes | Encrypted":
        return instance.__dict__[self._meta.name] if instance is not None else self

    def seal(self, text: str, *, row: UUID) -> Ciphertext:
        """Encrypt `text` for this column of the row `row`."""
        _, key = config.current().field_keys[0]
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = _cipher(key).encrypt(nonce, text.encode(), self._bound(row))
        return Ciphertext(first_header() + nonce + sealed)

    def open(self, stored: bytes, *, row: UUID) -> str:
        """Decrypt what this column of the row `row` holds.

        Raises Unreadable when it was not sealed for this very place, or by a key no longer known.
        """
        key = dict(config.current().field_keys).get(stored[1]) if len(stored) >= SHORTEST else None
        if key is None or stored[0] != FORMAT:
            raise Unreadable(f"{self.place}.{row}: no key of FIELD_KEYS opens it")
        nonce, sealed = (
            stored[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES],
            stored[HEADER_BYTES + NONCE_BYTES :],
        )
        try:
            return _cipher(key).decrypt(nonce, sealed, self._bound(row)).decode()
        except InvalidTag:
            raise Unreadable(f"{self.place}.{row}: changed, or moved from another row") from None

    def seal_json(self, value: Any, *, row: UUID) -> Ciphertext:
        """Encrypt a JSON value for this column of the row `row`."""
        return self.seal(json.dumps(value, separators=(",", ":")), row=row)

    def open_json(self, stored: bytes, *, row: UUID) -> Any:
        """Decrypt a JSON value; raises Unreadable like `open`."""
        return json.loads(self.open(stored, row=row))

    def _bound(self, row: UUID) -> bytes:
        return f"{self.place}.{row}".encode()


def first_header() -> bytes:
    """Give what a value begins with that the first of FIELD_KEYS sealed."""
    return bytes((FORMAT, config.current().field_keys[0].id))


def key_of(header: bytes) -> int | None:
    """Give the number of the key that sealed a value which begins so; None for what was never sealed."""
    return header[1] if len(header) >= HEADER_BYTES and header[0] == FORMAT else None


def encrypted_columns() -> list[Encrypted]:
    """Give every encrypted column of every table there is, in the order of the packages."""
    from piccolo.conf.apps import (
        Finder,  # it brings along a formatter of code, which takes its time and memory
    )

    return [
        column
        for table in Finder().get_table_classes()
        for column in table._meta.columns  # noqa: SLF001  # Piccolo's documented way to a table's columns
        if isinstance(column, Encrypted)
    ]


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@lru_cache(maxsize=64)
def derived_key(purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose from SECRET_KEY."""
    return hmac.digest(config.current().secret_key, f"client-portal:{purpose}".encode(), "sha256")


def mac(purpose: str, *parts: str | bytes) -> bytes:
    """Authenticate `parts` for one purpose; each part is length-prefixed, so none runs into the next."""
    message = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode()
        message.update(len(raw).to_bytes(8, "big") + raw)
    return hmac.digest(derived_key(purpose), message.digest(), "sha256")

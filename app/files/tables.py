"""Files kept for a chart, and the pieces of those that are kept in the database itself."""

from enum import StrEnum

from piccolo.columns import (
    UUID,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id
from app.encryption import Encrypted
from app.files.rules import FileKind, Reason


class FileState(StrEnum):
    """How far the check of a file has come; it is shown to nobody before it is clean."""

    RECEIVED = "received"
    CHECKING = "checking"
    CLEAN = "clean"
    QUARANTINED = "quarantined"

    @property
    def is_waiting(self) -> bool:
        """Whether its check is still to come, or goes on."""
        return self in (FileState.RECEIVED, FileState.CHECKING)


class StoredFile(Table, tablename="stored_file"):
    """A file of a chart. Its bytes lie in the storage under `place`, encrypted with `data_key`."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    place = UUID(unique=True, default=new_id)
    data_key = Encrypted()
    name = Encrypted()
    kind = Varchar(length=10, choices=FileKind)
    size_bytes = Integer()
    sha256 = Bytea()
    pages = Integer(default=1)
    from_client = Boolean()
    state = Varchar(length=20, choices=FileState, default=FileState.RECEIVED)
    reason = Varchar(length=20, choices=Reason, null=True, default=None)  # none: not quarantined
    received_at = Timestamptz()
    claimed_at = Timestamptz(null=True, default=None)  # none: no check has begun
    tries = Integer(
        default=0
    )  # how often the scanner gave up on it since it came, or was to be checked again
    checked_at = Timestamptz(null=True, default=None)  # none: no check has ended


class FilePiece(Table, tablename="file_piece"):
    """A piece of an encrypted file, where files are kept in the database. Its file may not be there yet."""

    id = BigSerial(primary_key=True)
    place = UUID(default=None)
    number = Integer()
    content = Bytea()
    written_at = Timestamptz()

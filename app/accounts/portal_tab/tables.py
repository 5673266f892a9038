"""What only the client and the practice know of a client; never registered in the admin."""

from piccolo.columns import UUID, Bytea, Date, ForeignKey, Integer, OnDelete, Timestamptz
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id


class ClientSecret(Table, tablename="client_secret"):
    """The safe word of a client, as a keyed hash, and how often it was tried on the last day somebody did."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, unique=True, on_delete=OnDelete.restrict)
    safe_word_hash = Bytea()
    changed_at = Timestamptz()
    tried_on = Date(null=True, default=None)  # none: never tried
    tries = Integer(default=0)

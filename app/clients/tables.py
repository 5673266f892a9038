"""The person a chart is about."""

from piccolo.columns import UUID, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table

from app.db import new_id
from app.encryption import Encrypted
from app.web.language import Language


class Client(Table, tablename="client"):
    """One chart. Names are kept as typed: never split, never re-cased."""

    id = UUID(primary_key=True, default=new_id)
    number = Integer(unique=True, default=None, null=False)
    first_name = Varchar(length=100)
    last_name = Varchar(length=100)
    preferred_name = Varchar(length=100, default="")
    email = Varchar(length=254, default="")  # of the chart; the one links go to is the account's
    language = Varchar(length=5, choices=Language, null=True, default=None)  # none: not known
    birth_date = Encrypted(null=True, default=None)  # none: not known
    birth_date_hash = Bytea(null=True, default=None, index=True)  # none: likewise
    phone = Encrypted(null=True, default=None)  # none: not known
    phone_hash = Bytea(null=True, default=None, index=True)  # none: likewise
    discharged_on = Date(null=True, default=None)  # none: in care
    created_at = Timestamptz()

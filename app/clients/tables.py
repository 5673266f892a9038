"""The person a chart is about."""

from piccolo.columns import UUID, Integer, Timestamptz, Varchar
from piccolo.table import Table

from app.db import new_id


class Client(Table, tablename="client"):
    """One chart. Names are kept as typed: never split, never re-cased."""

    id = UUID(primary_key=True, default=new_id)
    number = Integer(unique=True, default=None, null=False)
    first_name = Varchar(length=100)
    last_name = Varchar(length=100)
    preferred_name = Varchar(length=100, default="")
    created_at = Timestamptz()

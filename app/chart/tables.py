"""Files of charts that were taken in."""

from piccolo.columns import UUID, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.db import new_id


class ImportedCharts(Table, tablename="imported_charts"):
    """One file of clients, contacts, policies or assignments that was taken in, by the hash of its bytes."""

    id = UUID(primary_key=True, default=new_id)
    what = Varchar(length=20)
    digest = Varchar(length=64)
    imported_at = Timestamptz()
    imported_by_name = Varchar(length=200)
    added = Integer()
    changed = Integer()

    charts_imported_once = Unique(["what", "digest"])

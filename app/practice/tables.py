"""What the practice decides about itself."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.db import new_id


class SystemSetting(Table, tablename="system_setting"):
    """A setting the practice gave a value of its own; without a row the default of `settings.py` holds."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=60, unique=True)
    value = Text()
    changed_at = Timestamptz()
    changed_by = UUID(default=None, null=True)  # a staff member; none where the system set it

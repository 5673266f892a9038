"""What the practice decides about itself."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.db import new_id


class SystemSetting(Table, tablename="system_setting"):
    """A setting the practice gave a value of its own; without a row the default of `declared.py` holds."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=60, unique=True)
    value = Text(null=True, default=None)  # none: the default holds again, and the row tells who said so
    changed_at = Timestamptz()
    changed_by = UUID(default=None, null=True)  # a staff member; none where the system set it
    changed_by_name = Varchar(length=200, default="")


class OfficeLocation(Table, tablename="office_location"):
    """Where the practice sees clients. The lines of the address are kept as typed."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=100, unique=True)
    street = Varchar(length=200, default="")
    city = Varchar(length=100, default="")
    state = Varchar(length=50, default="")
    postal_code = Varchar(length=20, default="")
    phone = Varchar(length=40, default="")
    zone = Varchar(length=60, default="")
    active = Boolean(default=True)


class SettingsVersion(Table, tablename="settings_version"):
    """One row: how often the settings have changed. Processes compare it with the settings they have in memory."""

    id = UUID(primary_key=True, default=new_id)
    version = Integer(default=1)


class PracticeLogo(Table, tablename="practice_logo"):
    """The practice's logo as every page shows it; one row at most. Its address carries its digest."""

    id = UUID(primary_key=True, default=new_id)
    content = Bytea()  # a PNG made anew from what was sent
    digest = Varchar(length=64)  # SHA-256 of the content, in hexadecimal
    width = Integer()  # pixels
    height = Integer()
    changed_at = Timestamptz()
    changed_by = UUID(default=None, null=True)  # a staff member; none where the system set it
    changed_by_name = Varchar(length=200, default="")

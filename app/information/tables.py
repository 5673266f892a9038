"""What clients look after themselves, beside what their chart begins with."""

from piccolo.columns import UUID, Bytea, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id
from app.encryption import Encrypted
from app.information.rules import Role


class ClientInformation(Table, tablename="client_information"):
    """Basic Information and Details that the chart's first page does not hold; its id is the client's."""

    id = UUID(primary_key=True, default=new_id)
    middle_name = Varchar(length=100, default="")
    pronouns = Varchar(length=20, default="")
    home_phone = Encrypted(null=True, default=None)  # none: not known
    work_phone = Encrypted(null=True, default=None)  # none: likewise
    address = Encrypted(null=True, default=None)  # none: likewise; else JSON
    details = Encrypted(null=True, default=None)  # none: nothing was told; else JSON, by field


class ClientIdentity(Table, tablename="client_identity"):
    """The Social Security number, in a table that the admin never shows; its id is the client's."""

    id = UUID(primary_key=True, default=new_id)
    ssn = Encrypted()
    ssn_hash = Bytea(index=True)


class Contact(Table, tablename="contact"):
    """Somebody who stands in a chart for a client. Each role uses the columns that its form asks for."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=20, choices=Role, default=None)
    name = Varchar(length=100)
    relationship = Varchar(length=10, default="")  # by HL7 v3 RoleCode
    organization = Varchar(length=100, default="")  # of a physician: the practice
    # Plain, since the office looks them up and mends them in the admin; the others it can live without there.
    phone = Varchar(length=40, default="")
    other_phone = Varchar(length=40, default="")
    fax = Varchar(length=40, default="")
    email = Varchar(length=254, default="")
    npi = Varchar(length=10, default="")
    address = Encrypted(null=True, default=None)  # none: not known; else JSON
    paper = Encrypted(
        null=True, default=None
    )  # none: not known; else what makes somebody guardian, or the one who pays
    starts_on = Encrypted(
        null=True, default=None
    )  # none: not known; of a parent it is the client's day of birth
    ended_on = Date(null=True, default=None)  # none: still stands
    added_at = Timestamptz()

"""E-mails that let somebody choose a password, and how often they were asked for."""

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

from app.accounts.links.rules import Delivery, Purpose
from app.accounts.tables import PortalAccount
from app.clients.tables import Client
from app.db import new_id
from app.staff.tables import StaffMember


class SignInLink(Table, tablename="sign_in_link"):
    """A link sent by e-mail. Its token is derived when it is sent: nothing that opens an account stands here."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(PortalAccount, null=False, on_delete=OnDelete.restrict)
    purpose = Varchar(length=20, choices=Purpose)
    version = Integer(default=1)
    to_address = Varchar(length=254)
    way_on = Varchar(length=500, default="")
    """What was asked for, which is where it leads."""
    made_by = ForeignKey(StaffMember, null=True, on_delete=OnDelete.restrict)  # none: asked for by the client
    made_at = Timestamptz()
    ends_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)  # none: not used
    superseded_at = Timestamptz(null=True, default=None)  # none: there is no newer one
    delivery = Varchar(length=15, choices=Delivery, default=Delivery.WAITING)
    delivered_at = Timestamptz(null=True, default=None)  # none: still waiting


class LinkAsking(Table, tablename="link_asking"):
    """That a link was asked for. Names and addresses stand here as keyed hashes only."""

    id = BigSerial(primary_key=True)
    name_hash = Bytea()
    address_hash = Bytea()
    asked_at = Timestamptz()


class Invitation(Table, tablename="invitation"):
    """A client among several who were invited together, and what came of it."""

    id = UUID(primary_key=True, default=new_id)
    batch = UUID(default=None, null=False)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    asked_by = ForeignKey(StaffMember, null=False, on_delete=OnDelete.restrict)
    asked_at = Timestamptz()
    link = ForeignKey(SignInLink, null=True, on_delete=OnDelete.restrict)  # none: waiting, or refused
    already = Boolean(default=False)
    """Whether an e-mail was on its way already."""
    refusal = Varchar(length=500, default="")
    """Why nothing was sent, as it stands in the catalogue; "" while it waits, and when it went."""


class SetupKey(Table, tablename="setup_key"):
    """What lets somebody set the practice up while it has no staff: written once, to the log of the server."""

    id = UUID(primary_key=True, default=new_id)
    token_hash = Bytea()  # keyed; the key itself is kept nowhere
    made_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)  # none until an administrator was made with it
    mail_tested_at = Timestamptz(null=True, default=None)  # none until that administrator sent a test e-mail

"""Sign-ins: accounts and the charts they open, sessions, and the secrets, each in a table of its own.

Tables of secrets are never registered in the admin, whose edit form would blank them.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from piccolo.apps.user.tables import BaseUser
from piccolo.columns import (
    UUID,
    Array,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check
from piccolo.table import Table
from piccolo_api.session_auth.tables import SessionsBase

from app.activity.actor import Origin
from app.clients.tables import Client
from app.db import new_id
from app.staff.tables import StaffMember
from app.web.language import Language


class PortalAccount(Table, tablename="portal_account"):
    """A person's sign-in; which charts it opens is said by grants. The e-mail is the one links go to."""

    id = UUID(primary_key=True, default=new_id)
    username = Varchar(length=100, unique=True, help_text="Kept case-folded.")
    display_name = Varchar(length=200)
    email = Varchar(length=254, default="", index=True)
    active = Boolean(default=True)
    suspended_at = Timestamptz(null=True, default=None)  # none: not suspended
    must_change_password = Boolean(default=True)
    login_typed = Boolean(default=True)  # by staff, by hand; else made for e-mailed credentials
    language = Varchar(length=5, choices=Language, null=True, default=None)  # none: never chose one
    last_sign_in_at = Timestamptz(null=True, default=None)  # none: never signed in
    passkey_offered_at = Timestamptz(null=True, default=None)  # none: has not answered the offer yet
    created_at = Timestamptz()


class AccountSecret(Table, tablename="account_secret"):
    """The password of an account, as an argon2id hash."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(PortalAccount, null=False, unique=True, on_delete=OnDelete.restrict)
    password_hash = Varchar(length=200)
    long_enough = Boolean(default=True)
    """Whether it may stand without a second step: known only while the password is being set."""
    changed_at = Timestamptz()


class GrantKind(StrEnum):
    SELF = "self"
    GUARDIAN = "guardian"
    OTHER = "other"


class Grant(Table, tablename="chart_grant"):
    """An account opens a chart, from one day until another (the last day included). Only staff make grants."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(PortalAccount, null=False, on_delete=OnDelete.restrict)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=10, choices=GrantKind)
    starts_on = Date()
    ends_on = Date(null=True, default=None)  # none: until further notice
    revoked_at = Timestamptz(null=True, default=None)  # none: not revoked
    granted_by = UUID(default=None, null=True)  # a staff member; none where the system made it
    created_at = Timestamptz()
    areas = Array(base_column=Varchar(length=60), default=list)
    """What of the portal it opens, by the names of panels; nothing named: everything."""
    kept_by = UUID(default=None, null=True)  # none: a guardian's grant ends at the age of consent
    """The staff member who kept it past the age of consent."""
    ending_asked_at = Timestamptz(null=True, default=None)  # none: nobody asked staff to end it


class PortalSession(Table, tablename="portal_session"):
    """A browser in which somebody is signed in; the token itself stands only in its cookie."""

    id = UUID(primary_key=True, default=new_id)
    token_hash = Bytea(unique=True)
    account = ForeignKey(PortalAccount, null=False, on_delete=OnDelete.restrict)
    chart = ForeignKey(Client, null=True, on_delete=OnDelete.restrict)  # none: the account opens no chart
    previous_sign_in_at = Timestamptz(null=True, default=None)  # none: this is the first
    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    ends_at = Timestamptz()
    confirmed_at = Timestamptz()
    """When the person last proved who they are: sensitive changes ask for a proof of the last ten minutes."""
    second_step_due = Boolean(default=False)
    """The password was right and the second step is still to come: nothing else is open."""
    browser = Varchar(length=200, default="")
    network = Varchar(length=50, default="")
    device_hash = Bytea(null=True, default=None)  # none: opened without a device, by tests and tools


class SignInTry(Table, tablename="sign_in_try"):
    """A try to sign in that failed, or is under way. Names and addresses stand here as keyed hashes only."""

    id = BigSerial(primary_key=True)
    name_hash = Bytea()
    address_hash = Bytea()
    device_hash = Bytea(null=True, default=None)  # none: a device this person had not signed in from
    tried_at = Timestamptz()


class SignInTally(Table, tablename="sign_in_tally"):
    """How many tries failed in a row under a name, from devices nobody had signed in from."""

    id = UUID(primary_key=True, default=new_id)
    name_hash = Bytea(unique=True)
    in_a_row = Integer()
    failed_at = Timestamptz()


class KnownDevice(Table, tablename="known_device"):
    """A browser somebody has signed in from; its token stands only in its cookie."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(PortalAccount, null=True, on_delete=OnDelete.restrict)  # none: a staff member's
    staff = ForeignKey(StaffMember, null=True, on_delete=OnDelete.restrict)  # none: a client's
    device_hash = Bytea()
    made_at = Timestamptz()
    used_at = Timestamptz()
    second_step_until = Timestamptz(null=True, default=None)  # none: asks for the second step each time

    known_device_of_one = Check("(account is null) <> (staff is null)")


class StaffSignIn(BaseUser, tablename="staff_sign_in"):
    """How a staff member signs in; the table Piccolo Admin knows as its users."""

    staff = ForeignKey(StaffMember, null=False, unique=True, on_delete=OnDelete.restrict)
    must_change_password = Boolean(default=True)
    long_enough = Boolean(default=True)  # likewise

    def __init__(self, **values: Any) -> None:
        # The stock one would hash a hash that is not of its own kind, on the event loop, for every row it reads.
        Table.__init__(self, **values)

    def __setattr__(self, name: str, value: Any) -> None:
        # The stock one would hash `password` again, on the event loop; it is given an argon2id hash here.
        Table.__setattr__(self, name, value)

    @classmethod
    async def login(cls, username: str, password: str) -> int | None:
        """Refuse: the stock sign-in knows neither our limits nor who is active."""
        return None


class StaffSession(SessionsBase, tablename="staff_session"):
    """A browser in which a staff member is signed in; `token` holds the SHA-256 of the cookie's token."""

    created_at = Timestamptz()
    last_seen_at = Timestamptz()
    ends_at = Timestamptz()
    confirmed_at = Timestamptz()
    second_step_due = Boolean(default=False)
    browser = Varchar(length=200, default="")
    network = Varchar(length=50, default="")
    device_hash = Bytea(null=True, default=None)  # none: likewise

    @classmethod
    async def get_user_id(cls, token: str, increase_expiry: timedelta | None = None) -> int | None:
        """Give whose session this is, by our own limits: Piccolo Admin asks for it at every request."""
        from app.accounts import sessions

        staff = await sessions.staff_session(token, origin=Origin(request_id="", network=""), extend=False)
        return None if staff is None or staff.second_step_due else staff.sign_in_id

    @classmethod
    async def create_session(
        cls, user_id: int, expiry_date: datetime | None = None, max_expiry_date: datetime | None = None
    ) -> "StaffSession":
        """Refuse: sessions begin on our own page, with its checks."""
        raise NotImplementedError("Staff sign in at /staff/sign-in.")

    @classmethod
    async def remove_session(cls, token: str) -> None:
        """End the session with this token."""
        from app.accounts import sessions

        await cls.delete().where(cls.token == sessions.token_hash(token).hex())

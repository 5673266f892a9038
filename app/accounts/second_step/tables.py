"""What somebody proves with, besides the password, that it is them. Each row belongs to a client or to staff.

Tables of secrets are never registered in the admin.
"""

from piccolo.columns import UUID, BigInt, BigSerial, Bytea, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.accounts.tables import PortalAccount
from app.db import new_id
from app.encryption import Encrypted
from app.staff.tables import StaffMember


class Passkey(Table, tablename="passkey"):
    """A key that lives on somebody's device; what is kept here only checks it."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(
        PortalAccount, null=True, index=True, on_delete=OnDelete.restrict
    )  # none: a staff member's
    staff = ForeignKey(StaffMember, null=True, index=True, on_delete=OnDelete.restrict)  # none: a client's
    credential_id = Bytea(unique=True)
    public_key = Bytea()
    sign_count = BigInt(default=0)
    name = Varchar(length=60)
    added_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)  # none: not used yet

    passkey_of_one = Check("(account is null) <> (staff is null)")


class AuthenticatorApp(Table, tablename="authenticator_app"):
    """The secret an authenticator app makes its codes from."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(
        PortalAccount, null=True, unique=True, on_delete=OnDelete.restrict
    )  # none: a staff member's
    staff = ForeignKey(StaffMember, null=True, unique=True, on_delete=OnDelete.restrict)  # none: a client's
    secret = Encrypted()
    made_at = Timestamptz()
    active_at = Timestamptz(null=True, default=None)  # none: no right code came yet, so it proves nothing
    last_step = BigInt(default=0)
    """The half minute of the last code that was taken: none before it, and none twice."""

    authenticator_app_of_one = Check("(account is null) <> (staff is null)")


class RecoveryCode(Table, tablename="recovery_code"):
    """A code for when everything else is lost, as SHA-256: it holds 120 random bits."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(
        PortalAccount, null=True, index=True, on_delete=OnDelete.restrict
    )  # none: a staff member's
    staff = ForeignKey(StaffMember, null=True, index=True, on_delete=OnDelete.restrict)  # none: a client's
    code_hash = Bytea(unique=True)
    made_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)  # none: still good

    recovery_code_of_one = Check("(account is null) <> (staff is null)")


class SpentChallenge(Table, tablename="spent_challenge"):
    """A question a passkey has answered: nothing answers it again."""

    id = UUID(primary_key=True, default=new_id)
    challenge_hash = Bytea(unique=True)
    spent_at = Timestamptz()


class SecondStepTry(Table, tablename="second_step_try"):
    """A try at a second step that failed, or is under way. Whose and from where stand here as keyed hashes only."""

    id = BigSerial(primary_key=True)
    owner_hash = Bytea(null=True, default=None)  # none: a passkey nobody here has
    address_hash = Bytea()
    tried_at = Timestamptz(index=True)

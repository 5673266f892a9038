"""Portal accounts in Piccolo Admin, for looking only: their passwords and second steps are in tables it never sees."""

from app.accounts.tables import Grant, PortalAccount
from app.staff.rules import PermissionRule
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

CLIENT_PORTAL = _l("Client Portal")

ACCOUNTS = AdminTable(
    table=PortalAccount,
    name="portal_accounts",
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    columns=(
        PortalAccount.id,
        PortalAccount.username,
        PortalAccount.display_name,
        PortalAccount.email,
        PortalAccount.active,
        PortalAccount.suspended_at,
        PortalAccount.must_change_password,
        PortalAccount.login_typed,
        PortalAccount.language,
        PortalAccount.last_sign_in_at,
        PortalAccount.created_at,
    ),
    named_by=(PortalAccount.display_name, PortalAccount.username),
    ordered_by=(PortalAccount.username,),
    within_charts=True,
    labels={
        "username": _l("Login"),
        "display_name": _l("Name"),
        "email": _l("E-mail of the sign-in"),
        "suspended_at": _l("Suspended"),
        "must_change_password": _l("Change Pwd. Next Login"),
        "login_typed": _l("Login typed by staff"),
        "last_sign_in_at": _l("Last sign-in"),
        "created_at": _l("Added"),
    },
    notes={
        "active": _l("Changed under Forms: Let a client in or shut them out."),
        "suspended_at": _l("Blank: not suspended."),
        "login_typed": _l("Unticked: it was made for e-mailed credentials."),
    },
)
ACCESS = AdminTable(
    table=Grant,
    name="access_to_charts",
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    columns=(
        Grant.id,
        Grant.client,
        Grant.account,
        Grant.kind,
        Grant.starts_on,
        Grant.ends_on,
        Grant.revoked_at,
        Grant.kept_by,
        Grant.granted_by,
        Grant.ending_asked_at,
        Grant.created_at,
    ),
    named_by=(Grant.kind, Grant.starts_on),
    newest_first=Grant.created_at,
    chart=Grant.client,
    refers={"granted_by": "staff_member", "kept_by": "staff_member"},
    labels={
        "account": _l("Who signs in"),
        "starts_on": _l("From"),
        "ends_on": _l("Until"),
        "revoked_at": _l("Ended"),
        "kept_by": _l("Kept past the age of consent by"),
        "granted_by": _l("Given by"),
        "ending_asked_at": _l("The client asked to end it"),
        "created_at": _l("Given"),
    },
    notes={
        "ends_on": _l("The last day. Blank: until further notice."),
        "revoked_at": _l("Blank: nobody has ended it."),
    },
)

ADMIN = AdminPart(tables=(ACCOUNTS, ACCESS))

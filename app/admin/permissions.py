"""Who may do what in the admin: the rule of the table or form, and for rows of charts Client Admin as well."""

from uuid import UUID

from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotAllowed
from app.admin.answers import Declined
from app.staff.rules import Action, PermissionRule, may
from app.web.admin import AdminForm, AdminTable
from app.web.language import _l, gettext

NEEDS_CLIENT_ADMIN = _l("This list holds rows of every chart, so only a Client Admin can open it.")
NOT_OFFERED = _l("This cannot be done here. Look under Forms for an action that does it.")


def may_view(staff: CurrentStaff, table: AdminTable) -> bool:
    return _opens(staff, table) and may(staff.permissions, PermissionRule(table.rule), Action.VIEW)


def may_add(staff: CurrentStaff, table: AdminTable) -> bool:
    """Whether the staff member may make rows of the table, where anybody may."""
    allowed = may(staff.permissions, PermissionRule(table.rule), Action.CREATE)
    return _opens(staff, table) and allowed and Action.CREATE in offered(table)


def may_take(staff: CurrentStaff, form: AdminForm) -> bool:
    return may(staff.permissions, PermissionRule(form.rule), Action(form.action))


def check_table(staff: CurrentStaff, table: AdminTable, action: Action, *, row: UUID | None) -> None:
    """Raise NotAllowed without the rule, Declined for what nobody does in this table."""
    if not _opens(staff, table):
        raise NotAllowed(
            by=staff.actor, object_kind=kind_of(table), object_id=row, sentence=NEEDS_CLIENT_ADMIN
        )
    if not may(staff.permissions, PermissionRule(table.rule), action):
        raise NotAllowed(
            by=staff.actor, object_kind=kind_of(table), object_id=row, sentence=_needs(table.rule, action)
        )
    if action not in offered(table):
        raise Declined(405, NOT_OFFERED)


def check_form(staff: CurrentStaff, form: AdminForm) -> None:
    """Raise NotAllowed without the form's rule."""
    if not may_take(staff, form):
        raise NotAllowed(by=staff.actor, object_kind="admin_form", sentence=_needs(form.rule, form.action))


def offered(table: AdminTable) -> frozenset[Action]:
    """Give what the table lets anybody do."""
    found = {Action.VIEW}
    if table.creatable:
        found.add(Action.CREATE)
    if table.changeable:
        found.add(Action.MODIFY)
    if table.deletable:
        found.add(Action.DELETE)
    return frozenset(found)


def kind_of(table: AdminTable) -> str:
    """Give what the audit log calls a row of the table."""
    return table.table._meta.tablename  # noqa: SLF001


def _opens(staff: CurrentStaff, table: AdminTable) -> bool:
    return not table.of_charts or staff.permissions.client_admin


def _needs(rule: str, action: str) -> str:
    sentence = gettext(
        "Your profile does not have %(action)s of the rule “%(rule)s”. "
        "Ask an administrator of the practice to add it."
    )
    return sentence % {"action": gettext(action), "rule": rule}

"""The menu of Piccolo Admin: groups in the words of the practice, what is used most first.

What is not named here comes after what is, in the order the packages hand it in.
"""

from collections.abc import Iterable
from typing import TypeVar

from app.web.admin import AdminForm, AdminTable

GROUPS = (
    "Clients",
    "Client Portal",
    "Messages",
    "Forms",
    "Documents",
    "Appointments",
    "Billing",
    "Record",
    "Picklist Management",
    "Staff",
    "System settings",
    "Logs",
)
TABLES = (
    "clients",
    "client_assignments",
    "contacts",
    "insurance_policies",
    "changes_by_clients",
    "changed_fields",
    "portal_accounts",
    "access_to_charts",
    "conversations",
    "assigned_forms",
    "sent_forms",
    "task_types",
    "saved_replies",
    "document_types",
    "office_locations",
    "payers",
    "staff_members",
    "profiles",
    "profile_rules",
    "user_groups",
    "user_group_members",
    "audit_events",
    "alerts",
    "client_notices",
)
FORMS = (
    "add-a-client",
    "give-a-client-access-to-the-client-portal",
    "email-client-credential",
    "use-e-mailed-credentials-instead",
    "check-a-safe-word",
    "reset-a-client-password",
    "set-a-client-login",
    "let-a-client-in-or-shut-them-out",
)

Item = TypeVar("Item", AdminTable, AdminForm)


def in_order_of_menu(items: Iterable[Item]) -> list[Item]:
    """Give tables or forms as the menu shows them."""
    return sorted(items, key=_place)


def _place(item: AdminTable | AdminForm) -> tuple[int, int]:
    group = str(item.group.message)
    if isinstance(item, AdminTable):
        return _position(group, GROUPS), _position(item.name, TABLES)
    return _position(group, GROUPS), _position(item.slug, FORMS)


def _position(name: str, names: tuple[str, ...]) -> int:
    return names.index(name) if name in names else len(names)

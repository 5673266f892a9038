"""The permission rules: who may do what. Names are the source's, verbatim; each has four actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class PermissionRule(StrEnum):
    """The source's seven, verbatim; below them ours, one for each staff area."""

    SAVE_TO_PORTAL_FOLDER = "Client Documents Create Can Save to Client Portal Folder"
    SEND_MESSAGES = "Client Portal Can Send Messages to Client"
    ASSIGNED_UPLOAD_ALERT = "Receives Assigned Client Portal Document Upload Alert"
    ASSIGNED_FORM_ALERTS = "Receives Assigned Client Portal QnA Form Completed Alerts"
    DEMOGRAPHIC_ALERT = "Receives Client Portal Demographic Update Alert"
    ALL_UPLOAD_ALERTS = "Receives All Client Portal Document Upload Alerts"
    ALL_FORM_ALERTS = "Receives All Client Portal QnA Form Completed Alerts"

    CLIENTS = "Clients"
    PORTAL_ACCOUNTS = "Portal accounts"
    FORMS = "Forms"
    APPOINTMENTS = "Appointments"
    BILLING = "Billing"
    RECORD = "Record release"
    REPORTS = "Reports"
    STAFF = "Staff and permission rules"
    PICKLISTS = "Picklist Management"
    SETTINGS = "System settings"
    AUDIT = "Audit log"


class Action(StrEnum):
    CREATE = "Create"
    MODIFY = "Modify"
    VIEW = "View"
    DELETE = "Delete"


@dataclass(frozen=True, slots=True)
class Permissions:
    """What one staff member may do: the rules of their profile, and whether all charts are open to them."""

    staff_id: UUID
    client_admin: bool = False
    granted: Mapping[PermissionRule, frozenset[Action]] = field(default_factory=dict)


def may(permissions: Permissions, rule: PermissionRule, action: Action) -> bool:
    """Whether a rule of the staff member allows the action."""
    return action in permissions.granted.get(rule, frozenset())


def can_grant(
    giver: Permissions, granted: Mapping[PermissionRule, frozenset[Action]], *, client_admin: bool
) -> bool:
    """Whether somebody may give others this much, or take it away: nobody decides over what they do not have.

    Who may manage all staff may give every rule, or one that nobody holds any more could never be given again.
    """
    if giver.client_admin and giver.granted.get(PermissionRule.STAFF) == frozenset(Action):
        return True
    if client_admin and not giver.client_admin:
        return False
    return all(actions <= giver.granted.get(rule, frozenset()) for rule, actions in granted.items())


def may_weaken_administrators(old: Mapping[str, object] | None, new: Mapping[str, object] | None) -> bool:
    """Whether a change of a member, profile or rule can take away the last administrator: it takes something away."""
    if old is None:
        return False
    watched = ("active", "profile", "client_admin", "can_create", "can_modify", "can_view", "can_delete")
    kept = new or {}
    return any(old[column] and old[column] != kept.get(column) for column in watched if column in old)

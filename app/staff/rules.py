"""The permission rules: who may do what. Names are the source's, verbatim; each has four actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class PermissionRule(StrEnum):
    """Product description, section 13; the last is ours."""

    SAVE_TO_PORTAL_FOLDER = "Client Documents Create Can Save to Client Portal Folder"
    SEND_MESSAGES = "Client Portal Can Send Messages to Client"
    ASSIGNED_UPLOAD_ALERT = "Receives Assigned Client Portal Document Upload Alert"
    ASSIGNED_FORM_ALERTS = "Receives Assigned Client Portal QnA Form Completed Alerts"
    DEMOGRAPHIC_ALERT = "Receives Client Portal Demographic Update Alert"
    ALL_UPLOAD_ALERTS = "Receives All Client Portal Document Upload Alerts"
    ALL_FORM_ALERTS = "Receives All Client Portal QnA Form Completed Alerts"


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

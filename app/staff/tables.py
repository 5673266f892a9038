"""Who works here, in which groups, with which rules, for which clients."""

from enum import StrEnum
from typing import Any

from piccolo.columns import UUID, Boolean, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id
from app.staff.rules import PermissionRule


class Profile(Table, tablename="profile"):
    """A set of rules that staff members are given together."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=100, unique=True)
    client_admin = Boolean(default=False, help_text="Opens the charts of all clients.")


class ProfileRule(Table, tablename="profile_rule"):
    """What a profile grants of one permission rule."""

    id = UUID(primary_key=True, default=new_id)
    profile = ForeignKey(Profile, null=False, on_delete=OnDelete.cascade)  # a rule is part of its profile
    rule = Varchar(length=100, choices=PermissionRule)
    can_create = Boolean(default=False)
    can_modify = Boolean(default=False)
    can_view = Boolean(default=False)
    can_delete = Boolean(default=False)

    profile_rule_once = Unique(["profile", "rule"])


class StaffMember(Table, tablename="staff_member"):
    """Somebody who works at the practice. How they sign in is kept elsewhere."""

    id = UUID(primary_key=True, default=new_id)
    first_name = Varchar(length=100)
    last_name = Varchar(length=100)
    credentials = Varchar(length=60, default="", help_text='Shown after the name, such as "LCSW".')
    email = Varchar(length=254, default="")
    active = Boolean(default=True)
    profile = ForeignKey(Profile, null=True, on_delete=OnDelete.restrict)  # none: no rules
    supervisor: ForeignKey[Any] = ForeignKey(
        "self", null=True, on_delete=OnDelete.restrict
    )  # none: nobody supervises them
    created_at = Timestamptz()


class UserGroup(Table, tablename="user_group"):
    """Staff members who answer for something together."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=100, unique=True)


class UserGroupMember(Table, tablename="user_group_member"):
    id = UUID(primary_key=True, default=new_id)
    user_group = ForeignKey(UserGroup, null=False, on_delete=OnDelete.cascade)  # a membership is the group's
    staff = ForeignKey(StaffMember, null=False, on_delete=OnDelete.restrict)

    user_group_member_once = Unique(["user_group", "staff"])


class AssignmentRole(StrEnum):
    CLINICIAN = "clinician"
    CARE_TEAM = "care_team"


class ClientAssignment(Table, tablename="client_assignment"):
    """A staff member looks after a client, from one day until another (the last day included)."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    staff = ForeignKey(StaffMember, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=20, choices=AssignmentRole, default=AssignmentRole.CLINICIAN)
    starts_on = Date()
    ends_on = Date(null=True, default=None)  # none: until further notice

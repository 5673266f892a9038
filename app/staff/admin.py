"""Staff in Piccolo Admin: groups, profiles and what they grant, who looks after which client."""

from app.staff import granting
from app.staff.rules import PermissionRule
from app.staff.tables import ClientAssignment, Profile, ProfileRule, UserGroup, UserGroupMember
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

STAFF = _l("Staff")
CLIENTS = _l("Clients")
NOTHING_TO_DO = _l(
    "Rules that begin with “Receives” have View only: their other actions may be ticked and do nothing."
)
TICKS = (ProfileRule.can_create, ProfileRule.can_modify, ProfileRule.can_view, ProfileRule.can_delete)

USER_GROUPS = AdminTable(
    table=UserGroup,
    name="user_groups",
    group=STAFF,
    rule=PermissionRule.STAFF,
    columns=(UserGroup.id, UserGroup.name),
    named_by=(UserGroup.name,),
    creatable=(UserGroup.name,),
    changeable=(UserGroup.name,),
    needed=(UserGroup.name,),
    deletable=True,
)

USER_GROUP_MEMBERS = AdminTable(
    table=UserGroupMember,
    name="user_group_members",
    group=STAFF,
    rule=PermissionRule.STAFF,
    columns=(UserGroupMember.id, UserGroupMember.user_group, UserGroupMember.staff),
    named_by=(UserGroupMember.id,),
    creatable=(UserGroupMember.user_group, UserGroupMember.staff),
    needed=(UserGroupMember.user_group, UserGroupMember.staff),
    deletable=True,
)

PROFILES = AdminTable(
    table=Profile,
    name="profiles",
    group=STAFF,
    rule=PermissionRule.STAFF,
    columns=(Profile.id, Profile.name, Profile.client_admin),
    named_by=(Profile.name,),
    creatable=(Profile.name, Profile.client_admin),
    changeable=(Profile.name, Profile.client_admin),
    needed=(Profile.name,),
    deletable=True,
    notes={"client_admin": _l("Opens the charts of all clients.")},
    once_written=granting.check_profile,
)

PROFILE_RULES = AdminTable(
    table=ProfileRule,
    name="profile_rules",
    group=STAFF,
    rule=PermissionRule.STAFF,
    columns=(ProfileRule.id, ProfileRule.profile, ProfileRule.rule, *TICKS),
    named_by=(ProfileRule.rule,),
    ordered_by=(ProfileRule.profile, ProfileRule.rule),
    creatable=(ProfileRule.profile, ProfileRule.rule, *TICKS),
    changeable=TICKS,
    needed=(ProfileRule.profile, ProfileRule.rule),
    deletable=True,
    labels={
        "can_create": _l("Create"),
        "can_modify": _l("Modify"),
        "can_view": _l("View"),
        "can_delete": _l("Delete"),
    },
    notes={"can_create": NOTHING_TO_DO, "can_modify": NOTHING_TO_DO, "can_delete": NOTHING_TO_DO},
    once_written=granting.check_profile_rule,
)

CLIENT_ASSIGNMENTS = AdminTable(
    table=ClientAssignment,
    name="client_assignments",
    group=CLIENTS,
    rule=PermissionRule.CLIENTS,
    columns=(
        ClientAssignment.id,
        ClientAssignment.client,
        ClientAssignment.staff,
        ClientAssignment.role,
        ClientAssignment.starts_on,
        ClientAssignment.ends_on,
    ),
    named_by=(ClientAssignment.role, ClientAssignment.starts_on),
    creatable=(
        ClientAssignment.client,
        ClientAssignment.staff,
        ClientAssignment.role,
        ClientAssignment.starts_on,
        ClientAssignment.ends_on,
    ),
    changeable=(ClientAssignment.role, ClientAssignment.starts_on, ClientAssignment.ends_on),
    needed=(ClientAssignment.client, ClientAssignment.staff, ClientAssignment.starts_on),
    deletable=True,
    chart=ClientAssignment.client,
    labels={"starts_on": _l("From"), "ends_on": _l("Until")},
    notes={"ends_on": _l("The last day. Blank: until further notice.")},
)

ADMIN = AdminPart(tables=(USER_GROUPS, USER_GROUP_MEMBERS, PROFILES, PROFILE_RULES, CLIENT_ASSIGNMENTS))

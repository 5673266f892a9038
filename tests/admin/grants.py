"""Giving somebody exactly these permissions, for a test."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.demo import demo_id
from app.staff.rules import Action, PermissionRule
from app.staff.service import GRANTED_COLUMN
from app.staff.tables import Profile, ProfileRule, StaffMember
from tests import people

Granted = Mapping[PermissionRule, frozenset[Action]]
ALL = frozenset(Action)


async def give(name: str, granted: Granted, *, client_admin: bool = False) -> UUID:
    """Give a staff member a profile of their own that holds this and nothing else; give its id."""
    profile = demo_id("profile", f"of {name}")
    await Profile.insert(Profile(id=profile, name=f"Of {name}", client_admin=client_admin))
    for rule, actions in granted.items():
        ticks: Any = {column: action in actions for action, column in GRANTED_COLUMN.items()}
        await ProfileRule.insert(ProfileRule(profile=profile, rule=rule.value, **ticks))
    await StaffMember.update({StaffMember.profile: profile}).where(StaffMember.id == people.staff_id(name))
    return profile

"""What is still open of setting the practice up, of which the second step is a part."""

import json
from dataclasses import dataclass
from typing import Any

from app import db
from app.accounts.second_step.standing import HAS_SECOND_STEP
from app.accounts.sessions import CurrentStaff
from app.notices import mail
from app.staff.rules import Action, PermissionRule, may

PATH = "/staff/setup"
STILL_OPEN = f"""
select json_build_object(
  'untested', key.mail_tested_at is null,
  'alone', not exists (select from client),
  'unproven', (select first.active and not {HAS_SECOND_STEP.format(column="staff", owner="first.id")}
    from staff_member first order by first.created_at, first.id limit 1))
from setup_key key where key.used_at is not null order by key.used_at desc limit 1
"""
"""Nothing for a practice that was not set up by its pages."""


@dataclass(frozen=True, slots=True)
class StillOpen:
    second_step: bool = False
    """Of the first who worked here, as long as they do."""
    mail: bool = False
    first_client: bool = False


def still_open(row: dict[str, Any] | None) -> StillOpen:
    """Read what `STILL_OPEN` found."""
    if row is None:
        return StillOpen()
    return StillOpen(bool(row["unproven"]), row["untested"] and mail.is_possible(), row["alone"])


async def way_back(staff: CurrentStaff) -> str:
    """Give where somebody goes on setting up, while anything of it is open and they may; else "" (one statement)."""
    if not may(staff.permissions, PermissionRule.SETTINGS, Action.MODIFY):
        return ""
    row = await db.row(f"select ({STILL_OPEN}) as found")
    found = json.loads(row["found"]) if row and row["found"] else None
    return PATH if still_open(found) != StillOpen() else ""

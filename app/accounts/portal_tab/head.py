"""How the client gets into the portal, for the head of their chart."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.portal_tab.accounts import ACCOUNTS, Failures, account_of, way_in
from app.accounts.portal_tab.page import standing_of
from app.web.language import gettext
from app.web.panel import HeadFact, HeadPart

MOMENTS = (
    "suspended_at", "last_sign_in_at", "password_changed_at", "invited_at", "invitation_ends_at",
)  # fmt: skip
STATEMENT = f"""
(select json_agg(opening) from ({
    ACCOUNTS.replace("any($1)", "any(array[chart.id])").replace("$2", "{today}")
}) opening)
"""


def facts(_client_id: UUID, found: list[dict[str, Any]] | None) -> tuple[HeadFact, ...]:
    """Say how the client gets in. A short lock after wrong passwords is told on the tab alone."""
    accounts = [account_of(_read(row), Failures(), []) for row in found or ()]
    standing = standing_of(way_in(accounts))
    words = gettext("Portal: %(standing)s") % {"standing": standing.words}
    return (HeadFact(words, leaf="/portal", look=standing.look),)


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """Give the columns of an account that travelled as JSON."""
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in MOMENTS}
    days = {
        name: datetime.fromisoformat(row[name]).date() if row[name] else None
        for name in ("starts_on", "discharged_on")
    }
    ids = {name: UUID(row[name]) for name in ("id", "client_id")}
    birth_date = bytes.fromhex(row["birth_date"].removeprefix("\\x")) if row["birth_date"] else None
    return row | moments | days | ids | {"birth_date": birth_date}


PART = HeadPart("portal", STATEMENT, facts)

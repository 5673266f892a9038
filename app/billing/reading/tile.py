"""Billing on home, and the count beside its name."""

from datetime import date
from typing import Any

from app.accounts.sessions import today

TILE = """
select json_build_object('owed_cents', coalesce(sum(owed_cents), 0), 'due_on', min(due_on), 'credit_cents',
  coalesce((select credit_cents from billing_account where id = $1), 0))
from statement where client = $1 and owed_cents > 0
"""
"""What is owed, when the first of it is due, and what is on account."""
OPEN_STATEMENTS = """
select count(*) from (select 1 from statement where client = $1 and owed_cents > 0 limit 100) open
"""


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the tile's row as its template reads it."""
    due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return row | {"due_on": due_on, "overdue": due_on is not None and due_on < today()}

"""The head of a chart: what every page of it says of the client, handed in by the packages and read with the chart.

The app says once, as it is built, which parts there are, so that a chart page needs no statement of its own for them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.staff.rules import Action, PermissionRule, Permissions, may
from app.web.panel import HeadFact, HeadParts

TODAY = "{today}"


class _Parts:
    """Those of the app."""

    all: HeadParts = ()


def show_in_heads(parts: HeadParts) -> None:
    """Have these parts stand in the head of every chart."""
    _Parts.all = parts


def head_columns(*, today: str) -> str:
    """Give the SQL of what the parts say of the client `chart.id`, as one value of JSON."""
    named = ", ".join(f"'{part.name}', {part.statement}" for part in _Parts.all)
    return f"json_build_object({named})".replace(TODAY, today)


def facts_of(client_id: UUID, found: Mapping[str, Any], permissions: Permissions) -> tuple[HeadFact, ...]:
    """Give what the head of a chart says to a staff member, from what `head_columns` found."""
    shown = [
        part
        for part in _Parts.all
        if not part.rules or any(may(permissions, PermissionRule(rule), Action.VIEW) for rule in part.rules)
    ]
    return tuple(fact for part in shown for fact in part.facts(client_id, found.get(part.name)))


def read_head(column: str | None) -> Mapping[str, Any]:
    """Read the column that `head_columns` makes."""
    read: dict[str, Any] = json.loads(column or "{}")
    return read


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact of the head as its template shows it; without a path it leads nowhere."""

    words: str
    path: str
    look: str | None


def age_on(day: date, born_on: date) -> int:
    """Give how many years old somebody is on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))

"""Exports of a whole portal: who may ask for one, who may have one, and how it stands."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.activity.refusals import StateForbids
from app.record.rules import ExportState
from app.web.language import _l

MOST_A_DAY = 5
"""How many exports one person can have made of a chart in 24 hours: each may hold half a gigabyte."""
LATELY = timedelta(days=1)
MOST_TRIES = 3
TOO_OFTEN = _l("That was asked for several times today. Please try again tomorrow.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person has asked for of a chart."""

    waiting: bool
    lately: int


def check_can_ask(asked: Asked) -> None:
    """Raise StateForbids where somebody has asked often enough for a day; one that is being made is given anyway."""
    if not asked.waiting and asked.lately >= MOST_A_DAY:
        raise StateForbids(TOO_OFTEN)


def areas_of(text: str) -> frozenset[str]:
    """Read the areas that an export was made of; none named are all."""
    return frozenset(filter(None, text.split(",")))


def written(areas: AbstractSet[str]) -> str:
    """Write them down."""
    return ",".join(sorted(areas))


def still_opens(
    made_of: AbstractSet[str], *, areas: AbstractSet[str], made_for_self: bool, is_self: bool
) -> bool:
    """Whether whoever has these areas of the chart now may still have what an export holds."""
    within = not areas or (bool(made_of) and made_of <= areas)
    return within and (is_self or not made_for_self)


def is_there(state: ExportState, *, expires_at: datetime | None, now: datetime) -> bool:
    """Whether an export can be downloaded."""
    return state is ExportState.READY and expires_at is not None and now < expires_at

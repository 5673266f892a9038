"""What is done in the inbox: with one alert, and with several that are ticked."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from app.notices.alerts_together import MOST_TOGETHER, Settling
from app.web.forms import Form, GroupReader, one_of, text
from app.web.language import Phrase, _l

TICK_SOME = _l("Tick the alerts first, then choose what to do with them.")
TOO_MANY = _l("Tick fewer at once, please.")
MOST_OF_QUERY = 200
Query = Annotated[str, text(most=MOST_OF_QUERY)]
"""What of the inbox the page showed that the form was sent from."""


def _count(raw: Any) -> int:
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else 0


def _ticked() -> GroupReader:
    """Read ticked alerts: an id, and of how many events it told on the page, with a dot in between."""

    def read(values: Sequence[str]) -> dict[UUID, int]:
        if not values:
            raise ValueError(TICK_SOME)
        if len(values) > MOST_TOGETHER:
            raise ValueError(TOO_MANY)
        return dict(_one(value) for value in values)

    return GroupReader(read)


def _one(value: str) -> tuple[UUID, int]:
    alert_id, _, seen = value.partition(".")
    try:
        return UUID(alert_id), _count(seen)
    except ValueError:
        raise ValueError(TICK_SOME) from None


class AlertReading(Form):
    """`seen`: of how many events the alert told on the page it was sent from; `back` is that page."""

    state: Annotated[
        Settling, BeforeValidator(lambda raw: Settling(raw) if raw in set(Settling) else Settling.READ)
    ]
    seen: Annotated[int, BeforeValidator(_count)]
    back: Annotated[str, one_of("inbox", "all")]
    query: Query


class Ticked(Form):
    """The alerts that are ticked, with of how many events each told."""

    alert: Annotated[dict[UUID, int], _ticked()]
    state: Annotated[
        Settling, BeforeValidator(lambda raw: Settling(raw) if raw in set(Settling) else Settling.READ)
    ]
    back: Annotated[str, one_of("inbox", "all")]
    query: Query


SETTLED: dict[Settling, tuple[Phrase, Phrase]] = {
    Settling.READ: (_l("1 alert is marked read."), _l("%(count)s alerts are marked read.")),
    Settling.UNREAD: (_l("1 alert is marked unread."), _l("%(count)s alerts are marked unread.")),
    Settling.ACKNOWLEDGED: (
        _l("You have acknowledged 1 alert."),
        _l("You have acknowledged %(count)s alerts."),
    ),
    Settling.DONE: (_l("1 alert is done for all."), _l("%(count)s alerts are done for all.")),
}
"""What is said after something was done with one alert, and with several."""

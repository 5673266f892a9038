"""What the page of a client's forms has below the two lists: packets, and forms that come again and again."""

from dataclasses import dataclass
from datetime import date

from app.accounts.charts import StaffChart
from app.accounts.sessions import today
from app.forms.assigning.packets import Packet, offers, packets
from app.forms.assigning.repeating import RepeatLine, repeats_of
from app.forms.rules import Every
from app.web.language import Phrase, _l

UNITS: dict[Every, Phrase] = {
    Every.WEEKS: _l("weeks"),
    Every.DAYS: _l("days"),
    Every.MONTHS: _l("months"),
}


@dataclass(frozen=True, slots=True)
class More:
    packets: tuple[Packet, ...]
    repeats: tuple[RepeatLine, ...]
    offers: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    today: date


async def more_of(chart: StaffChart) -> More:
    """Put it together (three statements)."""
    return More(
        packets=await packets(active_only=True),
        repeats=await repeats_of(chart.client_id),
        offers=tuple((str(each.id), each.title) for each in await offers()),
        units=tuple((unit.value, str(words)) for unit, words in UNITS.items()),
        today=today(),
    )

"""How the scores of a client went: the numbers, and a line through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, open_chart
from app.accounts.sessions import CurrentStaff
from app.forms.instruments.known import INSTRUMENTS, Instrument
from app.forms.instruments.wording import ScoreWords, band_words, score_words
from app.forms.rules import READING
from app.web.language import gettext, ngettext
from app.web.templates import day_short

MOST = 200
"""Scores of a chart that are looked at, the newest."""
OF_CHART = """
select score.instrument, score.total, score.band, score.positive, score.flags,
  response.id as response, response.sent_at, response.written_by_name
from form_score score join form_response response on response.id = score.response
where score.client = $1 and ($2 = '' or score.instrument = $2) and response.status in ('completed', 'amended')
  and not exists (select from form_response later
    where later.corrects = response.id and later.status in ('completed', 'amended'))
order by response.sent_at desc, response.id desc limit $3
"""
"""The scores that stand: of answers that were corrected, those of the correction alone."""
HEIGHT = 240
LEFT, RIGHT, TOP, BOTTOM = 40, 464, 12, 208
"""The corners of the plot within the 480 by 240 of the picture."""
FEWEST = 2
"""Totals without which there is no line."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One score of a chart."""

    response: UUID
    sent_at: datetime
    by: str
    total: float | None
    words: ScoreWords


@dataclass(frozen=True, slots=True)
class Stripe:
    """A band of the chart, from `top` down; every second one is shaded."""

    top: float
    height: float
    middle: float
    name: str
    shaded: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the line, or a number or a day along an axis."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line through totals, laid out; what it shows stands in the table as well."""

    title: str
    description: str
    line: str
    """The points of the line as SVG writes them."""
    points: tuple[Mark, ...]
    stripes: tuple[Stripe, ...]
    numbers: tuple[Mark, ...]
    days: tuple[Mark, ...]
    cutoff: float | None
    """How high the cut-off stands; None: there is none, or a band begins there."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The scores of one instrument, the newest first, and the line through them where there are several totals."""

    key: str
    name: str
    scores: tuple[Scored, ...]
    drawing: Drawing | None


async def trends_for(*, staff: CurrentStaff, client_id: UUID) -> tuple[StaffChart, tuple[Trend, ...]]:
    """Give how all scores of a chart went, to a staff member who may read answers; raises NotAllowed, NotFound."""
    chart = await open_chart(staff=staff, client_id=client_id, any_of=READING)
    found = await db.rows(OF_CHART, client_id, "", MOST)
    keys = sorted({row["instrument"] for row in found}, key=list(INSTRUMENTS).index)
    return chart, tuple(_trend(key, [row for row in found if row["instrument"] == key]) for key in keys)


async def trend_of(client_id: UUID, instrument: str) -> Trend:
    """Give how the scores of one instrument went."""
    return _trend(instrument, await db.rows(OF_CHART, client_id, instrument, MOST))


def _trend(key: str, rows: Sequence[db.Record]) -> Trend:
    instrument = INSTRUMENTS[key]
    scores = tuple(_scored(row) for row in rows)
    return Trend(key, instrument.name, scores, drawing_of(instrument, scores[::-1]))


def _scored(row: db.Record) -> Scored:
    total = None if row["total"] is None else float(row["total"])
    return Scored(row["response"], row["sent_at"], row["written_by_name"], total, score_words(row))


def drawing_of(instrument: Instrument, scores: Sequence[Scored]) -> Drawing | None:
    """Lay out the line through the totals, the oldest first; None where there are fewer than two."""
    totals = [(score, score.total) for score in scores if score.total is not None]
    if len(totals) < FEWEST:
        return None
    places = _places([score.sent_at for score, _ in totals])
    points = tuple(
        Mark(x, _height(instrument, total), f"{day_short(score.sent_at)}: {score.words.result}")
        for (score, total), x in zip(totals, places, strict=True)
    )
    edges = {0, instrument.highest, *(band.least for band in instrument.bands)}
    if instrument.cutoff is not None:
        edges.add(instrument.cutoff)
    has_line = instrument.cutoff is not None and not instrument.bands
    return Drawing(
        title=gettext("%(name)s scores") % {"name": instrument.name},
        description=_description(totals),
        line=" ".join(f"{point.x:g},{point.y:g}" for point in points),
        points=points,
        stripes=_stripes(instrument),
        numbers=tuple(Mark(LEFT - 6, _height(instrument, edge), str(edge)) for edge in sorted(edges)),
        days=_days(totals),
        cutoff=_height(instrument, instrument.cutoff or 0) if has_line else None,
    )


def _places(moments: Sequence[datetime]) -> list[float]:
    """Give how far to the right each moment stands."""
    first, last = moments[0], moments[-1]
    span = (last - first).total_seconds() or 1
    return [_round(LEFT + (RIGHT - LEFT) * (each - first).total_seconds() / span) for each in moments]


def _height(instrument: Instrument, total: float) -> float:
    return _round(BOTTOM - (BOTTOM - TOP) * total / instrument.highest)


def _round(number: float) -> float:
    return round(number, 1)


def _stripes(instrument: Instrument) -> tuple[Stripe, ...]:
    """Lay out the bands, each from half a point below its least total to half a point above its most."""

    def edge(total: float) -> float:
        return _height(instrument, min(max(total, 0), instrument.highest))

    return tuple(
        Stripe(
            top=(top := edge(band.most + 0.5)),
            height=_round((bottom := edge(band.least - 0.5)) - top),
            middle=_round((top + bottom) / 2 + 4),
            name=band_words(band.name),
            shaded=number % 2 == 1,
        )
        for number, band in enumerate(instrument.bands)
    )


def _days(totals: Sequence[tuple[Scored, float]]) -> tuple[Mark, ...]:
    ends = (totals[0][0], LEFT), (totals[-1][0], RIGHT)
    return tuple(Mark(x, HEIGHT - 12, day_short(score.sent_at)) for score, x in ends)


def _description(totals: Sequence[tuple[Scored, float]]) -> str:
    first, last = totals[0][0], totals[-1][0]
    words = ngettext(
        "%(count)s score. It was %(first)s on %(first_day)s.",
        "%(count)s scores. The first was %(first)s on %(first_day)s, the last is %(last)s on %(last_day)s.",
        len(totals),
    )
    return words % {
        "count": len(totals),
        "first": first.words.result,
        "first_day": day_short(first.sent_at),
        "last": last.words.result,
        "last_day": day_short(last.sent_at),
    }

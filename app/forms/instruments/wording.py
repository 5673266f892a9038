"""Scores in words: for staff all that is known of them, for clients no more than the practice lets them see."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.forms.instruments.known import INSTRUMENTS, Instrument
from app.forms.instruments.scoring import Flag, Flags
from app.practice.settings import setting
from app.web.language import Phrase, _l, gettext

BANDS: Mapping[str, Phrase] = {
    "minimal": _l("minimal"),
    "mild": _l("mild"),
    "moderate": _l("moderate"),
    "moderately severe": _l("moderately severe"),
    "severe": _l("severe"),
    "no problems reported": _l("no problems reported"),
    "low": _l("low"),
    "substantial": _l("substantial"),
    "possible depression": _l("possible depression"),
    "probable depression": _l("probable depression"),
    "none": _l("no risk shown"),
    "high": _l("high"),
}
URGENCIES: Mapping[str, Phrase] = {
    "none": _l("Triage: nothing to do"),
    "routine review": _l("Triage: at the next visit"),
    "same day": _l("Triage: on the same day"),
    "immediate": _l("Triage: at once"),
}
DANGER = _l("An answer shows danger")
SAID: Mapping[str, Phrase] = {
    "only_question_1": _l("All points from question 1: ask how much was drunk"),
    "at_1": _l("Reaches the lower cut-off of 1"),
    "at_3": _l("Reaches the lower cut-off of 3"),
    "at_31": _l("Reaches the lower cut-off of 31"),
    "provisional": _l("Meets the provisional rule of DSM-5"),
}
"""What is said of a flag that is raised; of one that is not, nothing."""


SCORE = """
(select json_build_object('instrument', instrument, 'total', total, 'band', band, 'positive', positive, 'flags', flags)
 from form_score where form_score.response = {response} order by instrument limit 1)
"""


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """A score as staff read it; `total` is empty where the answers were not complete enough for one."""

    name: str
    total: str
    band: str
    positive: bool | None
    flags: tuple[str, ...]
    danger: bool = False
    """Whether an answer shows that somebody may be in danger."""

    @property
    def sentence(self) -> str:
        """All of it in one line, but for the name."""
        if self.positive is None:
            reached = ""
        else:
            reached = gettext("Positive") if self.positive else gettext("Below the cut-off")
        unscored = "" if self.total or self.band else gettext("Incomplete: no score")
        danger = str(DANGER) if self.danger else ""
        return ". ".join(part for part in (self.result or unscored, reached, danger, *self.flags) if part)

    @property
    def result(self) -> str:
        """The total and what it is called, as far as there are both."""
        return ", ".join(part for part in (self.total, self.band) if part)


def score_words(row: Mapping[str, Any]) -> ScoreWords:
    """Word a row of the table of scores: its columns instrument, total, band, positive and flags."""
    instrument = INSTRUMENTS.get(row["instrument"])
    flags: Flags = json.loads(row["flags"] or "{}")
    return ScoreWords(
        name=instrument.name if instrument else row["instrument"],
        total=_total(instrument, row["total"]),
        band=band_words(row["band"]),
        positive=row["positive"],
        flags=tuple(flag_words(flags)),
        danger=flags.get("safety") is True,
    )


def _total(instrument: Instrument | None, total: Decimal | float | None) -> str:
    if total is None:
        return ""
    if instrument is None:
        return f"{total:g}"
    return gettext("%(total)s of %(highest)s") % {"total": f"{total:g}", "highest": instrument.highest}


def band_words(band: str) -> str:
    return str(BANDS.get(band, band))


def flag_words(flags: Flags) -> Iterator[str]:
    """Word what is flagged of a score."""
    yield from (str(words) for name, words in SAID.items() if flags.get(name) is True)
    if "urgency" in flags:
        yield str(URGENCIES[str(flags["urgency"])])
    if "B" in flags:
        yield gettext("Clusters: B %(B)s, C %(C)s, D %(D)s, E %(E)s") % _clusters(flags)
    if "cutoff" in flags:
        yield gettext("Cut-off: %(cutoff)s") % {"cutoff": flags["cutoff"]}


def _clusters(flags: Flags) -> dict[str, Flag]:
    return {name: flags[name] for name in "BCDE"}


def client_score(stored: str | None) -> str:
    """Word a score, as SCORE gives it, for the client: "" unless the practice lets clients see theirs."""
    shows = setting("client_scores")
    row = json.loads(stored or "{}")
    if row.get("total") is None or shows == "never":
        return ""
    words = score_words(row)
    return gettext("Your score: %(score)s") % {"score": words.result if shows == "words" else words.total}

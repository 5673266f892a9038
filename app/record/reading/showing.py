"""A record as its page shows it: what is long is folded, and what is empty is named in one line."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.record.making.about import Facts, about, full_name
from app.record.making.notices import LEFT_OUT, PART_2, PART_2_TITLE
from app.record.making.record import Record
from app.record.making.sections import Row, Section, sections_of
from app.record.reading.wording import span_words
from app.web.templates import day_short, local

FIRST = 10
"""Rows of a section that are seen before the others are unfolded."""
SPARE = 3
"""So few more are not folded away."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its rows: the newest, and those that are folded."""

    section: Section
    first: tuple[Row, ...]
    further: tuple[Row, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What the cells after the first are called."""
        return self.section.columns[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """`nothing` names the sections that have no rows."""

    person: str
    born_on: str
    span: str
    made_at: datetime
    practice: str
    phone: str
    clinicians: tuple[str, ...]
    about: Facts
    """All that is known of the person, the practice and the copy, as its PDF has it."""
    parts: tuple[Part, ...]
    nothing: tuple[str, ...]
    part_2: str
    """The notice of 42 CFR 2.32; "": it needs none."""
    part_2_title: str
    left_out: str
    """That staff withheld something; "": they did not."""


def shown(record: Record) -> RecordShown:
    """Give a record for its page, in the reader's language."""
    sections = sections_of(record)
    person = record.person
    return RecordShown(
        person=full_name(person),
        born_on=day_short(person.born_on) if person.born_on else "",
        span=span_words(record.from_on, record.until_on),
        made_at=record.made_at,
        practice=record.practice.name,
        phone=record.practice.phone,
        clinicians=tuple(
            ", ".join(filter(None, (f"{each.first_name} {each.last_name}".strip(), each.credentials)))
            for each in record.clinicians
        ),
        about=about(record),
        parts=tuple(_part(section) for section in sections if section.rows),
        nothing=tuple(section.title for section in sections if not section.rows),
        part_2=str(PART_2) if record.part_2 else "",
        part_2_title=str(PART_2_TITLE),
        left_out=str(LEFT_OUT) if record.left_out else "",
    )


def _part(section: Section) -> Part:
    rows = section.rows
    at = len(rows) if len(rows) <= FIRST + SPARE else FIRST
    return Part(section, rows[:at], rows[at:])


def made_on(record: Record) -> date:
    """Give the day a copy was made, where the practice is."""
    return local(record.made_at.astimezone(UTC)).date()

"""The record of a chart as staff read it: every entry with its marks, and what was made of it and sent."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, open_chart
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind as ActivityKind
from app.activity.refusals import NotFound
from app.practice.settings import setting
from app.record.clinical.facts import Kind
from app.record.clinical.listing import MarkedEntry, all_entries_of, entry_of
from app.record.desk.answering import RULE
from app.record.desk.marking import OBJECT
from app.record.exporting.service import NEWEST_OF_STAFF, ExportShown, export_shown
from app.record.making.record import Entry, Person, Practice, Record
from app.record.making.sections import Section, sections_of
from app.record.reading.wording import span_words
from app.record.sending.access import SENDER_MAY
from app.record.tables import RecordSending
from app.web.language import Phrase, _l

GONE, WITHHELD, KEPT_OWN, PART_2 = (
    _l("Taken back by its source"),
    _l("Withheld from the client"),
    _l("Kept from representatives"),
    _l("42 CFR Part 2"),
)
NOT_SENT, TAKEN_BACK, OVER, WORKS, ON_ITS_WAY = (
    _l("Could not be sent"),
    _l("Taken back"),
    _l("Does not work any more"),
    _l("Works"),
    _l("On its way"),
)
ONCE = timedelta(hours=1)
"""Reading the record in the chart is told once in so long."""
MOST_SHOWN = 4
"""Of each section, on the page of all of them."""
MOST_PAST = 20
MADE_FOR = """
(select coalesce(nullif(account.display_name, ''), account.username) from portal_account account where account.id = copy.account)
"""
PAST = f"""
select json_build_object(
  'copies', (select coalesce(json_agg(copies), '[]') from (
    select copy.id, copy.account is null as for_staff, {MADE_FOR} as made_for, copy.made_at, copy.made_by_name, copy.from_on, copy.until_on,
      copy.expires_at, copy.content is null as over from record_copy copy
    where copy.client = $1 order by copy.made_at desc, copy.id limit {MOST_PAST}) copies),
  'sendings', (select coalesce(json_agg(sendings), '[]') from (
    select sending.id, encode(sending.address, 'hex') as address, sending.sent_by_name, sending.asked_at, sending.sent_at,
      sending.fault, sending.expires_at, sending.ended_at, sending.opened_times,
      {SENDER_MAY.format(day="$3")} as sender_may from record_sending sending
    where sending.client = $1 order by sending.asked_at desc, sending.id limit {MOST_PAST}) sendings)) as past,
  {NEWEST_OF_STAFF} as export
"""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in words; `cells` are named by the columns of its section."""

    id: str
    title: str
    cells: tuple[tuple[str, str], ...]
    """Column and words, what is empty left out."""
    note: str
    marked: MarkedEntry

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """How it is marked, and how that looks."""
        marked = self.marked
        found = (
            (marked.gone_at, GONE, ""),
            (marked.withheld_at, WITHHELD, "bad"),
            (marked.kept_own_at or marked.own_only, KEPT_OWN, "warn"),
            (marked.entry.part_2, PART_2, ""),
        )
        return tuple((str(words), look) for holds, words, look in found if holds)


@dataclass(frozen=True, slots=True)
class ChartSection:
    kind: Kind
    title: str
    lines: tuple[EntryLine, ...]
    """Some of them, where there are more."""
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class PastCopy:
    """A copy that was made."""

    id: UUID
    for_staff: bool
    made_for: str
    """Whose sign-in it was made for; "": no person's, or nameless."""
    made_at: datetime
    made_by: str
    span: str
    over: bool


@dataclass(frozen=True, slots=True)
class PastSending:
    """A link to a copy that was sent."""

    id: UUID
    address: str
    sent_by: str
    asked_at: datetime
    words: str
    look: str
    works: bool
    """Whether it opens the copy, or will once the letter is there."""
    opened_times: int


@dataclass(frozen=True, slots=True)
class Past:
    """The newest copies, links that were sent, and the reader's newest export."""

    copies: tuple[PastCopy, ...]
    sendings: tuple[PastSending, ...]
    export: ExportShown | None


async def open_record(*, staff: CurrentStaff, client_id: UUID) -> StaffChart:
    """Show the record of a chart to a staff member, which the audit log and the client's activity keep.

    Raises NotAllowed, NotFound.
    """
    chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
    async with db.transaction():
        await activity.record_once(
            within=ONCE,
            by=staff.actor,
            kind=ActivityKind.RECORD_OPENED_BY_STAFF,
            object_kind="record",
            object_id=client_id,
            client_id=client_id,
        )
    return chart


async def sections_for_staff(client_id: UUID, *, only: Kind | None = None) -> tuple[ChartSection, ...]:
    """Give the sections of a record that hold something, with the first entries of each; `only`: all of that one."""
    marked = {each.entry.id: each for each in await all_entries_of(client_id)}
    of_kind: dict[Kind, list[MarkedEntry]] = {}
    for each in marked.values():
        of_kind.setdefault(each.entry.kind, []).append(each)
    wanted = {kind: found for kind, found in of_kind.items() if only in (None, kind)}
    shown = [each.entry for found in wanted.values() for each in (found if only else found[:MOST_SHOWN])]
    return tuple(
        ChartSection(section.kind, section.title, _lines(section, marked), len(wanted[section.kind]))
        for section in worded(shown)
        if section.kind in wanted
    )


async def entry_for(staff: CurrentStaff, client_id: UUID, entry_id: UUID) -> EntryLine:
    """Give one entry of a record in words; raises NotFound."""
    line = await entry_line(client_id, entry_id)
    if line is None:
        raise NotFound(by=staff.actor, object_kind=OBJECT, object_id=entry_id, client_id=client_id)
    return line


async def entry_line(client_id: UUID, entry_id: UUID) -> EntryLine | None:
    """Give one entry of a record in words; None: there is no such entry."""
    marked = await entry_of(client_id, entry_id)
    if marked is None:
        return None
    section = next(each for each in worded([marked.entry]) if each.rows)
    (line,) = _lines(section, {marked.entry.id: marked})
    return line


def worded(entries: Iterable[Entry]) -> tuple[Section, ...]:
    """Give entries in the words that copies of the record have for them, by section."""
    nobody = Person(number=0, first_name="", last_name="")
    practice = Practice(name="", zone=setting("practice_zone"))
    return sections_of(
        Record(
            id="",
            made_at=datetime.now(UTC),
            from_on=None,
            until_on=None,
            person=nobody,
            practice=practice,
            clinicians=(),
            entries=tuple(entries),
        )
    )


def _lines(section: Section, marked: Mapping[str, MarkedEntry]) -> tuple[EntryLine, ...]:
    return tuple(
        EntryLine(
            id=row.id,
            title=row.cells[0],
            cells=_named(section.columns[1:], row.cells[1:]),
            note=row.note,
            marked=marked[row.id],
        )
        for row in section.rows
    )


def _named(columns: Sequence[str], cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((column, cell) for column, cell in zip(columns, cells, strict=True) if cell)


async def past_of(staff: CurrentStaff, client_id: UUID) -> Past:
    """Give the newest copies of a record, links that were sent, and the reader's newest export (one statement)."""
    row = await db.row(PAST, client_id, staff.staff_id, today())
    assert row is not None, "an object has a row"  # noqa: S101  # json_build_object always gives one
    past = json.loads(row["past"])
    return Past(
        tuple(map(_copy, past["copies"])),
        tuple(map(_sending, past["sendings"])),
        export_shown(row["export"]),
    )


def _copy(row: Mapping[str, Any]) -> PastCopy:
    return PastCopy(
        id=UUID(row["id"]),
        for_staff=row["for_staff"],
        made_for=row["made_for"] or "",
        made_at=datetime.fromisoformat(row["made_at"]),
        made_by=row["made_by_name"],
        span=span_words(_day(row["from_on"]), _day(row["until_on"])),
        over=row["over"] or datetime.fromisoformat(row["expires_at"]) <= datetime.now(UTC),
    )


def _sending(row: Mapping[str, Any]) -> PastSending:
    sending_id = UUID(row["id"])
    words, look = _stands(row)
    return PastSending(
        id=sending_id,
        address=RecordSending.address.open(bytes.fromhex(row["address"]), row=sending_id),
        sent_by=row["sent_by_name"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        words=str(words),
        look=look,
        works=words in (WORKS, ON_ITS_WAY),
        opened_times=row["opened_times"],
    )


def _stands(row: Mapping[str, Any]) -> tuple[Phrase, str]:
    """Say how a link stands, and how that looks."""
    if row["fault"]:
        return NOT_SENT, "warn"
    if row["ended_at"]:
        return TAKEN_BACK, ""
    if not row["sender_may"] or datetime.fromisoformat(row["expires_at"]) <= datetime.now(UTC):
        return OVER, ""
    return (WORKS, "ok") if row["sent_at"] else (ON_ITS_WAY, "")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

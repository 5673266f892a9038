"""The record of a chart for the export of a client's whole portal record: a page for each section, PDF and XML, and what
was asked about it, copied of it and sent."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.record.asking.words import opened
from app.record.ccd.document import ccd_of
from app.record.making.about import full_name
from app.record.making.notices import notices_of
from app.record.making.record import Record
from app.record.making.sections import Section, sections_of
from app.record.making.service import gather
from app.record.reading.papers import record_pdf
from app.record.reading.service import is_at_once
from app.record.reading.wording import KINDS, span_words, tag_of
from app.record.rules import RequestKind, RequestState
from app.record.tables import RecordRequest, RecordSending
from app.web.language import gettext
from app.web.panel import Exported, ExportedFile, ExportedTable, Exporting
from app.web.templates import day_short, moment

FOLDER = PAGE = "record"
THEIRS = "({row}.account = $2 or $3)"
"""In SQL: what whoever gets the export asked for or sent themselves; the client, and staff, get all of it."""
REQUESTS = f"""
select * from record_request request where client = $1 and {THEIRS.format(row="request")} order by asked_at desc, id
"""
SENDINGS = f"""
select sending.id, sending.address, sending.sent_by_name, sending.asked_at, sending.expires_at, sending.ended_at,
  sending.opened_at, sending.opened_times, sending.fault
from record_sending sending where client = $1 and {THEIRS.format(row="sending")} order by asked_at desc, id
"""


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give the record as a copy of it has it, without what staff withhold; where staff release copies, not the record itself."""
    if asked.account_id is None or is_at_once():
        async for each in _record(asked):
            yield each
    else:
        yield _to_be_released()
    whose = (asked.client_id, asked.account_id, asked.for_self)
    yield _requests(list(await db.rows(REQUESTS, *whose)))
    yield _sendings(list(await db.rows(SENDINGS, *whose)))


async def _record(asked: Exporting) -> AsyncIterator[Exported]:
    record = await gather(
        client_id=asked.client_id,
        for_self=asked.for_self,
        from_on=None,
        until_on=None,
        copy_id=db.new_id(),
        made_at=datetime.now(UTC),
    )
    yield _about(record)
    for section in sections_of(record):
        yield _table(section)
    yield ExportedFile(f"{FOLDER}/{gettext('Health record')}.pdf", lambda: _pdf(record))
    yield ExportedFile(f"{FOLDER}/{gettext('Health record')}.xml", lambda: _xml(record))


def _about(record: Record) -> ExportedTable:
    columns = (gettext("What"), gettext("Answer"))
    return ExportedTable("record", gettext("Health record"), columns, tuple(_facts(record)), page=PAGE)


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    yield gettext("Name"), full_name(record.person)
    if record.person.born_on:
        yield gettext("Date of birth"), day_short(record.person.born_on)
    yield gettext("Practice"), record.practice.name
    yield gettext("Made"), moment(record.made_at)
    for words in notices_of(record):
        yield gettext("Good to know"), str(words)


def _table(section: Section) -> ExportedTable:
    """Give a section; what stands below its rows gets a column of its own."""
    noted = any(row.note for row in section.rows)
    columns = (*section.columns, gettext("Note")) if noted else section.columns
    rows = tuple((*row.cells, row.note) if noted else row.cells for row in section.rows)
    return ExportedTable(f"record-{section.name.replace('_', '-')}", section.title, columns, rows, page=PAGE)


async def _pdf(record: Record) -> AsyncIterator[bytes]:
    yield await record_pdf(record)


async def _xml(record: Record) -> AsyncIterator[bytes]:
    yield await asyncio.to_thread(ccd_of, record)


def _to_be_released() -> ExportedTable:
    words = gettext(
        "Your practice looks at the record before it gives out a copy. Ask for one on the page CCD Download."
    )
    return ExportedTable(
        "record", gettext("Health record"), (gettext("Good to know"),), ((words,),), long=True
    )


def _requests(rows: list[db.Record]) -> ExportedTable:
    columns = (
        gettext("What was asked"),
        gettext("Asked"),
        gettext("By"),
        gettext("How it stands"),
        gettext("In your words"),
        gettext("Who should not know"),
        gettext("Answer"),
        gettext("Answered"),
        gettext("What you said to the answer"),
    )
    return ExportedTable(
        "asked-about-the-record",
        gettext("Asked about the record"),
        columns,
        tuple(map(_request, rows)),
        long=True,
    )


def _request(row: db.Record) -> tuple[str, ...]:
    kind, request_id = RequestKind(row["kind"]), row["id"]
    wanted = opened(row["words"], row=request_id)
    span = f", {span_words(row['from_on'], row['until_on'])}" if kind is RequestKind.RECORD else ""
    return (
        f"{KINDS[kind]}{span}",
        moment(row["asked_at"]),
        row["asked_by_name"],
        tag_of(kind, RequestState(row["state"]), ended=row["ended_at"] is not None)[0],
        wanted.words,
        wanted.whom,
        _opened("answer", row, request_id),
        moment(row["answered_at"]) if row["answered_at"] else "",
        _opened("disagreement", row, request_id),
    )


def _opened(name: str, row: db.Record, request_id: UUID) -> str:
    column = getattr(RecordRequest, name)
    return "" if row[name] is None else str(column.open(row[name], row=request_id))


def _sendings(rows: list[db.Record]) -> ExportedTable:
    columns = (
        gettext("Sent to"),
        gettext("Sent"),
        gettext("By"),
        gettext("Works until"),
        gettext("Opened"),
        gettext("How it stands"),
    )
    return ExportedTable(
        "record-links", gettext("Links to the record that were sent"), columns, tuple(map(_sending, rows))
    )


def _sending(row: db.Record) -> tuple[str, ...]:
    opened_words = f"{moment(row['opened_at'])} ({row['opened_times']})" if row["opened_at"] else ""
    return (
        RecordSending.address.open(row["address"], row=row["id"]),
        moment(row["asked_at"]),
        row["sent_by_name"],
        moment(row["expires_at"]),
        opened_words,
        _standing(row),
    )


def _standing(row: db.Record) -> str:
    if row["fault"]:
        return gettext("Not sent")
    if row["ended_at"] is not None:
        return gettext("Taken back")
    return gettext("Works") if row["expires_at"] > datetime.now(UTC) else gettext("Ended")

"""A request about the record as the client reads it, and the entries a change can be asked for."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotFound
from app.encryption import Encrypted
from app.record.asking.service import OBJECT
from app.record.asking.words import opened
from app.record.clinical.borrowed import HIDDEN, without
from app.record.clinical.listing import facts_of
from app.record.making.sections import sections_of
from app.record.reading.copies import copy_of, is_own
from app.record.reading.listing import PATH
from app.record.reading.wording import KINDS, span_words, tag_of
from app.record.rules import RequestKind, RequestState
from app.record.tables import RecordRequest

MOST_CHOSEN_FROM = 300
"""Entries of a section that a change can be asked for by choosing; of an older one it is written."""
LONGEST_CHOICE = 120
ONE = f"""
select request.*, request.account = $3 as own,
  (select copy.id from record_copy copy where copy.request = request.id and copy.content is not null
    and copy.expires_at > now() and copy.account = $3) as copy,
  about.content as about_content, about_of.source as about_source,
  (select json_agg(json_build_array(resource.source, resource.resource_type || '/' || resource.resource_id))
    from clinical_entry entry join clinical_resource resource on resource.id = entry.resource
    where entry.client = about.client and {HIDDEN.format(for_self="$4")}) as hidden,
  exists (select from clinical_entry entry where entry.id = about.id and {HIDDEN.format(for_self="$4")}) as about_hidden
from record_request request
left join clinical_entry about on about.id = request.about
left join clinical_resource about_of on about_of.id = about.resource
where request.id = $1 and request.client = $2 and ($4 or request.account = $3)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    id: UUID
    kind: RequestKind
    state: RequestState
    title: str
    tag: tuple[str, str]
    own: bool
    """Whether whoever reads asked for it: they alone take it back, and disagree."""
    asked_by: str
    asked_at: datetime
    due_on: date
    span: str
    words: str
    whom: str
    about: str
    """The entry it is about, in words; "": of no one entry, or of one that is hidden from who reads."""
    answered_at: datetime | None
    answered_by: str
    answer: str
    disagreement: str
    ended_at: datetime | None
    copy: UUID | None

    @property
    def path(self) -> str:
        return f"{PATH}/requests/{self.id}"

    @property
    def can_withdraw(self) -> bool:
        return self.own and self.state.is_open

    @property
    def can_disagree(self) -> bool:
        declined = self.kind is RequestKind.AMENDMENT and self.state is RequestState.DECLINED
        return self.own and declined and not self.disagreement


async def request_of(chart: CurrentChart, request_id: UUID) -> RequestView:
    """Give a request: one's own, and to the client also those of their representatives; raises NotFound."""
    row = await db.row(ONE, request_id, chart.client_id, chart.account.account_id, is_own(chart))
    if row is None:
        raise NotFound(by=chart.actor, object_kind=OBJECT, object_id=request_id, client_id=chart.client_id)
    kind, state = RequestKind(row["kind"]), RequestState(row["state"])
    wanted = opened(row["words"], row=request_id)
    return RequestView(
        id=request_id,
        kind=kind,
        state=state,
        title=str(KINDS[kind]),
        tag=tag_of(kind, state, ended=row["ended_at"] is not None),
        own=row["own"],
        asked_by=row["asked_by_name"],
        asked_at=row["asked_at"],
        due_on=row["due_on"],
        span=span_words(row["from_on"], row["until_on"]) if kind is RequestKind.RECORD else "",
        words=wanted.words,
        whom=wanted.whom,
        about="" if _is_hidden(row) else wanted.about,
        answered_at=row["answered_at"],
        answered_by=row["answered_by_name"],
        answer=_text(RecordRequest.answer, row),
        disagreement=_text(RecordRequest.disagreement, row),
        ended_at=row["ended_at"],
        copy=row["copy"],
    )


def _is_hidden(row: db.Record) -> bool:
    """Whether the entry a request is about, or what some of its words came from, is hidden from who reads."""
    if row["about"] is None or row["about_hidden"]:
        return bool(row["about_hidden"])
    hidden = {(source, resource) for source, resource in json.loads(row["hidden"] or "[]")}
    (fact,) = facts_of([{"id": row["about"], "content": row["about_content"]}]).values()
    return without(fact, source=row["about_source"], hidden=hidden) is not fact


def _text(column: Encrypted, row: db.Record) -> str:
    stored = row[column.name]
    return column.open(stored, row=row["id"]) if stored else ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The entries of one section of a copy, each by its id and in words."""

    title: str
    options: tuple[tuple[str, str], ...]

    def words_of(self, entry_id: UUID) -> str:
        """Give an entry in words; "" for what is not among them."""
        words = dict(self.options).get(str(entry_id), "")
        return f"{self.title}: {words}" if words else ""


async def choices_of(chart: CurrentChart, *, copy_id: UUID | None, kind: str) -> Choices | None:
    """Give what of a section of somebody's copy a change can be asked for; None: of no one entry. Raises NotFound."""
    if copy_id is None or not kind:
        return None
    record = (await copy_of(chart, copy_id)).record
    if record is None:
        return None
    section = next((each for each in sections_of(record) if each.kind and each.kind.value == kind), None)
    if section is None:
        return None
    of_ehr = {entry.id for entry in record.entries if entry.source}
    rows = [row for row in section.rows if row.id in of_ehr][:MOST_CHOSEN_FROM]
    options = tuple((row.id, ", ".join(filter(None, row.cells))[:LONGEST_CHOICE]) for row in rows)
    return Choices(section.title, options) if options else None

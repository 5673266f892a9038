"""Policies as the client's page shows them: in their order, with their cards, and those that are over apart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.activity.refusals import NotFound
from app.changes.listing import (
    ChangeLine,
    FieldView,
    HistoryLine,
    SubjectView,
    changes_of,
    history,
    subject_view,
    waiting_additions,
)
from app.changes.parts import ENDED, by_name
from app.clients.lists.coverage import PRIORITIES
from app.files.tables import FileState
from app.insurance.policy import COLUMNS, FROM, PAYERS, POLICY, ends_later, payers_in, texts_of_row
from app.insurance.rules import SIDE_NAMES, Side, is_over

MOST_OFFERED = 2
UNPLACED = """
select document.id, document.sent_at from document
join document_type on document_type.id = document.document_type and document_type.key = 'insurance_card'
join stored_file file on file.id = document.file and file.state <> 'quarantined'
where document.client = $1 and document.from_client
  and not exists (select from policy_card card where card.document = document.id)
"""
"""In SQL: insurance cards that the client $1 sent and that belong to no policy yet."""
POLICIES = f"""
select {COLUMNS},
  (select json_agg(json_build_object('side', card.side, 'document', document.id, 'state', file.state))
   from policy_card card join document on document.id = card.document join stored_file file on file.id = document.file
   where card.policy = policy.id and card.replaced_at is null) as cards,
  (select json_agg(unplaced order by unplaced.sent_at desc) from (
     {UNPLACED} order by document.sent_at desc limit {MOST_OFFERED}) unplaced) as unplaced
{FROM} where policy.client = $1 order by policy.priority, policy.starts_on desc nulls last, policy.id limit 100
"""
ONE = f"select {COLUMNS}, {PAYERS} {FROM} where policy.id = $1 and policy.client = $2"
STANDING = f"""
select {COLUMNS} {FROM} where policy.client = $1 and policy.ended_on is null
  and (policy.ends_on is null or policy.ends_on >= $2)
order by policy.priority, policy.starts_on desc nulls last, policy.id limit 1
"""
FOR_NEW = f"""
select {PAYERS}, (select coalesce(max(priority), 0) from insurance_policy
  where client = $1 and (ended_on is null or ended_on > $2) and (ends_on is null or ends_on >= $2)) as taken
"""


@dataclass(frozen=True, slots=True)
class Card:
    """A side of a card, and the photo of it; None: there is none."""

    side: Side
    document: UUID | None
    state: FileState | None

    @property
    def name(self) -> str:
        return str(SIDE_NAMES[self.side])

    @property
    def opens(self) -> bool:
        return self.state is FileState.CLEAN

    @property
    def is_waiting(self) -> bool:
        return self.state is not None and self.state.is_waiting


@dataclass(frozen=True, slots=True)
class Offer:
    """A card that was sent, and may be of a policy."""

    document: UUID
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy as its client reads it."""

    view: SubjectView
    order: str
    starts_on: date | None
    """Its first day, where that is still to come."""
    lasts_until: date | None
    is_over: bool
    ends_later: bool
    """Whether somebody has ended it, on a day that is still to come."""
    cards: tuple[Card, ...]
    offers: tuple[Offer, ...]
    history: tuple[HistoryLine, ...]

    @property
    def id(self) -> UUID:
        return self.view.subject

    @property
    def called(self) -> str:
        return self.view.called

    @property
    def plan(self) -> str:
        return self.view.field("plan").words

    @property
    def can_change(self) -> bool:
        """Whether it is in the chart, and has not ended; an end that waits for a decision closes it as well."""
        return not self.view.is_new and (self.ends_later or not self.view.texts.get(ENDED))

    @property
    def can_end(self) -> bool:
        return self.can_change and not self.ends_later

    @property
    def has_photos(self) -> bool:
        return any(card.document for card in self.cards)

    @property
    def facts(self) -> tuple[FieldView, ...]:
        """What is on file, but for what its heading says already: of a new policy also that all of it is in review."""
        said = ("priority", "payer", "plan", ENDED)
        known = self.view.known
        if self.view.is_new:
            known = tuple(replace(field, in_review=False) for field in known)
        return tuple(field for field in known if field.name not in said or field.declined or field.in_review)


@dataclass(frozen=True, slots=True)
class Policies:
    current: tuple[PolicyView, ...]
    over: tuple[PolicyView, ...]


async def policies_of(chart: CurrentChart) -> Policies:
    """Give the policies of a chart (two statements)."""
    rows = await db.rows(POLICIES, chart.client_id)
    changes = await changes_of(chart.client_id, (POLICY.name,))
    known = {row["id"] for row in rows}
    waiting = [subject for _, subject in waiting_additions(changes, by_name((POLICY,)))]
    found = [_policy(row["id"], row, changes) for row in rows]
    found += [_policy(subject, None, changes) for subject in waiting if subject not in known]
    found.sort(key=lambda each: each.view.texts.get("priority", ""))
    return Policies(
        current=tuple(each for each in found if not each.is_over),
        over=tuple(each for each in found if each.is_over),
    )


def _policy(subject: UUID, row: db.Record | None, changes: Sequence[ChangeLine]) -> PolicyView:
    view = subject_view(POLICY, subject, texts_of_row(row) if row else None, changes)
    ends_on, ended_on = (row["ends_on"], row["ended_on"]) if row else (None, None)
    of_it = [change for change in changes if change.subject == subject]
    cards = cards_in(row["cards"]) if row else ()
    return PolicyView(
        view=view,
        order=PRIORITIES.label(view.texts.get("priority", "")),
        starts_on=_to_come(row["starts_on"] if row else None),
        lasts_until=ended_on or ends_on,
        is_over=is_over(ends_on=ends_on, ended_on=ended_on, on=today()),
        ends_later=_ends_later(view),
        cards=cards,
        offers=_offers(row["unplaced"]) if row and not all(card.document for card in cards) else (),
        history=history(of_it, by_name((POLICY,))),
    )


def _ends_later(view: SubjectView) -> bool:
    return ends_later(view.texts.get(ENDED, "")) and not view.field(ENDED).in_review


def _to_come(on: date | None) -> date | None:
    return on if on is not None and on > today() else None


def cards_in(column: str | None) -> tuple[Card, ...]:
    """Give both sides of a card, from the column that POLICIES makes."""
    found: Mapping[str, Any] = {each["side"]: each for each in json.loads(column or "[]")}
    return tuple(
        Card(side, UUID(found[side]["document"]), FileState(found[side]["state"]))
        if side in found
        else Card(side, None, None)
        for side in Side
    )


def _offers(column: str | None) -> tuple[Offer, ...]:
    return tuple(
        Offer(UUID(each["id"]), datetime.fromisoformat(each["sent_at"]))
        for each in json.loads(column or "[]")
    )


@dataclass(frozen=True, slots=True)
class Known:
    """A policy as its form begins with it, and the companies to choose from."""

    view: SubjectView
    payers: tuple[str, ...]
    changes: tuple[ChangeLine, ...]

    @property
    def id(self) -> UUID:
        return self.view.subject

    @property
    def has_ended(self) -> bool:
        return bool(self.view.texts.get(ENDED)) and not self.ends_later

    @property
    def ends_later(self) -> bool:
        return _ends_later(self.view)

    @property
    def starts_on(self) -> date | None:
        typed = self.view.texts["starts_on"]
        return date.fromisoformat(typed) if typed else None

    @property
    def has_begun(self) -> bool:
        return _to_come(self.starts_on) is None

    def was_added(self, subject: UUID) -> bool:
        """Whether the chart has been sent a policy of this id lately."""
        return any(change.subject == subject for change in self.changes)


async def policy_of(chart: CurrentChart, policy_id: UUID) -> Known:
    """Give one policy (two statements); raises NotFound for any that is not in the client's chart."""
    row = await db.row(ONE, policy_id, chart.client_id)
    if row is None:
        raise NotFound(
            by=chart.actor,
            object_kind="insurance_policy",
            object_id=policy_id,
            client_id=chart.client_id,
        )
    changes = await changes_of(chart.client_id, (POLICY.name,))
    return Known(
        view=subject_view(POLICY, policy_id, texts_of_row(row), changes),
        payers=tuple(payers_in(row)),
        changes=changes,
    )


async def begin_new(chart: CurrentChart) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give what the form of a new policy begins with, the next in order, and the companies to choose from."""
    (row,) = await db.rows(FOR_NEW, chart.client_id, today())
    next_one = min(row["taken"] + 1, len(PRIORITIES.codes))
    return {"priority": str(next_one)}, tuple(payers_in(row))


async def standing_policy(client_id: UUID) -> tuple[UUID, Mapping[str, str]] | None:
    """Give the policy that pays first with its texts, of those that nobody has ended and whose last day has not passed."""
    row = await db.row(STANDING, client_id, today())
    return None if row is None else (row["id"], texts_of_row(row))

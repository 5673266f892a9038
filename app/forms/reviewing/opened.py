"""Answers to a form as staff open them: one version, those before it, its scores, and what it shows of danger.

Of answers that were not sent only those are shown that show danger: the others are still the client's own.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from app import db
from app.encryption import Encrypted
from app.forms.filling.listing import title_of
from app.forms.filling.signing import Signature, signed_words
from app.forms.instruments.wording import ScoreWords
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.shown import Piece, ShownForm
from app.forms.questionnaire.walk import shown
from app.forms.reviewing.listing import SCORES, scores_of
from app.forms.rules import ResponseStatus, Source
from app.forms.tables import FormResponse, SafetyEvent
from app.staff.names import STAFF_NAME
from app.web.language import Phrase, _l, current_language, gettext
from app.web.templates import day_short, local

VERSIONS = """
(select json_agg(json_build_object('id', version.id, 'status', version.status, 'sent_at', version.sent_at,
  'by', version.written_by_name) order by version.sent_at)
 from form_response version where version.assignment = given.assignment and version.sent_at is not null)
"""
EVENTS = f"""
(select json_agg(json_build_object('id', event.id, 'response', event.response, 'rule', event.rule,
  'answer', encode(event.answer, 'base64'), 'noticed_at', event.noticed_at, 'changed_at', event.changed_at, 'acknowledged_at', event.acknowledged_at,
  'acknowledged_by', event.acknowledged_by_name, 'done', encode(event.done, 'base64'), 'done_at', event.done_at,
  'done_by', event.done_by_name, 'told', (
    select json_agg(json_build_object('name', {STAFF_NAME.format("member")}, 'at', alert.raised_at)
      order by alert.raised_at, alert.id)
    from alert join staff_member member on member.id = alert.recipient
    where alert.client = event.client and alert.kind = 'form_safety' and alert.object_id = event.response
      and event.id = any(alert.event || alert.grown_by))) order by event.noticed_at)
 from safety_event event join form_response version on version.id = event.response
 where version.assignment = given.assignment)
"""
"""Of all answers to the assignment: a correction that keeps an answer is no new event."""
ONE = f"""
select given.*, questionnaire.title, questionnaire.title_es, questionnaire.url, questionnaire.version,
  questionnaire.definition, questionnaire.instrument, before.id as before, before.answers as before_answers,
  {SCORES.format(response="given.id")} as scores, {VERSIONS} as versions, {EVENTS} as events
from form_response given join form_assignment assignment on assignment.id = given.assignment
join questionnaire on questionnaire.id = assignment.questionnaire
left join form_response before on before.id = given.corrects
where given.id = $1 and given.client = $2
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How answers stand, in words, and how that looks."""

    words: Phrase
    look: str


STANDINGS: dict[ResponseStatus, Standing] = {
    ResponseStatus.IN_PROGRESS: Standing(_l("In progress"), "warn"),
    ResponseStatus.COMPLETED: Standing(_l("Sent"), "ok"),
    ResponseStatus.AMENDED: Standing(_l("Corrected"), "ok"),
    ResponseStatus.ENTERED_IN_ERROR: Standing(_l("Entered in error"), "bad"),
}
SOURCES: dict[Source, Phrase] = {
    Source.PORTAL: _l("Through the portal"),
    Source.PAPER: _l("On paper"),
    Source.PHONE: _l("By phone"),
    Source.INTERVIEW: _l("In an interview"),
}


@dataclass(frozen=True, slots=True)
class Told:
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Danger:
    """An answer that shows that somebody may be in danger, and who has seen to it."""

    id: UUID
    question: str
    answer: str
    """As it was when it was noticed; empty where that was not kept."""
    answers: tuple[str, ...]
    """As they stand now; none where the client has taken the answer back."""
    elsewhere: UUID | None
    """The answers that it stands among, where they are neither these nor those that these correct."""
    noticed_at: datetime
    changed_at: datetime | None
    told: tuple[Told, ...]
    acknowledged_at: datetime | None
    acknowledged_by: str
    done: str
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True, slots=True)
class Version:
    """Answers that were sent, at first or as a correction."""

    id: UUID
    status: ResponseStatus
    sent_at: datetime
    by: str

    @property
    def words(self) -> str:
        return str(STANDINGS[self.status].words)


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose answer a correction changed."""

    words: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class OpenedResponse:
    """Answers of a chart, and all that is said beside them."""

    row: db.Record

    @property
    def id(self) -> UUID:
        return UUID(str(self.row["id"]))

    @property
    def title(self) -> str:
        return title_of(self.row)

    @property
    def status(self) -> ResponseStatus:
        return ResponseStatus(self.row["status"])

    @property
    def source(self) -> Source:
        return Source(self.row["source"])

    @property
    def is_sent(self) -> bool:
        return self.row["sent_at"] is not None

    @property
    def by(self) -> str:
        return str(self.row["written_by_name"])

    @property
    def sent_at(self) -> datetime:
        at: datetime = self.row["sent_at"]
        return at

    @property
    def form_version(self) -> str:
        return str(self.row["version"])

    @property
    def standing(self) -> Standing:
        return STANDINGS[self.status]

    @property
    def source_words(self) -> str:
        return str(SOURCES[self.source])

    @property
    def entered_by(self) -> str:
        """Which staff member entered them; empty for those of the portal."""
        return "" if self.row["staff"] is None else self.by

    @property
    def reviewed(self) -> str:
        return reviewed_by(self.row)

    @property
    def is_set_aside(self) -> bool:
        return self.status is ResponseStatus.ENTERED_IN_ERROR

    @cached_property
    def form(self) -> Form:
        return form_of(self.row["definition"])

    @cached_property
    def response(self) -> dict[str, Any]:
        """The QuestionnaireResponse as it is kept, with the status it has come to."""
        kept: dict[str, Any] = FormResponse.answers.open_json(self.row["answers"], row=self.id)
        return {**kept, "status": self.status.value}

    @cached_property
    def shown(self) -> ShownForm:
        """The form with these answers, in the reader's language."""
        return self._shown(self.response)

    @property
    def signature(self) -> Signature | None:
        kept = self.row["signature"]
        return Signature(**FormResponse.signature.open_json(kept, row=self.id)) if kept else None

    @property
    def signed(self) -> str:
        """Say who signed, from whose account, and when; empty where it was not signed."""
        return signed_words(self.signature, account=self.by) if self.signature else ""

    @property
    def set_aside_reason(self) -> str:
        kept = self.row["set_aside_reason"]
        return FormResponse.set_aside_reason.open(kept, row=self.id) if kept else ""

    @property
    def scores(self) -> tuple[ScoreWords, ...]:
        return scores_of(self.row["scores"])

    @property
    def versions(self) -> tuple[Version, ...]:
        return tuple(
            Version(
                UUID(each["id"]),
                ResponseStatus(each["status"]),
                datetime.fromisoformat(each["sent_at"]),
                each["by"],
            )
            for each in json.loads(self.row["versions"] or "[]")
        )

    @cached_property
    def dangers(self) -> tuple[Danger, ...]:
        return tuple(self._danger(each) for each in json.loads(self.row["events"] or "[]"))

    @property
    def waiting(self) -> tuple[UUID, ...]:
        """The answers that show danger and that nobody has acknowledged."""
        return tuple(danger.id for danger in self.dangers if danger.acknowledged_at is None)

    @property
    def changes(self) -> tuple[Changed, ...]:
        """What a correction changed, question by question."""
        if self.row["before"] is None:
            return ()
        kept = FormResponse.answers.open_json(self.row["before_answers"], row=self.row["before"])
        before, now = _answered(self._shown(kept)), _answered(self.shown)
        return tuple(
            Changed(words, before.get(name, (words, ()))[1], now.get(name, (words, ()))[1])
            for name, (words, _) in {**before, **now}.items()
            if before.get(name, ("", ()))[1] != now.get(name, ("", ()))[1]
        )

    def _shown(self, response: dict[str, Any]) -> ShownForm:
        return shown(self.form, Answers.of(self.form, response), language=current_language().value)

    def _danger(self, each: dict[str, Any]) -> Danger:
        event_id, response_id = UUID(each["id"]), UUID(each["response"])
        item = self.form.link_ids.get(each["rule"])
        answers = (piece.answers for piece in _questions_of(self.shown) if piece.link_id == each["rule"])
        return Danger(
            id=event_id,
            question=item.wording.said_in(current_language().value) if item else each["rule"],
            answer=_opened(SafetyEvent.answer, each["answer"], event_id),
            answers=tuple(words for found in answers for words in found),
            elsewhere=None if response_id in (self.id, self.row["corrects"]) else response_id,
            noticed_at=datetime.fromisoformat(each["noticed_at"]),
            changed_at=_moment(each["changed_at"]),
            told=tuple(Told(one["name"], datetime.fromisoformat(one["at"])) for one in each["told"] or ()),
            acknowledged_at=_moment(each["acknowledged_at"]),
            acknowledged_by=each["acknowledged_by"],
            done=_opened(SafetyEvent.done, each["done"], event_id),
            done_at=_moment(each["done_at"]),
            done_by=each["done_by"],
        )


def reviewed_by(row: db.Record) -> str:
    """Say who has looked at answers and when; empty until somebody has."""
    if row["reviewed_at"] is None:
        return ""
    day = day_short(local(row["reviewed_at"]).date())
    return gettext("Reviewed by %(name)s on %(day)s") % {"name": row["reviewed_by_name"], "day": day}


async def response_of(*, client_id: UUID, response_id: UUID) -> OpenedResponse | None:
    """Give answers of a chart; None where there are none of this id in it."""
    row = await db.row(ONE, response_id, client_id)
    return OpenedResponse(row) if row else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _opened(column: Encrypted, stored: str | None, event_id: UUID) -> str:
    return column.open(base64.b64decode(stored), row=event_id) if stored else ""


def _answered(form: ShownForm) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give the words and the answers of every question, by its name on the page."""
    return {piece.name: (piece.words, piece.answers) for piece in _questions_of(form)}


def _questions_of(form: ShownForm) -> Iterator[Piece]:
    for page in form.pages:
        yield from _pieces(page.pieces)


def _pieces(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        yield from _pieces(piece.pieces)
        for entry in piece.entries:
            yield from _pieces(entry.pieces)
        for row in piece.rows:
            yield from _pieces(row.pieces)

"""Safety marks: which answers of a form the practice wants to be told of at once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, Unfit
from app.forms.library.listing import FormPage, form_page
from app.forms.library.rules import NO_ANSWERS, NO_QUESTION
from app.forms.questionnaire.form import Form, Item, form_of
from app.forms.questionnaire.form import Kind as ItemKind
from app.forms.safety.rules import watched
from app.staff.rules import Action
from app.web.language import current_language, gettext

MARKS = (
    "select id, link_id, codes, made_at, made_by_name from safety_rule where url = $1 order by made_at, id"
)
MARK = """
insert into safety_rule (id, url, link_id, codes, made_at, made_by_name) values ($1, $2, $3, $4, $5, $6)
on conflict (url, link_id) do update set codes = excluded.codes, made_at = excluded.made_at,
  made_by_name = excluded.made_by_name
"""
UNMARK = "delete from safety_rule where id = $1 and url = $2 returning link_id, codes"
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A question and the answers that tell; `id` None: it belongs to the form and stays."""

    id: UUID | None
    question: str
    answers: tuple[str, ...]
    made_at: datetime | None = None
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Markable:
    """A question that can be marked, with its answers by token."""

    link_id: str
    words: str
    answers: tuple[tuple[str, str], ...]


async def marks_of(page: FormPage) -> tuple[Mark, ...]:
    """Give the marks of a form, its own first (one statement)."""
    form = form_of(page.definition)
    of_form = watched(form)
    always = [Mark(None, _words(item), ()) for item in form.questions if item.link_id in of_form]
    found = await db.rows(MARKS, page.version.url)
    return (*always, *(_mark(form, row) for row in found))


def markable(page: FormPage) -> tuple[Markable, ...]:
    """Give the questions of a form that are answered by choosing."""
    questions = (_markable(item) for item in form_of(page.definition).questions)
    return tuple(each for each in questions if each.answers)


async def mark(*, staff: CurrentStaff, form_id: UUID, link_id: str, tokens: Iterable[str]) -> None:
    """Have answers of a question tell at once, in every version; in the place of the ones that were marked there.

    Raises NotAllowed, NotFound, Unfit.
    """
    page = await form_page(staff=staff, form_id=form_id, action=Action.MODIFY)
    question = next((each for each in markable(page) if each.link_id == link_id), None)
    if question is None:
        raise Unfit("question", NO_QUESTION)
    known = [token for token, _ in question.answers if token in set(tokens)]
    if not known:
        raise Unfit("answer", NO_ANSWERS)
    async with db.transaction():
        codes, now = json.dumps(known), datetime.now(UTC)
        await db.row(MARK, db.new_id(), page.version.url, link_id, codes, now, staff.name)
        await _record(staff, form_id, act="marked", link_id=link_id, answers=codes)


async def unmark(*, staff: CurrentStaff, form_id: UUID, mark_id: UUID) -> None:
    """Take a mark of the practice's away; raises NotAllowed, NotFound."""
    page = await form_page(staff=staff, form_id=form_id, action=Action.MODIFY)
    async with db.transaction():
        row = await db.row(UNMARK, mark_id, page.version.url)
        if row is None:
            raise NotFound(by=staff.actor, object_kind="safety_rule", object_id=mark_id)
        await _record(staff, form_id, act="unmarked", link_id=row["link_id"], answers=row["codes"])


def _mark(form: Form, row: db.Record) -> Mark:
    item = form.link_ids.get(row["link_id"])
    if item is None:  # of another version
        return Mark(row["id"], row["link_id"], (), row["made_at"], row["made_by_name"])
    chosen = set(json.loads(row["codes"]))
    answers = tuple(words for token, words in _answers(item) if token in chosen)
    return Mark(row["id"], _words(item), answers, row["made_at"], row["made_by_name"])


def _markable(item: Item) -> Markable:
    return Markable(item.link_id, _words(item), tuple(_answers(item)))


def _answers(item: Item) -> list[tuple[str, str]]:
    if item.kind is ItemKind.BOOLEAN:
        return [("true", gettext("Yes")), ("false", gettext("No"))]
    return [(option.token, option.wording.said_in(current_language())) for option in item.options]


def _words(item: Item) -> str:
    return item.wording.said_in(current_language())[:LONGEST_WORDS] or item.link_id


async def _record(staff: CurrentStaff, form_id: UUID, **detail: str) -> None:
    await activity.record(
        by=staff.actor,
        kind=Kind.FORM_LIBRARY_CHANGED,
        object_kind="questionnaire",
        object_id=form_id,
        detail=detail,
    )

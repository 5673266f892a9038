"""The forms of a chart, as the client's list shows them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.forms.filling.rules import GONE_AFTER, Standing, standing_of
from app.forms.instruments.wording import SCORE, client_score
from app.forms.rules import Facts, is_overdue
from app.web.language import Language, Phrase, _l, current_language, gettext
from app.web.templates import day_short, local

MOST_SHOWN = 20
"""Forms of a list on the page of all lists; a link shows the list by itself, with all of it."""

SENT = """
select * from form_response
where form_response.assignment = assignment.id and (status in ('completed', 'amended') or set_aside_at is not null)
order by set_aside_at is not null, sent_at desc limit 1
"""
"""What was sent last and counts; where all of it was set aside, the last of that, which stays the client's to read."""
LINES = f"""
select assignment.id, assignment.required, assignment.due_on, assignment.assigned_at, assignment.completed_at,
  assignment.taken_back_at, questionnaire.title, questionnaire.title_es,
  begun.answered, begun.asked, begun.corrects, sent.sent_at, sent.written_by_name, sent.corrects as corrected,
  sent.set_aside_at, {SCORE.format(response="sent.id")} as score
from form_assignment assignment
join questionnaire on questionnaire.id = assignment.questionnaire
left join form_response begun on begun.assignment = assignment.id and begun.status = 'in-progress'
left join lateral ({SENT}) sent on true
"""
SEEN = f"""
{LINES}
where assignment.client = $1
  and (assignment.taken_back_at is null or assignment.completed_at is not null or assignment.taken_back_at > $2)
order by assignment.completed_at desc nulls first, assignment.assigned_at desc, assignment.id
"""
OF_CHART = f"{SEEN} limit 500"
NAMED = """
select assignment.id, questionnaire.title, questionnaire.title_es
from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
where assignment.client = $1 and assignment.id = any($2)
"""


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in a list, with all that is said of it."""

    id: UUID
    title: str
    facts: Facts
    standing: Standing | None
    required: bool
    overdue: bool
    assigned_at: datetime
    begun: bool
    """Whether there are answers that are not sent yet; of a sent form they correct those that were."""
    answered: int
    asked: int
    sent_at: datetime | None
    sent_by: str
    set_aside_at: datetime | None
    corrected: bool
    score: str
    """What it scored, where the practice lets clients see that, in words; else empty."""

    @property
    def due_on(self) -> date | None:
        return self.facts.due_on


async def forms_of(chart: CurrentChart) -> tuple[FormLine, ...]:
    """Give the forms a client sees of a chart."""
    found = await db.rows(OF_CHART, chart.client_id, datetime.now(UTC) - GONE_AFTER)
    return tuple(_line(row) for row in found)


async def all_forms(client_id: UUID) -> tuple[FormLine, ...]:
    """Give the forms that a client sees, however many there are."""
    found = await db.rows(SEEN, client_id, datetime.now(UTC) - GONE_AFTER)
    return tuple(_line(row) for row in found)


async def names_of(client_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Give what the client's list calls each of these forms."""
    return {row["id"]: title_of(row) for row in await db.rows(NAMED, client_id, list(ids))}


def title_of(row: db.Record) -> str:
    """Give a form's title in the reader's language, from its columns `title` and `title_es`."""
    spanish = row["title_es"] if current_language() is Language.SPANISH else ""
    return str(spanish or row["title"])


def facts_of(row: db.Record) -> Facts:
    return Facts(row["completed_at"], row["taken_back_at"], row["due_on"])


def _line(row: db.Record) -> FormLine:
    facts = facts_of(row)
    return FormLine(
        id=row["id"],
        title=title_of(row),
        facts=facts,
        standing=standing_of(facts, datetime.now(UTC)),
        required=row["required"],
        overdue=is_overdue(facts, today=today()),
        assigned_at=row["assigned_at"],
        begun=row["asked"] is not None,
        answered=row["answered"] or 0,
        asked=row["asked"] or 0,
        sent_at=row["sent_at"],
        sent_by=row["written_by_name"] or "",
        set_aside_at=row["set_aside_at"],
        corrected=row["corrected"] is not None,
        score="" if row["set_aside_at"] else client_score(row["score"]),
    )


LISTS: tuple[tuple[Standing, Phrase, Phrase | None], ...] = (
    (Standing.TO_DO, _l("To do"), _l("There is no form for you to fill in.")),
    (Standing.SENT, _l("Sent"), _l("The forms that you send are kept here.")),
    (Standing.TAKEN_BACK, _l("Taken back"), None),
)
"""In their order, each with what is said of it while it is empty; one without such words is not shown then."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A form in a list: a tag for how it stands, and a sentence under it ("" for none)."""

    form: FormLine
    tag: str
    look: str
    said: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """One list; `more` counts what is not shown."""

    name: Standing
    title: str
    empty: str
    entries: tuple[Entry, ...]
    more: int

    @property
    def path(self) -> str:
        return f"/forms?show={self.name}"


def shelves_of(chart: CurrentChart, lines: tuple[FormLine, ...], *, only: str = "") -> tuple[Shelf, ...]:
    """Put forms into their lists; `only` names one that is wanted by itself, in full."""
    lists = [each for each in LISTS if each[0] == only] or LISTS
    most = MOST_SHOWN if len(lists) > 1 else None
    shelves = (_shelf(chart, *each, lines, most=most) for each in lists)
    return tuple(shelf for shelf in shelves if shelf.entries or shelf.empty)


def _shelf(
    chart: CurrentChart,
    name: Standing,
    title: Phrase,
    empty: Phrase | None,
    lines: tuple[FormLine, ...],
    *,
    most: int | None,
) -> Shelf:
    found = [line for line in lines if line.standing is name]
    if name is Standing.TO_DO:
        found.sort(key=_urgency)
    shown = tuple(entry_of(chart, line) for line in found[:most])
    return Shelf(name, str(title), str(empty) if empty else "", shown, len(found) - len(shown))


def _urgency(line: FormLine) -> tuple[bool, date, datetime]:
    """Put what must be done first, then what is due first, then what has waited longest."""
    return (not line.required, line.due_on or date.max, line.assigned_at)


def entry_of(chart: CurrentChart, line: FormLine) -> Entry:
    tag, look = tag_of(line)
    return Entry(line, tag, look, _said(chart, line))


def tag_of(line: FormLine) -> tuple[str, str]:
    """Say how a form stands, and how that looks."""
    if line.set_aside_at is not None:
        return gettext("Set aside"), ""
    if line.facts.taken_back_at is not None:
        return gettext("Taken back"), ""
    if line.standing is Standing.SENT:
        return (gettext("Being corrected"), "warn") if line.begun else (gettext("Sent"), "ok")
    if line.overdue:
        return gettext("Overdue"), "warn"
    return (gettext("In progress"), "") if line.begun else (gettext("New"), "new")


def _said(chart: CurrentChart, line: FormLine) -> str:
    if line.standing is Standing.TAKEN_BACK:
        return _closed(line)
    if line.standing is Standing.SENT and line.sent_at is not None:
        said = (_sent(chart, line, _on(line.sent_at)), _closed(line), line.score)
        return " ".join(words for words in said if words)
    if line.begun and chart.looking:
        return gettext("Answers that were not sent yet are not shown to you.")
    if line.begun and line.asked:
        counts = {"answered": line.answered, "asked": line.asked}
        return gettext("%(answered)s of %(asked)s answered") % counts
    return ""


def _closed(line: FormLine) -> str:
    """Say since when nothing can be changed any more, and by whose doing; "" where it can."""
    if line.set_aside_at is not None:
        return gettext("Set aside by your practice on %(date)s.") % {"date": _on(line.set_aside_at)}
    if line.facts.taken_back_at is not None:
        return gettext("Your practice took this back on %(date)s.") % {"date": _on(line.facts.taken_back_at)}
    return ""


def _sent(chart: CurrentChart, line: FormLine, on: str) -> str:
    words = gettext("Corrected on %(date)s.") if line.corrected else gettext("Sent on %(date)s.")
    if line.sent_by != chart.actor.name:
        words = gettext("Sent by %(name)s on %(date)s.")
    return words % {"date": on, "name": line.sent_by}


def _on(at: datetime) -> str:
    return day_short(local(at).date())

"""The changes of a chart as rows become lines: for the client's pages, and for staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from app import db
from app.changes.fields import Field
from app.changes.parts import FieldGroup, Part, Parts
from app.changes.rules import SECTION_NAMES, Act, Section, Standing
from app.changes.tables import ChangedField
from app.web.language import Phrase, _l, gettext

NOBODY: Mapping[UUID, str] = MappingProxyType({})
MOST_TOLD = 40
"""How many of the latest changes a page of the client's tells of, besides all that are in review."""
COLUMNS = """
field.id, field.request, field.client, field.part, field.subject, field.act, field.field, field.position,
field.old_value, field.new_value, field.kept_value, field.standing, field.reason, field.decided_at,
field.decided_by_name, request.section, request.sent_at, request.sent_by_name
"""
OF_PARTS = f"""
select {COLUMNS} from changed_field field join change_request request on request.id = field.request
where field.id in (
  (select id from changed_field where client = $1 and standing = 'in_review' and part = any($2))
  union
  (select latest.id from changed_field latest join change_request sent on sent.id = latest.request
   where latest.client = $1 and latest.part = any($2) order by sent.sent_at desc, latest.id limit {MOST_TOLD}))
order by request.sent_at desc, field.position
"""
OF_REQUEST = f"""
select {COLUMNS} from changed_field field join change_request request on request.id = field.request
where field.client = $1 and field.request = $2 order by field.position
"""
STANDINGS: Mapping[Standing, tuple[Phrase, str]] = {
    Standing.APPLIED: (_l("In your chart"), "ok"),
    Standing.IN_REVIEW: (_l("In review"), "warn"),
    Standing.ACCEPTED: (_l("In your chart"), "ok"),
    Standing.CORRECTED: (_l("In your chart, corrected by your practice"), "ok"),
    Standing.DECLINED: (_l("Not taken over"), "bad"),
    Standing.REPLACED: (_l("Replaced by a later change"), ""),
    Standing.PUT_BACK: (_l("Put back by your practice"), ""),
    Standing.TAKEN_BACK: (_l("Taken back: your chart stays as it was"), ""),
}
"""How a change stands, as the client reads it, and how that looks."""
FOR_STAFF: Mapping[Standing, tuple[Phrase, str]] = {
    Standing.APPLIED: (_l("In the chart"), "ok"),
    Standing.IN_REVIEW: (_l("Waiting"), "warn"),
    Standing.ACCEPTED: (_l("Accepted"), "ok"),
    Standing.CORRECTED: (_l("Corrected"), "ok"),
    Standing.DECLINED: (_l("Declined"), "bad"),
    Standing.REPLACED: (_l("Replaced by a later change"), ""),
    Standing.PUT_BACK: (_l("Put back"), ""),
    Standing.TAKEN_BACK: (_l("Taken back by the client"), ""),
}
"""The same as staff read it."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field that was changed; texts as the part keeps them."""

    id: UUID
    request_id: UUID
    client_id: UUID
    section: Section
    part: str
    subject: UUID
    act: Act
    field: str
    old: str
    new: str
    kept: str | None
    """What staff wrote in its place; None: nothing."""
    standing: Standing
    reason: str
    sent_at: datetime
    sent_by: str
    decided_at: datetime | None
    decided_by: str

    @property
    def put(self) -> str:
        """What the change put, or would put, into the chart."""
        return self.new if self.kept is None else self.kept

    @property
    def place(self) -> tuple[str, UUID, str]:
        return self.part, self.subject, self.field


async def changes_of(client_id: UUID, parts: Iterable[str]) -> tuple[ChangeLine, ...]:
    """Give what was changed lately in these parts, newest first, and all that waits for a decision (one statement)."""
    return tuple(change_line(row) for row in await db.rows(OF_PARTS, client_id, list(parts)))


async def changes_in(client_id: UUID, request_id: UUID) -> tuple[ChangeLine, ...]:
    """Give the fields of one save; none where the client has no such save."""
    return tuple(change_line(row) for row in await db.rows(OF_REQUEST, client_id, request_id))


def change_line(row: db.Record) -> ChangeLine:
    def opened(name: str) -> str | None:
        column = getattr(ChangedField, name)
        return None if row[name] is None else column.open(row[name], row=row["id"])

    return ChangeLine(
        id=row["id"],
        request_id=row["request"],
        client_id=row["client"],
        section=Section(row["section"]),
        part=row["part"],
        subject=row["subject"],
        act=Act(row["act"]),
        field=row["field"],
        old=opened("old_value") or "",
        new=opened("new_value") or "",
        kept=opened("kept_value"),
        standing=Standing(row["standing"]),
        reason=opened("reason") or "",
        sent_at=row["sent_at"],
        sent_by=row["sent_by_name"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by_name"],
    )


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as the client reads it: what they changed it to, how that stands, and what the chart holds."""

    name: str
    label: str
    words: str
    """Empty where nothing is known."""
    in_review: bool
    holds: str
    """What the chart holds while another value is in review; empty where that is nothing, or the same."""
    declined: str
    """What was not taken over, if that is the last that became of the field."""
    reason: str


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One subject of a part as the client reads it; `texts` is what its form begins with."""

    part: Part
    subject: UUID
    fields: tuple[FieldView, ...]
    texts: Mapping[str, str]
    called: str
    is_new: bool
    """Whether all of it is in review: the chart does not hold it yet."""

    def field(self, name: str) -> FieldView:
        return next(field for field in self.fields if field.name == name)

    @property
    def groups(self) -> tuple[tuple[FieldGroup, tuple[FieldView, ...]], ...]:
        """The fields under the headings of the part; of one that the form folds only what is known."""
        views = {field.name: field for field in self.fields}
        known = {field.name for field in self.known}
        shown = (
            (
                group,
                tuple(views[field.name] for field in group.fields if not group.folded or field.name in known),
            )
            for group in self.part.groups
        )
        return tuple((group, fields) for group, fields in shown if fields)

    @property
    def known(self) -> tuple[FieldView, ...]:
        return tuple(field for field in self.fields if field.words or field.declined or field.in_review)

    @property
    def in_review(self) -> bool:
        return any(field.in_review for field in self.fields)


def subject_view(
    part: Part, subject: UUID, holds: Mapping[str, str] | None, changes: Sequence[ChangeLine]
) -> SubjectView:
    """Lay what waits for a decision over what the chart holds; None: it holds no such subject yet."""
    last: dict[str, ChangeLine] = {}
    for change in changes:  # the newest first
        if change.part == part.name and change.subject == subject:
            last.setdefault(change.field, change)
            if change.standing is Standing.IN_REVIEW:  # what staff have written since does not settle it
                last[change.field] = change
    waiting = {name: each.new for name, each in last.items() if each.standing is Standing.IN_REVIEW}
    texts = {**(holds or {}), **waiting}
    fields = tuple(_field_view(field, texts, holds or {}, last.get(field.name)) for field in part.fields)
    return SubjectView(part, subject, fields, texts, part.called(texts), holds is None)


def _field_view(
    field: Field, texts: Mapping[str, str], holds: Mapping[str, str], last: ChangeLine | None
) -> FieldView:
    in_review = last is not None and last.standing is Standing.IN_REVIEW
    declined = last is not None and last.standing is Standing.DECLINED
    return FieldView(
        name=field.name,
        label=str(field.label),
        words=field.shown(texts.get(field.name, "")),
        in_review=in_review,
        holds=field.shown(holds.get(field.name, "")) if in_review else "",
        declined=field.shown(last.new) if last and declined else "",
        reason=last.reason if last and declined else "",
    )


def waiting_additions(changes: Iterable[ChangeLine], parts: Parts) -> list[tuple[Part, UUID]]:
    """Give the subjects that are not in the chart yet, but in review, oldest first."""
    found = {
        (change.part, change.subject): None
        for change in reversed(list(changes))
        if change.act is Act.ADD and change.standing is Standing.IN_REVIEW and change.part in parts
    }
    return [(parts[part], subject) for part, subject in found]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change as the client's list of what was changed words it."""

    of: str
    """Which of several subjects it is of; empty where there is one."""
    label: str
    old: str
    new: str
    words: str
    look: str
    sent_at: datetime
    sent_by: str
    reason: str


def history(
    changes: Iterable[ChangeLine], parts: Parts, *, called: Mapping[UUID, str] = NOBODY
) -> tuple[HistoryLine, ...]:
    """Word changes for the client, in the order they come in; `called` names the subjects of which there are several."""
    return tuple(
        _history_line(change, parts[change.part], of=called.get(change.subject, ""))
        for change in changes
        if change.part in parts
    )


def _history_line(change: ChangeLine, part: Part, *, of: str) -> HistoryLine:
    words, look = STANDINGS[change.standing]
    return HistoryLine(
        of=of,
        label=str(part.field(change.field).label),
        old=part.shown(change.field, change.old),
        new=part.shown(change.field, change.put),
        words=str(words),
        look=look,
        sent_at=change.sent_at,
        sent_by=change.sent_by,
        reason=change.reason,
    )


OF_A_SAVE = """
left join lateral (
  select request.section, array_agg(field.part order by field.position) as parts,
    array_agg(field.field order by field.position) as fields
  from change_request request join changed_field field on field.request = request.id
  where request.id = {object} and request.client = {client} group by request.id
) saved on true
"""
"""Joins what a save was about, where an object is one, as `topic_of` words it."""


def labels_of(row: db.Record, parts: Parts) -> tuple[str, ...]:
    """Give the labels of a save's fields, each once; `parts` and `fields` of the row name them in their order."""
    named = zip(row["parts"], row["fields"], strict=True)
    return tuple(dict.fromkeys(str(parts[part].field(name).label) for part, name in named if part in parts))


def topic_of(row: db.Record, parts: Parts) -> str:
    """Word what a save was about: the section, and the names of its fields."""
    title = SECTION_NAMES[Section(row["section"])]
    return gettext("%(section)s: %(fields)s") % {
        "section": title,
        "fields": ", ".join(labels_of(row, parts)),
    }

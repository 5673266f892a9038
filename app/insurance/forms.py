"""What clients fill in on the pages of insurance, beside the fields of the policy itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from app import db
from app.activity.refusals import StateForbids
from app.changes.fields import form_of, texts_of
from app.changes.forms import edit_of
from app.changes.parts import ENDED, seen_in
from app.changes.rules import Act
from app.changes.service import GONE, Edit
from app.insurance.listing import Known
from app.insurance.policy import POLICY, SUBSCRIBER, TYPED
from app.insurance.rules import (
    BEGINS_TOO_LATE,
    NO_CHANGED_ON,
    NO_HOW,
    How,
    Side,
    alone,
    ends_before,
    wrong,
    wrong_change,
)
from app.web.forms import FilledForm, Form, Sent, filled, identifier, one_of, parse, typed_fields
from app.web.language import Phrase, _l
from app.web.readers.choices import one_from
from app.web.readers.dates import day_in_parts
from app.web.value_list import value_list

RELOAD = _l("Please open this page again.")
HOWS = value_list(
    (
        (How.MISTAKE, "Correct a mistake", "Corregir un error"),
        (How.CHANGED, "My insurance changed", "Mi seguro cambió"),
    )
)


class Change(Form):
    """Why a policy is changed, and from which day a new one holds."""

    how: Annotated[str, one_from(HOWS, missing=NO_HOW)]
    changed_on: Annotated[date | None, day_in_parts()]


class Placing(Form):
    """A card that was sent before, and which side of a policy's it is."""

    document: Annotated[UUID, identifier(missing=RELOAD)]
    side: Annotated[str, one_of(*Side)]


def once_of(data: Sent) -> UUID:
    """Give the id by which a form that adds a policy is known when it is sent twice."""
    try:
        return UUID(typed_fields(data).get("once", ""))
    except ValueError:
        return db.new_id()


def new_policy(subject: UUID, data: Sent) -> Edit | FilledForm:
    """Read the form of a new policy: what adds it, or the form with what is wrong."""
    edit = edit_of(TYPED, subject, data, act=Act.ADD)
    if isinstance(edit, FilledForm):
        return edit
    bad = wrong(edit.texts)
    return filled(data).refused(**bad) if bad else replace(edit, texts=alone(edit.texts, SUBSCRIBER))


def changed_policy(known: Known, new_subject: UUID, data: Sent) -> list[Edit] | FilledForm:
    """Read the form of a policy that is on file: what corrects it, or ends it and adds the one that follows.

    Every field that is wrong has its sentence, of the policy and of the change.
    """
    policy, change = parse(form_of(TYPED.fields), data), parse(Change, data)
    bad = dict(change.sentences) if isinstance(change, FilledForm) else _wrong_change(known, change)
    if isinstance(policy, FilledForm):
        return filled(data).refused(**bad, **policy.sentences)
    typed = alone(texts_of(TYPED.fields, policy), SUBSCRIBER)
    texts = typed if isinstance(change, FilledForm) else _texts(known, typed, change)
    bad = bad | _too_late(known, texts) | wrong(texts)
    if bad or isinstance(change, FilledForm):
        return filled(data).refused(**bad)
    return _edits(known, new_subject, change, texts, seen=policy.seen)  # type: ignore[attr-defined]  # of form_of


def _wrong_change(known: Known, change: Change) -> dict[str, Phrase | str]:
    if change.how != How.CHANGED:
        return {}
    if known.ends_later:
        raise StateForbids(GONE)  # its page asks for corrections only
    if change.changed_on is None:
        return {"changed_on": NO_CHANGED_ON}
    return wrong_change(change.changed_on, old_starts_on=known.starts_on)


def _too_late(known: Known, texts: Mapping[str, str]) -> dict[str, Phrase | str]:
    """Say that a policy with an end cannot begin after it."""
    is_late = known.ends_later and texts["starts_on"] > known.view.texts[ENDED]
    return {"starts_on": BEGINS_TOO_LATE} if is_late else {}


def _texts(known: Known, typed: Mapping[str, str], change: Change) -> Mapping[str, str]:
    """Give the texts of the policy that is written: a new one has days of its own."""
    if change.how != How.CHANGED:
        return typed
    starts_on = change.changed_on.isoformat() if change.changed_on else ""
    ends_on = "" if typed["ends_on"] == known.view.texts["ends_on"] else typed["ends_on"]
    return {**typed, "starts_on": starts_on, "ends_on": ends_on}


def _edits(
    known: Known, new_subject: UUID, change: Change, texts: Mapping[str, str], *, seen: str
) -> list[Edit]:
    if change.changed_on is None or change.how != How.CHANGED:
        return [Edit(TYPED, known.id, texts, seen)]
    ended_on = ends_before(change.changed_on).isoformat()
    now = seen_in(POLICY, known.id, known.view.texts)
    return [
        Edit(POLICY, known.id, {ENDED: ended_on}, now, Act.END),
        Edit(TYPED, new_subject, texts, act=Act.ADD),
    ]


def with_once(form: FilledForm) -> FilledForm:
    """Give a form with what it is known by when it is sent twice."""
    return replace(form, typed={**form.typed, "once": form.value("once") or str(db.new_id())})

"""Encounters, plans, goals, care teams, coverages and notes of FHIR R4 US Core, read as facts."""

import ast
import base64
import binascii
import re
import warnings
from typing import Any

from app.record.clinical.facts import (
    CareTeamMember,
    Coded,
    Coverage,
    Encounter,
    Goal,
    Kind,
    Note,
    Plan,
)
from app.record.importing.clinical_readers import Facts, NotTaken, reason_in, what_of
from app.record.importing.limits import LONGEST_STRING
from app.record.importing.pieces import (
    CONTROLS,
    Reading,
    Tree,
    all_coded,
    called,
    code_of,
    coded_at,
    first_of,
    named,
    period,
    status_of,
    text_of,
    tree_of,
    trees_of,
    when,
)
from app.record.importing.repairs import Ignored, Repair

ENCOUNTER_STATUSES = frozenset(
    {"planned", "arrived", "triaged", "in-progress", "onleave", "finished", "unknown"}
)
PLAN_STATUSES = frozenset({"draft", "active", "on-hold", "revoked", "completed", "unknown"})
GOAL_STATUSES = frozenset(
    {"proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "rejected"}
)
TEAM_STATUSES = frozenset({"proposed", "active", "suspended", "inactive"})
COVERAGE_STATUSES = frozenset({"active", "cancelled", "draft"})
NOTE_STATUSES = frozenset({"preliminary", "final", "amended"})
ASSESS_PLAN = "assess-plan"
PROGRAM_TEXT = re.compile(r"\{'[a-z]+': .*'text': .*\}", re.DOTALL)
"""How Synthea's goals stand in its files: a dictionary of Python with the words in it."""


def encounter(reading: Reading, tree: Tree) -> Facts:
    status = text_of(reading, tree, "status")
    if status == "cancelled":
        raise NotTaken(Ignored.NOT_DONE)
    manner = code_of(reading, tree_of(reading, tree, "class"))
    kinds = [each for each in all_coded(reading, tree, "type") if each.words]
    began, ended = period(reading, tree, "period")
    places = trees_of(reading, tree, "location")
    reason, reason_of = reason_in(reading, tree)
    fact = Encounter(
        what=what_of(kinds[0] if kinds else Coded(manner.display or manner.code if manner else "")),
        status=status_of(reading, status, ENCOUNTER_STATUSES, usual="unknown"),
        manner=manner,
        began=began,
        ended=ended,
        by=named(reading, first_of(reading, tree, "participant"), "individual"),
        where=named(reading, places[0], "location") if places else named(reading, tree, "serviceProvider"),
        reason=reason,
        reason_of=reason_of,
    )
    return ((Kind.ENCOUNTER, fact),)


def care_plan(reading: Reading, tree: Tree) -> Facts:
    began, ended = period(reading, tree, "period")
    details = [tree_of(reading, each, "detail") for each in trees_of(reading, tree, "activity")]
    activities = [
        coded_at(reading, detail, "code")
        if "code" in detail
        else Coded(text_of(reading, detail, "description"))
        for detail in details
    ]
    fact = Plan(
        what=what_of(_plan_name(reading, tree)),
        status=status_of(reading, text_of(reading, tree, "status"), PLAN_STATUSES, usual="unknown"),
        began=began,
        ended=ended,
        activities=tuple(each for each in activities if each.words),
    )
    return ((Kind.PLAN, fact),)


def _plan_name(reading: Reading, tree: Tree) -> Coded:
    title = text_of(reading, tree, "title")
    categories = all_coded(reading, tree, "category")
    telling = [
        each for each in categories if each.words and ASSESS_PLAN not in {code.code for code in each.codes}
    ]
    if telling:
        return Coded(title or telling[0].text, telling[0].codes)
    described = text_of(reading, tree, "description")
    return Coded(
        title or described or next((each.text for each in categories if each.text), "") or "Plan of care"
    )


def goal(reading: Reading, tree: Tree) -> Facts:
    described = coded_at(reading, tree, "description")
    fact = Goal(
        what=what_of(Coded(_unwrapped(reading, described.text), described.codes)),
        status=status_of(reading, text_of(reading, tree, "lifecycleStatus"), GOAL_STATUSES, usual="active"),
        began=when(reading, tree, "startDate"),
        due=when(reading, first_of(reading, tree, "target"), "dueDate"),
    )
    return ((Kind.GOAL, fact),)


def _unwrapped(reading: Reading, text: str) -> str:
    """Give the words in a dictionary of Python; any other text as it is."""
    if not PROGRAM_TEXT.fullmatch(text):
        return text
    try:
        with warnings.catch_warnings(action="ignore"):  # they would print what it says
            value: Any = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
    words = value.get("text") if isinstance(value, dict) else None
    if not isinstance(words, str) or not words.strip():
        return text
    reading.repaired(Repair.TEXT_UNWRAPPED)
    return CONTROLS.sub("", words).strip()


def care_team(reading: Reading, tree: Tree) -> Facts:
    status = status_of(reading, text_of(reading, tree, "status"), TEAM_STATUSES, usual="active")
    began, ended = period(reading, tree, "period")
    members = []
    for participant in trees_of(reading, tree, "participant"):
        member = tree_of(reading, participant, "member")
        reference = text_of(reading, member, "reference", most=300)
        if reading.directory.patient(reference) is not None:
            continue
        name = called(reading, member) or named(reading, participant, "onBehalfOf")
        roles = [each for each in all_coded(reading, participant, "role") if each.words]
        own = period(reading, participant, "period")
        if name:
            role, phone = (roles[0] if roles else Coded()), reading.directory.phone(reference)
            members.append(CareTeamMember(name, role, status, own[0] or began, own[1] or ended, phone))
    if not members:
        raise NotTaken(Ignored.NAMELESS)
    return tuple((Kind.CARE_TEAM, member) for member in members)


def coverage(reading: Reading, tree: Tree) -> Facts:
    payer = called(reading, first_of(reading, tree, "payor"))
    if not payer:
        raise NotTaken(Ignored.NAMELESS)
    began, ended = period(reading, tree, "period")
    plans = [
        text_of(reading, each, "name") or text_of(reading, each, "value")
        for each in trees_of(reading, tree, "class")
        if "plan" in {code.code for code in coded_at(reading, each, "type").codes}
    ]
    kind = coded_at(reading, tree, "type")
    fact = Coverage(
        payer=payer,
        status=status_of(reading, text_of(reading, tree, "status"), COVERAGE_STATUSES, usual="active"),
        plan=plans[0] if plans else "",
        kind=kind if kind.words else None,
        began=began,
        ended=ended,
    )
    return ((Kind.COVERAGE, fact),)


def document(reading: Reading, tree: Tree) -> Facts:
    what = coded_at(reading, tree, "type")
    described = text_of(reading, tree, "description")
    context = tree_of(reading, tree, "context")
    fact = Note(
        what=what_of(what if what.words else Coded(described)),
        status=status_of(
            reading, text_of(reading, tree, "docStatus") or "final", NOTE_STATUSES, usual="final"
        ),
        written=when(reading, tree, "date") or period(reading, context, "period")[0],
        by=called(reading, first_of(reading, tree, "author")),
        text=_plain_text(reading, tree),
    )
    return ((Kind.NOTE, fact),)


def _plain_text(reading: Reading, tree: Tree) -> str:
    """Give what a document says in plain words; attachments of other kinds are left out."""
    parts = []
    for content in trees_of(reading, tree, "content"):
        attachment = tree_of(reading, content, "attachment")
        kind = text_of(reading, attachment, "contentType", most=100).partition(";")[0].strip().lower()
        if kind == "text/plain" and "data" in attachment:
            parts.append(_decoded(reading, text_of(reading, attachment, "data", most=LONGEST_STRING)))
        else:
            reading.repaired(Repair.ATTACHMENT_DROPPED)
    return "\n\n".join(part for part in parts if part)


def _decoded(reading: Reading, data: str) -> str:
    try:
        text = base64.b64decode("".join(data.split()), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise reading.wrong("content.attachment.data") from None
    return CONTROLS.sub("", text).replace("\r\n", "\n").strip()

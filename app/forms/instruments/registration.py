"""Sent answers of the registration as changes of the chart: saved as if they were typed on the client's own pages.

Only what was answered and differs from what the client sees there is handed on: an answer that was left out says
nothing. Each field is read by its own rules, and one that breaks them stays with the form alone, for staff to see. A
section that the practice keeps closed is not changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from app import db
from app.accounts.sessions import CurrentChart, today
from app.changes import access, service
from app.changes.fields import Control, Field, Inputs, form_of, texts_of
from app.changes.parts import ENDED, Part, Texts, seen_in
from app.changes.rules import Act, Section
from app.changes.service import Edit, added_subject
from app.clients.lists.places import HOME
from app.forms.instruments.held import Held, held_of
from app.information.details import DETAILS_PART, with_boxes
from app.insurance.policy import POLICY, SUBSCRIBER, TYPED
from app.insurance.rules import alone, ends_before, wrong
from app.web.forms import BadParts, FilledForm, Sent, parse

URL = "urn:client-portal:form:patient-registration"
HOLD = "select id from client where id = $1 for no key update"
"""Whoever else saves something of this chart waits, so that nothing changes between looking and saving."""
PLACES: Mapping[str, Mapping[str, str]] = {
    "basic": {
        name: name
        for name in (
            *("first_name", "middle_name", "last_name", "preferred_name", "pronouns"),
            *("email", "phone", "home_phone", "work_phone"),
        )
    },
    "identity": {"born_on": "born_on"},
    "details": {
        name: name
        for name in (
            *("origin", "language", "interpreter", "marital_status", "employment", "sex", "gender_identity"),
        )
    },
    "emergency_contact": {name: f"emergency_contact.{name}" for name in ("name", "relationship", "phone")},
    "legal_guardian": {name: f"legal_guardian.{name}" for name in ("name", "relationship", "phone", "paper")},
    "responsible_party": {name: f"responsible_party.{name}" for name in ("name", "relationship", "phone")},
    "physician": {name: f"physician.{name}" for name in ("name", "organization", "phone")},
    "policy": {
        name: f"policy.{name}"
        for name in (
            *("payer", "plan", "member_id", "group_number", "relationship"),
            *("subscriber_name", "subscriber_born_on", "phone"),
        )
    },
}
"""Which question of the form each field of a part is asked by."""
ADDRESS = ("line1", "line2", "city", "state", "zip")

Answers = Mapping[str, Sequence[str]]


async def hand_on(*, chart: CurrentChart, url: str, response_id: UUID, response: Mapping[str, Any]) -> None:
    """Save what a sent registration changes, in the transaction that sends it; of other forms nothing."""
    if url != URL:
        return
    answers = dict(_answers(response.get("item")))
    async with db.transaction():
        await db.row(HOLD, chart.client_id)
        held = await held_of(chart.client_id)
        edits = [edit for each in held.values() for edit in edits_of(each, answers, chart, response_id)]
        for section in Section:
            of_it = [edit for edit in edits if edit.part.section is section]
            if of_it and access.may_change(section):
                await service.save(chart=chart, section=section, edits=of_it)


def edits_of(held: Held, answers: Answers, chart: CurrentChart, response_id: UUID) -> list[Edit]:
    """Give what the answers change of one subject, or the subject that they add."""
    texts = read_texts(held.part, answers)
    if held.part is DETAILS_PART:
        texts = _with_boxes(held, texts)
    new = added_subject(chart, uuid5(response_id, held.part.name))
    if held.part is TYPED:
        return _policy_edits(held, texts, new)
    if held.subject is None:
        return _additions(held, texts, new)
    return [Edit(held.part, held.subject, texts, _seen(held, held.subject))] if texts else []


def _additions(held: Held, texts: Texts, new: UUID) -> list[Edit]:
    if held.is_waiting or not texts or any(not texts.get(name) for name in held.part.needed):
        return []
    return [Edit(held.part, new, texts, act=Act.ADD)]


def _policy_edits(held: Held, texts: Texts, new: UUID) -> list[Edit]:
    """Correct the policy; of another company's, end the old one and begin the new today."""
    if not texts:
        return []
    if held.subject is None:
        whole = _whole_policy({**texts, "priority": "1"})
        return _additions(held, whole, new) if whole else []
    if _is_other(texts.get("payer", ""), held.texts.get("payer", "")) and _has_begun(held):
        whole = _whole_policy({**texts, "priority": held.texts["priority"], "starts_on": today().isoformat()})
        ended = {ENDED: ends_before(today()).isoformat()}
        ending = Edit(POLICY, held.subject, ended, seen_in(POLICY, held.subject, held.texts), Act.END)
        return [ending, Edit(TYPED, new, whole, act=Act.ADD)] if whole else []
    whole = _whole_policy({**held.texts, **texts})
    asked = {name: whole[name] for name in (*texts, *SUBSCRIBER) if name in whole}
    return [Edit(TYPED, held.subject, asked, _seen(held, held.subject))] if whole else []


def _whole_policy(texts: Texts) -> dict[str, str]:
    """Give all texts of a policy; {} where they contradict each other."""
    whole = {field.name: texts.get(field.name, "") for field in TYPED.fields}
    return {} if wrong(whole) else alone(whole, SUBSCRIBER)


def _is_other(payer: str, held: str) -> bool:
    return bool(payer) and payer.casefold() != held.casefold()


def _has_begun(held: Held) -> bool:
    return held.texts.get("starts_on", "") < today().isoformat() and not held.texts.get(ENDED)


def _seen(held: Held, subject: UUID) -> str:
    return seen_in(held.part, subject, held.texts)


def _with_boxes(held: Held, texts: Mapping[str, str]) -> dict[str, str]:
    """Keep the box above every detail of race and ethnicity that the chart holds."""
    if "origin" not in texts:
        return dict(texts)
    known = {field.name: held.texts.get(field.name, "") for field in DETAILS_PART.fields}
    try:
        return {**texts, "origin": with_boxes({**known, "origin": texts["origin"]})["origin"]}
    except BadParts:
        return {name: text for name, text in texts.items() if name != "origin"}


def read_texts(part: Part, answers: Answers) -> dict[str, str]:
    """Give the texts of a part's fields that were answered, each read by its field's rules."""
    asked = PLACES[part.name]
    given = {name: answers[link_id] for name, link_id in asked.items() if answers.get(link_id)}
    texts = {name: _read(part.field(name), values) for name, values in given.items()}
    if part.name == "basic":
        texts["address"] = _read_inputs(part.field("address"), _address(answers))
    return {name: text for name, text in texts.items() if text}


def _read(field: Field, values: Sequence[str]) -> str:
    try:
        return _read_inputs(field, _inputs(field, values))
    except ValueError:  # a date that is none
        return ""


def _inputs(field: Field, values: Sequence[str]) -> Inputs:
    if field.control is Control.TICKS:
        return {field.name: values}
    if field.control is Control.DAY:
        return field.inputs(date.fromisoformat(values[0]).isoformat())
    return {f"{field.name}_chosen" if field.control is Control.LISTED else field.name: values[:1]}


def _address(answers: Answers) -> Inputs:
    parts = {f"address_{name}": answers.get(f"address.{name}", ()) for name in ADDRESS}
    return {**parts, "address_country": (HOME,)} if any(parts.values()) else {}


def _read_inputs(field: Field, inputs: Inputs) -> str:
    """Read a field as its form does; "" where its rules are broken."""
    form = parse(
        form_of((field,)), Sent([(name, each) for name, values in inputs.items() for each in values])
    )
    return "" if isinstance(form, FilledForm) else texts_of((field,), form).get(field.name, "")


def _answers(items: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what was answered by the question's link id: words, days as 2026-11-30, and codes."""
    for item in items or ():
        given = tuple(_words(answer) for answer in item.get("answer") or ())
        if any(given):
            yield str(item.get("linkId", "")), given
        yield from _answers(item.get("item"))


def _words(answer: Mapping[str, Any]) -> str:
    if "valueCoding" in answer:
        return str(answer["valueCoding"].get("code", ""))
    return str(answer.get("valueString", answer.get("valueDate", "")))

"""Forms of parts: what a client typed becomes an edit, and what staff decided becomes decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from app.changes.deciding import Decision
from app.changes.fields import (
    LONGEST_SEEN,
    Control,
    Field,
    filled_with,
    form_of,
    texts_of,
    typed_alone,
)
from app.changes.listing import ChangeLine
from app.changes.parts import Part, Texts, seen_in
from app.changes.review import ReviewedSubject
from app.changes.rules import NO_REASON, Act, Standing, Verdict
from app.changes.service import ChangedMeanwhile, Edit
from app.web.forms import FilledForm, Sent, all_values, cleaned, filled, inputs, parse, typed_fields
from app.web.language import Phrase, _l, gettext

LONGEST_REASON = 300
TYPE_AGAIN = _l("Please type the number once more: we do not keep it on a page.")
NOT_CORRECTED = _l("Write what should stand in the chart instead.")


def form_to_fill(part: Part, subject: UUID, texts: Texts, *, typed: FilledForm | None = None) -> FilledForm:
    """Give the form of a subject: as it was typed, or with what is known; `seen` travels with it."""
    form = typed or filled_with(part.typed, texts)
    seen = form.value("seen") or seen_in(part, subject, texts)
    return replace(form, typed={**form.typed, "seen": seen})


def edit_of(part: Part, subject: UUID, data: Sent, *, act: Act = Act.EDIT) -> Edit | FilledForm:
    """Read the form of a part: an edit, or the form as typed with a sentence at each bad field."""
    form = parse(form_of(part.typed), data)
    if isinstance(form, FilledForm):
        return replace(form, sentences={**form.sentences, **_to_type_again(part, form, data)})
    return Edit(part, subject, texts_of(part.typed, form), form.seen, act)  # type: ignore[attr-defined]  # of form_of


def _to_type_again(part: Part, form: FilledForm, data: Sent) -> dict[str, str]:
    """Give a sentence for each secret that was typed well into a form that is shown again: it does not travel back."""
    typed = typed_fields(data)
    return {
        field.name: str(TYPE_AGAIN)
        for field in part.typed
        if field.secret and typed.get(field.name) and not form.error(field.name)
    }


def with_both(part: Part, data: Sent, why: ChangedMeanwhile) -> FilledForm:
    """Give a form as typed, saying at each field that somebody else has changed what it holds now.

    It carries what is known of these fields by now, so that saving again is done in the knowledge of that.
    """
    form = filled(data).refused(
        **{
            first_input(part.field(name)): _now_holds(part.field(name), text)
            for name, text in why.now.items()
        }
    )
    sentences = {**form.sentences, **_to_type_again(part, form, data)}
    return replace(form, typed={**form.typed, "seen": why.seen}, sentences=sentences)


def _now_holds(field: Field, text: str) -> str:
    if field.secret:
        sentence = gettext(
            "While you were typing, this was changed elsewhere to “%(words)s”. "
            "If yours is right, type it once more and save again."
        )
    else:
        sentence = gettext(
            "While you were typing, this was changed elsewhere to “%(words)s”. "
            "What you typed stands here: save again to keep it, or type what is right."
        )
    return sentence % {"words": field.shown(text) or gettext("nothing")}


def first_input(field: Field) -> str:
    """Give the name under which a sentence stands beside a field."""
    if field.control is Control.ADDRESS:
        return f"{field.name}_line1"
    return f"{field.name}_chosen" if field.control is Control.LISTED else field.name


def correcting(line: ChangeLine, field: Field) -> Field:
    """Give a field as staff type another value for it, beside those of other changes."""
    typed = typed_alone(field) if field.control is Control.LISTED else field
    return replace(typed, name=f"kept_{line.id.hex}", autocomplete="off", hint="")


def review_form(subjects: Iterable[ReviewedSubject]) -> FilledForm:
    """Give the form of a review before anybody decides: what the client sent stands in the corrections."""
    waiting = [each for each in _fields(subjects) if each[1].standing is Standing.IN_REVIEW]
    corrections = tuple(correcting(line, field) for field, line in waiting)
    form = filled_with(corrections, {f"kept_{line.id.hex}": line.new for _, line in waiting})
    undecided = {f"verdict_{line.id.hex}": Verdict.LATER.value for _, line in waiting}
    return replace(form, typed={**form.typed, **undecided})


def review_as_typed(subjects: Iterable[ReviewedSubject], data: Sent) -> FilledForm:
    """Give the form of a review back, secrets left out."""
    form = filled(data)
    secrets = {correcting(line, field).name for field, line in _fields(subjects) if field.secret}
    return replace(form, typed={name: text for name, text in form.typed.items() if name not in secrets})


def review_anew(subjects: Sequence[ReviewedSubject], data: Sent) -> FilledForm:
    """Give it back beside what the chart holds by now, so that it is sent again in the knowledge of that."""
    form = review_as_typed(subjects, data)
    seen = {f"seen_{each.subject.hex}": each.seen for each in subjects}
    return replace(form, typed={**form.typed, **seen})


def decisions_of(subjects: Sequence[ReviewedSubject], data: Sent) -> list[Decision] | FilledForm:
    """Read what staff decided; a correction or reason that is missing has its sentence.

    Asked to accept all, what waits and is left for later is accepted. A verdict on what does not wait any more is
    handed on, so that it is refused.
    """
    typed = typed_fields(data)
    decisions: list[Decision] = []
    bad: dict[str, Phrase | str] = {}
    for field, line in _fields(subjects):
        found = _decision(field, line, typed, data)
        if isinstance(found, Decision):
            decisions.append(found)
        else:
            bad |= found
    return review_as_typed(subjects, data).refused(**bad) if bad else decisions


def _decision(
    field: Field, line: ChangeLine, typed: Mapping[str, str], data: Sent
) -> Decision | dict[str, Phrase | str]:
    verdict = _verdict(typed.get(f"verdict_{line.id.hex}", ""))
    if line.standing is not Standing.IN_REVIEW:
        was_shown = f"verdict_{line.id.hex}" in typed
        return Decision(line.id, Verdict.ACCEPT if "all" in typed and was_shown else verdict)
    if verdict is Verdict.DECLINE:
        return _declined(line, typed)
    if verdict is Verdict.CORRECT:
        return _corrected(correcting(line, field), line, data)
    accepts_all = "all" in typed and verdict is Verdict.LATER
    return Decision(line.id, Verdict.ACCEPT if accepts_all else verdict)


def _corrected(correction: Field, line: ChangeLine, data: Sent) -> Decision | dict[str, Phrase | str]:
    reader = form_of((correction,))
    sent = all_values(data)
    if not any(any(sent.get(name, ())) for name in inputs(reader) if name != "seen"):
        return {first_input(correction): NOT_CORRECTED}
    form = parse(reader, data)
    if isinstance(form, FilledForm):
        return dict(form.sentences)
    kept = texts_of((correction,), form).get(correction.name, "")
    return Decision(line.id, Verdict.CORRECT, kept=kept) if kept else {first_input(correction): NOT_CORRECTED}


def _declined(line: ChangeLine, typed: Mapping[str, str]) -> Decision | dict[str, Phrase | str]:
    name = f"reason_{line.id.hex}"
    try:
        reason = cleaned(typed.get(name, ""), most=LONGEST_REASON)
    except ValueError as why:
        return {name: str(why)}
    return Decision(line.id, Verdict.DECLINE, reason=reason) if reason else {name: NO_REASON}


def _verdict(raw: str) -> Verdict:
    return Verdict(raw) if raw in set(Verdict) else Verdict.LATER


def seen_by_subject(subjects: Iterable[ReviewedSubject], data: Sent) -> dict[UUID, str]:
    typed = typed_fields(data)
    return {each.subject: typed.get(f"seen_{each.subject.hex}", "")[:LONGEST_SEEN] for each in subjects}


def _fields(subjects: Iterable[ReviewedSubject]) -> list[tuple[Field, ChangeLine]]:
    return [
        (subject.part.field(each.line.field), each.line) for subject in subjects for each in subject.fields
    ]

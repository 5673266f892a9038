"""Whether a form keeps to FHIR R4, by the models of `fhir.resources`; what we can do without is left out."""

from typing import Any

from app.forms.questionnaire.definition.extensions import objects
from app.forms.questionnaire.examining.parsing import Refused
from app.forms.questionnaire.examining.repairs import Raw, Repairs, name_of
from app.forms.questionnaire.examining.spelling import AS_NUMBER, number_in
from app.web.language import _l

MOST_ROUNDS, MOST_FAULTS = 6, 300
Path = tuple[Any, ...]

NOT_R4 = _l("At “%(question)s”: “%(part)s” is not written as FHIR R4 has it.")
NOT_R4_AT_ALL = _l("This form is not written as FHIR R4 has it.")
FOREIGN = _l("A resource that the form brings along is none of FHIR R4, so it was left out.")
TOLERATED = _l("At “%(question)s”: “%(part)s” is not quite as FHIR R4 has it. It stays as it is.")

NEEDED = {"linkId", "type", "enableWhen", "enableBehavior", "item", "resourceType", "status", "answerOption"}
"""Without these a form would ask something else than its maker meant."""
NOT_KEPT_STRICTLY = ("timestamp", "name")
"""Makers leave the moment of an expansion out, and give variables names with signs that R4 does not know."""


def keep_to_standard(form: Raw, repairs: Repairs) -> None:
    """Mend what the models complain of; raises Refused where that would change what is asked."""
    _drop_nothing(form)
    _drop_foreign(form, repairs)
    for _ in range(MOST_ROUNDS):
        faults = [fault for fault in _faults(form) if not _is_tolerated(form, fault, repairs)]
        if not faults:
            return
        _mend_all(form, faults, repairs)
    raise Refused(NOT_R4_AT_ALL)


def _faults(form: Raw) -> list[tuple[Path, str]]:
    from fhir.resources.R4B.questionnaire import Questionnaire
    from pydantic import ValidationError

    try:
        Questionnaire.model_validate(form)
    except ValidationError as problems:
        found = problems.errors(include_url=False, include_context=False, include_input=False)
        return [(tuple(one["loc"]), one["type"]) for one in found[:MOST_FAULTS]]
    except (LookupError, TypeError, ValueError, AttributeError):
        raise Refused(NOT_R4_AT_ALL) from None
    return []


def _is_tolerated(form: Raw, fault: tuple[Path, str], repairs: Repairs) -> bool:
    path, kind = fault
    if kind == "extra_forbidden" and "extension" in path and str(path[-1]).startswith("_value"):
        return True  # FHIR knows it, the models do not: a value that is calculated
    if path[-1] not in NOT_KEPT_STRICTLY or (path[-1] == "name" and "valueExpression" not in path):
        return False
    if path[-1] == "timestamp" and kind != "model_field_validation.missing":
        return False
    repairs.notice(TOLERATED, question=_question(form, path), part=str(path[-1]))
    return True


def _mend_all(form: Raw, faults: list[tuple[Path, str]], repairs: Repairs) -> None:
    wrong: list[str] = []
    for path, kind in sorted(
        faults, key=lambda fault: [str(step).zfill(6) for step in fault[0]], reverse=True
    ):
        try:
            _mend(form, path, kind, repairs)
        except Refused as refusal:
            wrong += refusal.sentences
    if wrong:
        raise Refused(*reversed(wrong))


def _mend(form: Raw, path: Path, kind: str, repairs: Repairs) -> None:
    holders = _holders(form, path)
    place = len(holders) - 1
    key = path[place] if place < len(path) else None
    question = _question(form, path)
    if kind == "model_field_validation.missing" or key is None or not _has(holders[-1], key):
        place, key = place - 1, path[place - 1] if place > 0 else None
    if key is None or place < 0 or _is_needed(path[: place + 1]):
        raise Refused(str(NOT_R4) % {"question": question or "?", "part": str(path[-1])})
    holder = holders[place]
    number = number_in(holder[key])
    if kind.startswith(("int", "float", "decimal")) and number is not None:
        holder[key] = number
        repairs.say(AS_NUMBER, question=question, part=str(key))
        return
    del holder[key]
    repairs.left_out(question=question, part=_part(path[: place + 1]))


def _holders(form: Raw, path: Path) -> list[Any]:
    """Give what the steps of a path lead through, as far as they lead; the last holds the faulty part."""
    holders: list[Any] = [form]
    for step in path[:-1]:
        if not _has(holders[-1], step) or not isinstance(holders[-1][step], (dict, list)):
            break
        holders.append(holders[-1][step])
    return holders


def _has(holder: Any, step: Any) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)


def _is_needed(path: Path) -> bool:
    """Whether leaving out what a path leads to would change what is asked."""
    named = [step for step in path if isinstance(step, str)]
    if "extension" in named or "contained" in named[:1]:
        return False
    return bool(named) and (named[-1] in NEEDED or "enableWhen" in named)


def _question(form: Raw, path: Path) -> str:
    """Name the question that a path leads into; the form itself by its title."""
    named, holder = str(form.get("title") or form.get("url") or form.get("name") or "?"), form
    for key, place in zip(path[::2], path[1::2], strict=False):
        if (
            key != "item"
            or not _has(holder.get("item"), place)
            or not isinstance(holder["item"][place], dict)
        ):
            break
        holder = holder["item"][place]
        named = name_of(holder) or named
    return named


def _part(path: Path) -> str:
    return ".".join(str(step) for step in path if isinstance(step, str))[-60:]


def _drop_nothing(holder: Any) -> None:
    """Leave out null, which FHIR's JSON has no use for outside of lists, and what is empty."""
    waiting = [holder]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            for key in [key for key, value in one.items() if value is None or value in ("", [], {})]:
                del one[key]
        waiting += [
            inner
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, (dict, list))
        ]


def _drop_foreign(form: Raw, repairs: Repairs) -> None:
    """Leave out contained resources that no model knows."""
    contained = form.get("contained")
    if not isinstance(contained, list):
        return
    kept = [one for one in objects(contained) if _is_known(one.get("resourceType"))]
    if len(kept) != len(contained):
        form["contained"] = kept
        repairs.say(FOREIGN)
    if not kept:
        form.pop("contained", None)


def _is_known(resource_type: Any) -> bool:
    from fhir.resources.R4B import get_fhir_model_class

    try:
        return isinstance(resource_type, str) and get_fhir_model_class(resource_type) is not None
    except (LookupError, ValueError):
        return False

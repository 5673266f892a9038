"""What is wrong with answers: what cannot be read, what is missing, and what the form's own rules say."""

from collections.abc import Mapping
from typing import Any

from app.forms.questionnaire.answers import Answers, occurrences
from app.forms.questionnaire.definition.names import OTHER, TOP, Place
from app.forms.questionnaire.form import Form, Item, Kind
from app.forms.questionnaire.keeping.choosing import other_sentence
from app.forms.questionnaire.keeping.limits import check_limits
from app.forms.questionnaire.keeping.reading import NOT_ON_THE_LIST, sentence_of
from app.forms.questionnaire.keeping.sentences import Unreadable
from app.forms.questionnaire.shown import Problem
from app.web.language import _l, current_language, ngettext

MISSING = _l("Please answer this question.")
TICK = _l("Please tick this box to go on.")
NO_FILE = _l("Please add a file.")
NOTHING_IN_GROUP = _l("Please answer at least one of these questions.")
RULE = _l("These answers do not fit together. Please check them.")


def problems_of(
    form: Form, answers: Answers, *, language: str, patient: Mapping[str, Any] | None = None
) -> tuple[Problem, ...]:
    """Tell all that keeps answers from being sent; which questions are asked is decided anew."""
    from app.forms.questionnaire.keeping.settling import settled
    from app.forms.questionnaire.walk import shown

    fresh = settled(answers.changed(patient=patient if patient is not None else answers.patient))
    return shown(form, fresh, language=language, checked=True).problems


def problem_of(answers: Answers, item: Item, place: Place, *, checked: bool) -> tuple[int, str] | None:
    """Tell what is wrong with the answer to a question: the number of the input, and the sentence."""
    unread = _unread(answers, item, place)
    if unread is not None or not checked or item.rules.calculated:
        return unread
    given = answers.given(item, place)
    if item.required and not given and not item.read_only:
        return 1, str(_missing(item))
    return _off_limits(answers, item, place) or _too_few(item, len(given)) or _rule(answers, item, place)


def _missing(item: Item) -> object:
    if item.kind is Kind.ATTACHMENT:
        return NO_FILE
    return TICK if item.kind is Kind.BOOLEAN and item.control == "check-box" else MISSING


def _unread(answers: Answers, item: Item, place: Place) -> tuple[int, str] | None:
    for number, name in enumerate(answers.entries(item, place), start=1):
        typed = answers.typings.get(name)
        if typed:
            sentence = str(NOT_ON_THE_LIST) if item.is_choice else sentence_of(item, typed)
            return number, sentence or str(MISSING)
    typed = answers.typings.get(place.name_of(item) + OTHER)
    return (1, other_sentence(item, typed[0])) if typed else None


def _off_limits(answers: Answers, item: Item, place: Place) -> tuple[int, str] | None:
    if item.read_only or item.is_choice:
        return None
    for number, name in enumerate(answers.entries(item, place), start=1):
        try:
            for value in answers.values.get(name, ()):
                check_limits(item, value)
        except Unreadable as problem:
            return number, str(problem)
    return None


def _too_few(item: Item, count: int) -> tuple[int, str] | None:
    fewest, most = item.bounds.fewest, item.bounds.highest_count
    if item.repeats and fewest and count < fewest and (count or item.required):
        words = ngettext(
            "Please give at least %(count)s answer.", "Please give at least %(count)s answers.", fewest
        )
        return 1, words % {"count": fewest}
    if item.repeats and most and count > most:
        words = ngettext(
            "Please give at most %(count)s answer.", "Please give at most %(count)s answers.", most
        )
        return 1, words % {"count": most}
    return None


def row_problem(answers: Answers, item: Item, place: Place) -> str:
    """Tell what is wrong with a group as a whole; "" where nothing is."""
    if item.required and not _has_answers(answers, item, place):
        return str(NOTHING_IN_GROUP)
    broken = _rule(answers, item, place)
    return broken[1] if broken is not None else ""


def form_problem(answers: Answers) -> str:
    """Tell which rule of the form as a whole is broken; "" where none is."""
    broken = _rule(answers, None, TOP)
    return broken[1] if broken is not None else ""


def _has_answers(answers: Answers, group: Item, place: Place) -> bool:
    places = (place.below(group, number) for number in range(1, answers.count(group, place) + 1))
    return any(
        answers.given(item, inner)
        for below in places
        for item, inner in occurrences(answers, group.items, below)
        if item.is_question
    )


def _rule(answers: Answers, item: Item | None, place: Place) -> tuple[int, str] | None:
    rules = item.rules if item is not None else answers.form.rules
    if not rules.constraints:
        return None
    from app.forms.questionnaire.logic.calculating import broken_rule

    constraint = broken_rule(answers, item, place)
    if constraint is None:
        return None
    return 1, constraint.words.said_in(current_language()) or str(RULE)

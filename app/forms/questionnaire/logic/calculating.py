"""What expressions say: which questions are asked, which answers follow from others, which do not fit together."""

from collections.abc import Sequence

from app.forms.questionnaire.answers import Answers, Failure, occurrences
from app.forms.questionnaire.definition.names import TOP, Place
from app.forms.questionnaire.form import Constraint, Item, Value
from app.forms.questionnaire.keeping.taken import Taken
from app.forms.questionnaire.logic.conditions import Asked
from app.forms.questionnaire.logic.expressions import Telling, is_true
from app.forms.questionnaire.logic.functions import Budget
from app.forms.questionnaire.logic.results import values_found


def calculated(answers: Answers, *, rounds: int) -> Answers:
    """Tell what is asked and calculate, in turn, until nothing changes; what keeps changing is asked."""
    budget = Budget()
    failures: dict[Failure, None] = {}
    hidden: frozenset[str] = frozenset()
    answers = answers.changed(off=Asked(answers).off())
    for _ in range(rounds):
        before, was_hidden = answers, hidden
        telling = Telling(answers, budget)
        hidden = _hidden(answers, telling)
        answers = _with_calculated(answers, telling)
        answers = answers.changed(off=_off(answers, hidden))
        failures |= dict.fromkeys(telling.failures)
        if hidden == was_hidden and answers.off == before.off and answers.values == before.values:
            break
    else:
        answers = answers.changed(off=_off(answers, hidden & was_hidden))
    return answers.changed(failures=tuple(failures))


def _off(answers: Answers, hidden: frozenset[str]) -> frozenset[str]:
    return Asked(answers, hides=lambda item, place: place.name_of(item) in hidden).off()


def _hidden(answers: Answers, telling: Telling) -> frozenset[str]:
    """Give the names of what enableWhenExpression hides; one that fails hides nothing."""
    hidden = set()
    for item, place in occurrences(answers, answers.form.items):
        if item.rules.shown_when:
            found = telling.tell(item.rules.shown_when, item, place, kind="enableWhenExpression")
            if found is not None and not is_true(found):
                hidden.add(place.name_of(item))
    return frozenset(hidden)


def _with_calculated(answers: Answers, telling: Telling) -> Answers:
    taken = Taken.of(answers)
    for item, place in occurrences(answers, answers.form.items):
        if item.rules.calculated and item.is_question and not answers.is_off(item, place):
            found = telling.tell(item.rules.calculated, item, place, kind="calculatedExpression")
            _put(taken, item, place, values_found(item, found or []))
    return taken.answers()


def _put(taken: Taken, item: Item, place: Place, values: Sequence[Value]) -> None:
    if not item.is_numbered:
        taken.keep(place.name_of(item), tuple(values) if item.repeats else tuple(values[:1]))
        return
    values = values[: item.most_rows]
    for number in range(1, max(taken.count(item, place), len(values)) + 1):
        taken.keep(place.entry_of(item, number), tuple(values[number - 1 : number]))
    taken.rows[place.name_of(item)] = max(1, len(values))


def with_initial(answers: Answers) -> Answers:
    """Put in what initialExpression takes from what is known of the person; what is there already stays."""
    telling = Telling(answers, Budget())
    taken = Taken.of(answers)
    for item, place in occurrences(answers, answers.form.items):
        if item.rules.begins_with and item.is_question and not answers.given(item, place):
            found = telling.tell(item.rules.begins_with, item, place, kind="initialExpression")
            _put(taken, item, place, values_found(item, found or []))
    return taken.answers()


def broken_rule(answers: Answers, item: Item | None, place: Place = TOP) -> Constraint | None:
    """Give the first rule of an item, or of the form itself, that the answers break."""
    constraints = item.rules.constraints if item is not None else answers.form.rules.constraints
    telling: Telling = answers.telling
    return next((one for one in constraints if one.is_error and telling.is_broken(one, item, place)), None)

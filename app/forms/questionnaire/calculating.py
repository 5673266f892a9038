from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.conditions import Asked
from app.forms.questionnaire.form import Constraint, Item
from app.forms.questionnaire.names import Place


def calculated(answers: Answers, *, rounds: int) -> Answers:
    return answers.changed(off=Asked(answers).off())


def with_initial(answers: Answers) -> Answers:
    return answers


def broken_rule(answers: Answers, item: Item, place: Place) -> Constraint | None:
    return None

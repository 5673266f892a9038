"""Answers brought into order: what is not asked told, what is calculated written in."""

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.logic.conditions import Asked

MOST_ROUNDS = 6
"""Calculated answers and what is asked go by one another; so often they are told anew, until nothing changes."""


def settled(answers: Answers) -> Answers:
    """Give the answers with what follows from them."""
    if not answers.form.has_expressions:
        return answers.changed(off=Asked(answers).off())
    from app.forms.questionnaire.logic.calculating import calculated

    return calculated(answers, rounds=MOST_ROUNDS)

"""From a form and its answers to the one structure that everything is shown by."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.definition.names import TOP
from app.forms.questionnaire.definition.pages import plan
from app.forms.questionnaire.form import Form
from app.forms.questionnaire.keeping.settling import settled
from app.forms.questionnaire.logic.patterns import patience
from app.forms.questionnaire.showing.pieces import Walker
from app.forms.questionnaire.shown import ShownForm, ShownPage
from app.web.language import Language, speaking


def shown(
    form: Form,
    answers: Answers,
    *,
    language: str,
    checked: bool = False,
    patient: Mapping[str, Any] | None = None,
) -> ShownForm:
    """Lay out a form with its answers.

    `checked` tells what is missing too; what cannot be read is always told. `patient` is a FHIR Patient for the
    form's expressions.
    """
    if patient is not None:
        answers = settled(answers.changed(patient=patient))
    with speaking(Language(language)), patience():
        walker = Walker(answers, language=language, checked=checked)
        pages = tuple(_pages(form, walker, language)) or (ShownPage(1, "", ()),)
        return ShownForm(
            title=form.title.said_in(language),
            intro=form.intro.marked_up(language),
            copyright=form.copyright,
            pages=pages,
            answered=walker.answered,
            asked=walker.asked,
            required_left=walker.required_left,
            problems=tuple(walker.problems),
        )


def _pages(form: Form, walker: Walker, language: str) -> Iterator[ShownPage]:
    """Give the pages of which something is asked, numbered one after the other."""
    number = 1
    for leaf in plan(form):
        walker.turn_to(leaf.numbers, page=number)
        pieces = walker.pieces(form.items, TOP, level=1)
        if pieces:
            yield ShownPage(number, leaf.title.said_in(language), pieces)
            number += 1

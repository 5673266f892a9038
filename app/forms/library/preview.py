"""A form as its clients will see it, before anybody has answered."""

from dataclasses import dataclass

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import form_of
from app.forms.questionnaire.shown import ShownForm, ShownPage
from app.forms.questionnaire.walk import shown
from app.web.language import Language


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of a form; `before` and `after` are the numbers of the pages around it, 0 for none."""

    form: ShownForm
    page: ShownPage
    before: int
    after: int

    @property
    def some_required(self) -> bool:
        return self.form.required_left > 0


def preview(definition: str, *, language: Language, number: int) -> Preview:
    """Lay out a page of a form that nobody has answered; a number that no page has gives the first."""
    form = form_of(definition)
    laid_out = shown(form, Answers.begun(form), language=language.value)
    page = next((each for each in laid_out.pages if each.number == number), laid_out.pages[0])
    return Preview(
        laid_out, page, page.number - 1, page.number + 1 if page.number < len(laid_out.pages) else 0
    )

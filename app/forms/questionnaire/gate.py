"""The import gate: every form passes here before anybody is asked to fill it in."""

import json
from dataclasses import dataclass
from typing import Any

from app.forms.questionnaire.definition.extensions import named_anywhere, objects, text
from app.forms.questionnaire.examining.identity import give_identity
from app.forms.questionnaire.examining.mending import mended
from app.forms.questionnaire.examining.noticing import notes_of
from app.forms.questionnaire.examining.parsing import Refused, parsed
from app.forms.questionnaire.examining.repairs import MOST_SENTENCES, Raw
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.logic.expressions import all_expressions
from app.forms.questionnaire.logic.fhirpath import MOST_SIGNS, weight_of
from app.web.language import _l

TOO_MUCH_TO_CALCULATE = _l("The expressions of this form are too long to be calculated while somebody waits.")
TOO_MUCH_FORMATTING = _l(
    "The texts of this form have more formatting than can be shown while somebody waits."
)
UNREADABLE = _l("This form cannot be read. It may be damaged.")

MOST_TAGS_IN_ALL, MOST_MARKDOWN_IN_ALL = 20_000, 100_000


@dataclass(frozen=True, slots=True)
class Examined:
    """What the gate found; sentences in the reader's language."""

    definition: str = ""
    """The form as it is kept, as JSON; "" where it is refused."""
    url: str = ""
    version: str = ""
    title: str = ""
    title_es: str = ""
    signed: bool = False
    questions: int = 0
    errors: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def examine(raw: str | bytes) -> Examined:
    """Look through a file that is to be a form: what must be refused, was mended, or is passed over."""
    try:
        return _examined(raw)
    except Refused as refusal:
        return Examined(errors=refusal.sentences[:MOST_SENTENCES])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError):
        return Examined(errors=(str(UNREADABLE),))


def _examined(raw: str | bytes) -> Examined:
    found = parsed(raw)
    untouched = json.dumps(found, ensure_ascii=False)
    repairs = mended(found)
    give_identity(found, repairs)
    _check_effort(found)
    definition = _kept_text(raw, found, untouched)
    form = form_of(definition)
    if sum(weight_of(expression) for expression in all_expressions(form)) > MOST_SIGNS:
        raise Refused(TOO_MUCH_TO_CALCULATE)
    return Examined(
        definition=definition,
        url=form.url,
        version=form.version,
        title=_title(form, "en"),
        title_es=_title(form, "es") if form.title.has("es") else "",
        signed=form.signed,
        questions=len(form.questions),
        repairs=tuple(repairs.done),
        notes=(*repairs.noticed, *notes_of(form)),
    )


def _check_effort(form: Raw) -> None:
    """Raise Refused for so much formatted text that a page would take long to be made."""
    rich = [text(one.get("valueString")) for one in named_anywhere(form, "rendering-xhtml")]
    markdown = [text(one.get("valueString")) for one in named_anywhere(form, "rendering-markdown")]
    if (
        sum(one.count("<") for one in rich) > MOST_TAGS_IN_ALL
        or sum(map(len, markdown)) > MOST_MARKDOWN_IN_ALL
    ):
        raise Refused(TOO_MUCH_FORMATTING)


def _kept_text(raw: str | bytes, found: dict[str, Any], untouched: str) -> str:
    """Give the text of the file where nothing was mended; otherwise that of the form as it is now."""
    mended = json.dumps(found, ensure_ascii=False)
    if mended == untouched:
        return raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
    return mended


def _title(form: Form, language: str) -> str:
    named = form.title.said_in(language).strip()
    code = next((text(code.get("display")) for code in objects(form.definition.get("code"))), "")
    return (named or code or form.url.rpartition("/")[2] or "?")[:300]

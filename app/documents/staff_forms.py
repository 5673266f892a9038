"""The forms by which staff add, share, ask for and rename documents."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from app.activity.refusals import Unfit
from app.documents.listing import DocumentLine
from app.documents.rules import Ask, check_asked_of_shared
from app.documents.sending import NO_FILE
from app.documents.service import NO_TYPE
from app.documents.staff_thread import ASKS
from app.web.forms import FilledForm, Form, identifier, text, ticked
from app.web.language import Phrase, _l
from app.web.readers.dates import day

NO_TITLE = _l("Type a title.")
LONGEST_TITLE = 120


def read_ask(raw: Any) -> Ask:
    """Read what is asked; anything that is none is nothing."""
    return Ask(raw) if raw in set(Ask) else Ask.NOTHING


Asked = Annotated[Ask, BeforeValidator(read_ask)]
DueOn = Annotated[date | None, day()]
Title = Annotated[str, text(most=LONGEST_TITLE, missing=NO_TITLE)]


class AskForm(Form):
    """What the client is asked to do with a document that is shared."""

    ask: Asked
    due_on: DueOn


class NewDocument(AskForm):
    title: Annotated[str, text(most=LONGEST_TITLE)]
    document_type: Annotated[UUID, identifier(missing=NO_TYPE)]
    shared: Annotated[bool, ticked()]


IN_ORDER = ("file", "title", "document_type", "ask", "due_on")
"""The fields of a new document as the form has them."""


def wanting(form: NewDocument | FilledForm, *, typed: FilledForm, has_file: bool) -> FilledForm:
    """Give the form as it was typed, with all at once that keeps the document from being added."""
    sentences: dict[str, Phrase | str] = {} if has_file else {"file": NO_FILE}
    sentences |= form.sentences if isinstance(form, FilledForm) else {}
    try:
        check_asked_of_shared(read_ask(typed.value("ask")), shared=bool(typed.value("shared")))
    except Unfit as why:
        sentences[why.field] = why.sentence
    return typed.refused(**{name: sentences[name] for name in IN_ORDER if name in sentences})


class TitleForm(Form):
    title: Title


def asked_of(document: DocumentLine) -> FilledForm:
    """Give the forms of a document's page as it stands."""
    due_on = document.due_on.isoformat() if document.due_on else ""
    return FilledForm({"ask": document.ask, "due_on": due_on, "title": document.title})


def ask_choices() -> list[tuple[str, str]]:
    return [(ask.value, str(words)) for ask, words in ASKS.items()]

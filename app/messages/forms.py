"""What people fill in on the pages of messages, on either side."""

from typing import Annotated
from uuid import UUID

from app import db
from app.accounts.own.drafts import GivenBack
from app.activity.refusals import StateForbids
from app.messages.drafts import Draft, Typed
from app.web.forms import FilledForm, Form, identifier, one_of, text
from app.web.language import _l

LARGEST_NUMBER = 2_147_483_647
MOST_OF_SUBJECT, MOST_OF_BODY = 120, 5000

RELOAD = _l("Please open this page again, then send.")
Once = Annotated[UUID, identifier(missing=RELOAD)]
"""The id of the message a form will make, so that sending it twice makes one."""
Subject = Annotated[str, text(most=MOST_OF_SUBJECT, missing=_l("Write a short subject."))]
Body = Annotated[str, text(most=MOST_OF_BODY, missing=_l("Write your message."), lines=True)]


class NewMessage(Form):
    once: Once
    task_type: Annotated[UUID, identifier(missing=_l("Choose what your message is about."))]
    subject: Subject
    body: Body


class ToClient(Form):
    """A first message of the staff."""

    once: Once
    client: Annotated[str, text(most=10, missing=_l("Type the client's number."))]
    task_type: Annotated[UUID, identifier(missing=_l("Choose what the message is about."))]
    subject: Subject
    body: Body

    @property
    def number(self) -> int:
        """The client's number; 0, which nobody has, for anything that is none."""
        number = int(self.client) if self.client.isdecimal() else 0
        return number if number <= LARGEST_NUMBER else 0


class Reply(Form):
    once: Once
    body: Body


class Note(Form):
    once: Once
    note: Annotated[str, text(most=MOST_OF_BODY, missing=_l("Write your note."), lines=True)]


class Reading(Form):
    message: Annotated[UUID, identifier(missing=RELOAD)]
    state: Annotated[str, one_of("read", "unread")]
    back: Annotated[str, one_of("thread", "list")]


class Assigning(Form):
    assignee: Annotated[str, text(most=40, missing=_l("Choose who is to answer."))]


class Closing(Form):
    state: Annotated[str, one_of("closed", "open")]


class Drafting(Form):
    """A form as far as it is filled; a reply has neither task type nor subject."""

    once: Once
    task_type: Annotated[str, text(most=40)]
    subject: Annotated[str, text(most=MOST_OF_SUBJECT)]
    body: Annotated[str, text(most=MOST_OF_BODY, lines=True)]
    state: Annotated[str, one_of("kept", "discarded")]

    def typed(self) -> Typed:
        return Typed(body=self.body, subject=self.subject, task_type=_chosen(self.task_type))


def _chosen(raw: str) -> UUID | None:
    try:
        return UUID(raw)
    except ValueError:
        return None


def blank() -> FilledForm:
    """Give an empty form that knows the id of the message it will make."""
    return FilledForm({"once": str(db.new_id())})


def again(form: FilledForm, why: StateForbids) -> FilledForm:
    """Give the form back with its text, ready to make another message."""
    return FilledForm({**form.typed, "once": str(db.new_id())}).refused(body=why.sentence)


def resumed(draft: Draft | None, left: GivenBack | None = None) -> FilledForm:
    """Give the form as it was when a session ran out, else the one that goes on with a draft, else an empty one."""
    if left is not None:
        return FilledForm({**blank().typed, **left.form.typed})
    if draft is None:
        return blank()
    typed = {"task_type": str(draft.task_type or ""), "subject": draft.subject, "body": draft.body}
    return FilledForm({**blank().typed, **typed})

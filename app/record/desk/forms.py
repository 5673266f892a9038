"""Forms of staff about the record."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from app.record.desk.rules import NO_VERDICT, Shown, Verdict
from app.record.rules import RequestKind
from app.web.forms import FilledForm, Form, Sent, filled, one_of, parse, text, ticked
from app.web.language import _l
from app.web.readers.dates import day

LONGEST_ANSWER = 2000
LONGEST_GROUND = 500
TURNED = _l("The last day is before the first one.")


def _verdict(raw: Any) -> Verdict:
    if raw not in set(Verdict):
        raise ValueError(NO_VERDICT)
    return Verdict(raw)


class AnswerForm(Form):
    verdict: Annotated[Verdict, BeforeValidator(_verdict)]
    words: Annotated[str, text(most=LONGEST_ANSWER, lines=True)]
    """What the client reads."""


class MarksForm(Form):
    kept_own: Annotated[bool, ticked()]
    withheld: Annotated[bool, ticked()]
    reason: Annotated[str, text(most=LONGEST_GROUND)]


class RangeForm(Form):
    """Of which days a copy is; none: of all."""

    since: Annotated[date | None, day()]
    until: Annotated[date | None, day()]


class QueueForm(Form):
    shown: Annotated[str, one_of(*Shown)]
    kind: Annotated[str, one_of("", *RequestKind)]


def chosen_days(data: Sent) -> RangeForm | FilledForm:
    """Read the days that a copy is to be of."""
    form = parse(RangeForm, data)
    if isinstance(form, RangeForm) and form.since and form.until and form.until < form.since:
        return filled(data).refused(until=TURNED)
    return form

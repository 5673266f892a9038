"""The forms by which staff take payments, give back and take out, and choose what is listed."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BeforeValidator

from app.accounts.sessions import today
from app.billing.desk.rules import Choice, Shown, Where
from app.billing.rules import MOST_PAID_CENTS, Way
from app.db import new_id
from app.web.forms import FilledForm, Form, Sent, one_of, parse, text, ticked
from app.web.language import Phrase, _l
from app.web.readers.choices import NOT_ON_THE_LIST, row_along, row_chosen
from app.web.readers.dates import day
from app.web.readers.numbers import money, typed_money

LONGEST_MEMO = 200
LONGEST_REASON = 300
NO_AMOUNT = _l("Type the amount.")
NO_WAY = _l("Choose how it was paid.")
NO_DAY = _l("Choose the day.")
NO_REASON = _l("Type the reason. The client reads it.")
TURNED = _l("The last day is before the first one.")
TAKEN: tuple[Way, ...] = (Way.CASH, Way.CHECK, Way.TERMINAL, Way.CREDIT)
"""What is taken, or let off, at the desk."""

Chosen = TypeVar("Chosen", bound=StrEnum)


def _way(raw: Any) -> Way:
    if not raw:
        raise ValueError(NO_WAY)
    if raw not in TAKEN:
        raise ValueError(NOT_ON_THE_LIST)
    return Way(raw)


def _any_of(kinds: type[Chosen]) -> Callable[[Any], Chosen]:
    """Read one of a list's values; the first stands for anything else."""
    return lambda raw: kinds(raw) if raw in set(kinds) else next(iter(kinds))


Amount = Annotated[int, money(missing=NO_AMOUNT, most_cents=MOST_PAID_CENTS)]
ReceivedOn = Annotated[date, day(missing=NO_DAY, past=True)]
Taken = Annotated[Way, BeforeValidator(_way)]
Memo = Annotated[str, text(most=LONGEST_MEMO)]
Reason = Annotated[str, text(most=LONGEST_REASON, missing=NO_REASON)]
Ticked = Annotated[bool, ticked()]
Once = Annotated[UUID | None, row_along()]


class TakeForm(Form):
    """A payment that was taken at the desk."""

    way: Taken
    amount: Amount
    received_on: ReceivedOn
    statement: Annotated[UUID | None, row_chosen()]
    """The one it pays first; none: the one that is due first."""
    memo: Memo
    keep_rest: Ticked
    """What is more than is owed becomes credit."""
    once: Once


class RefundForm(Form):
    amount: Amount
    reason: Reason
    once: Once


class ReasonForm(Form):
    """Why something is taken back."""

    reason: Reason


class ChoiceForm(Form):
    shown: Annotated[Shown, BeforeValidator(_any_of(Shown))]
    where: Annotated[Where, BeforeValidator(_any_of(Where))]
    since: Annotated[date | None, day()]
    until: Annotated[date | None, day()]
    demo: Annotated[str, one_of("", "yes")]


def chosen(data: Sent) -> Choice | FilledForm:
    """Read which payments are asked for."""
    form = parse(ChoiceForm, data)
    if isinstance(form, FilledForm):
        return form
    if form.since and form.until and form.until < form.since:
        return FilledForm(dict(data)).refused(until=TURNED)
    return Choice(form.shown, form.where, form.since, form.until, demo=bool(form.demo))


def taking(*, owed_cents: int, statement: str = "") -> FilledForm:
    """Give the form of a payment as it begins: everything that is owed, today."""
    typed = {
        "amount": typed_money(owed_cents) if owed_cents else "",
        "received_on": today().isoformat(),
        "statement": statement,
        "once": str(new_id()),
    }
    return FilledForm(typed)


def giving_back(cents: int) -> FilledForm:
    """Give the form of a refund as it begins: all that is left of the payment."""
    return FilledForm({"amount": typed_money(cents), "once": str(new_id())})


SHOWN_WORDS: dict[Shown, Phrase] = {
    Shown.MONEY: _l("Paid and under way"),
    Shown.ALL: _l("All"),
    Shown.PAID: _l("Paid"),
    Shown.UNDER_WAY: _l("Under way"),
    Shown.NOT_FINISHED: _l("Not finished or failed"),
    Shown.VOIDED: _l("Taken out"),
    Shown.REFUNDED: _l("With a refund"),
    Shown.DISPUTED: _l("Disputed"),
}
WHERE_WORDS: dict[Where, Phrase] = {
    Where.ANY: _l("Any way"),
    Where.PORTAL: _l("By card in the portal"),
    Where.OFFICE: _l("At the office"),
    Where.LET_OFF: _l("Let off by the practice"),
}

"""What a client fills in to pay."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import BeforeValidator

from app.billing.paying.listing import Payable
from app.billing.paying.rules import CHANGED, Ask
from app.billing.rules import LEAST_PAID_CENTS, MOST_PAID_CENTS, Purpose
from app.web.forms import FilledForm, Form, Sent, filled, identifier, one_of, parse
from app.web.language import Phrase, _l, gettext
from app.web.readers.numbers import money as money_from
from app.web.templates import money

BALANCE, STATEMENT, OTHER = "balance", "statement", "other"
RELOAD = _l("Please open this page again, then pay.")
NO_AMOUNT = _l("Type the amount you want to pay.")
LONGEST_NUMBER = 12


def cents() -> BeforeValidator:
    """Read cents as the page wrote them; None for anything else."""

    def read(raw: Any) -> int | None:
        typed = raw if isinstance(raw, str) and len(raw) <= LONGEST_NUMBER else ""
        return int(typed) if typed.isascii() and typed.isdigit() else None

    return BeforeValidator(read)


def row() -> BeforeValidator:
    """Read the id of a row that the page named; None for anything else."""

    def read(raw: Any) -> UUID | None:
        try:
            return UUID(raw)
        except ValueError:
            return None

    return BeforeValidator(read)


class Paying(Form):
    """Which amount is paid: one of those that the page named, or another one."""

    once: Annotated[UUID, identifier(missing=RELOAD)]
    how: Annotated[str, one_of(OTHER, BALANCE, STATEMENT)]
    balance: Annotated[int | None, cents()]
    statement: Annotated[UUID | None, row()]
    stated: Annotated[int | None, cents()]

    @property
    def named(self) -> int | None:
        """What the page said the chosen amount is."""
        return self.balance if self.how == BALANCE else self.stated

    def ask(self, cents: int) -> Ask:
        """Give what is asked to be paid."""
        return Ask(
            key=self.once,
            purpose=Purpose.BALANCE,
            cents=cents,
            whole=self.how == BALANCE,
            statement_id=self.statement,
        )


class PayingAnother(Paying):
    """Another amount, which is typed. Where another choice is made, what stands in its field does not matter."""

    amount: Annotated[int, money_from(most_cents=MOST_PAID_CENTS, missing=NO_AMOUNT)]


class PayingCopay(Form):
    """A copay has one amount, which the page named."""

    once: Annotated[UUID, identifier(missing=RELOAD)]
    cents: Annotated[int | None, cents()]


def read(data: Sent) -> Ask | FilledForm:
    """Read what is to be paid; or give the form back with a sentence beside what is wrong."""
    form = parse(Paying, data)
    if isinstance(form, Paying) and form.how == OTHER:
        another = parse(PayingAnother, data)
        return another.ask(another.amount) if isinstance(another, PayingAnother) else another
    if isinstance(form, FilledForm):
        return form
    return filled(data).refused(how=CHANGED) if form.named is None else form.ask(form.named)


def blank(payable: Payable) -> FilledForm:
    """Give the form as it begins, with a key of its own and the most likely amount chosen."""
    how = STATEMENT if payable.statement else BALANCE
    return FilledForm({"once": str(uuid4()), "how": how})


def again(form: FilledForm, **sentences: Phrase | str) -> FilledForm:
    """Give a form back to be corrected: what it asks then is something else, so it has another key."""
    sentences = sentences or dict(form.sentences)
    return FilledForm({**form.typed, "once": str(uuid4())}).refused(**sentences)


def limits_of_another(payable: Payable) -> str:
    """Say how much another amount can be."""
    most = min(payable.free_cents, MOST_PAID_CENTS)
    return gettext("From %(least)s to %(most)s.") % {"least": money(LEAST_PAID_CENTS), "most": money(most)}

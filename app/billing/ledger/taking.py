"""What can be taken at the desk, and forms of the desk that are sent again. Pure."""

from app.activity.refusals import StateForbids, Unfit
from app.billing.ledger.rules import NO_AMOUNT, free_to_pay
from app.billing.rules import MOST_PAID_CENTS, Way
from app.web.language import Phrase, _l, gettext
from app.web.templates import money

TOO_MUCH_FOR_OWED = _l(
    "This is more than is owed at the moment: %(owed)s. Tick “Keep the rest as credit”, or correct the amount."
)
TOO_MUCH_LET_OFF = _l("No more can be let off than is owed at the moment: %(owed)s.")
SENT_OTHERWISE = _l(
    "This form was sent before with other content. Look at what was entered, then begin anew."
)


class MoreThanOwed(Unfit):
    """More is to be taken than is owed, and nobody has said that the rest is kept as credit."""

    def __init__(self, *, free_cents: int, held_cents: int) -> None:
        super().__init__("amount", str(TOO_MUCH_FOR_OWED) % {"owed": money(free_cents)})
        self.free_cents = free_cents
        self.held_cents = held_cents


class SentOtherwise(StateForbids):
    """A form came a second time under its key, and says something else now."""

    def __init__(self, sentence: Phrase | str = SENT_OTHERWISE) -> None:
        super().__init__(sentence)


def check_same(kept: object, sent: object) -> None:
    """Raise SentOtherwise where a form that was sent before says something else now."""
    if kept != sent:
        raise SentOtherwise


def check_taken(cents: int, *, way: Way, owed: int, held: int, keep_rest: bool) -> None:
    """Raise Unfit("amount") for what is not taken at the desk: nothing, too much at once, or more than is owed.

    What is more than owed is taken where somebody has said that the rest is kept as credit; never of what is let off:
    nobody paid it, so nothing is over.
    """
    free = free_to_pay(owed=owed, held=held)
    if cents <= 0:
        raise Unfit("amount", NO_AMOUNT)
    if cents > MOST_PAID_CENTS:
        sentence = gettext("Type an amount of at most %(most)s.") % {"most": money(MOST_PAID_CENTS)}
        raise Unfit("amount", sentence)
    if cents > free and way is Way.CREDIT:
        raise Unfit("amount", str(TOO_MUCH_LET_OFF) % {"owed": money(free)})
    if cents > free and not keep_rest:
        raise MoreThanOwed(free_cents=free, held_cents=held)

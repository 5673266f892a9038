"""What of card payments somebody should see to."""

from typing import Any

from app.billing.vendors.vendor import current_vendor
from app.web.language import gettext, ngettext
from app.web.panel import Mend, Mending

BILLING_PATH = "/staff/billing"
LONG = "interval '1 hour'"
"""How long a card company may take to answer before somebody should know."""

TO_MEND = f"""
select json_build_object(
  'parked', (select count(*) from vendor_event where state = 'parked' and seen_at is null),
  'refunds', (select coalesce(json_object_agg(vendor, json_build_array(refunds, late)), '{{}}') from (
    select payment.vendor, count(*) as refunds, count(*) filter (where asked_at < now() - {LONG}) as late
    from refund join payment on payment.id = refund.payment where refund.state = 'asked' group by payment.vendor) asked),
  'waiting', (select coalesce(json_object_agg(vendor, payments), '{{}}') from (
    select vendor, count(*) as payments from payment
    where state in ('open', 'processing') and begun_at < now() - {LONG} and vendor <> '' group by vendor) waiting))
"""


def _mends(row: Any) -> list[Mend]:
    """Say what the card company told that does not agree with the books, and what it does not answer."""
    vendor = current_vendor()
    current = vendor.name if vendor else ""
    parked, asked = row["parked"], row["refunds"]
    refunds = sum(late for name, (_, late) in asked.items() if name == current)
    stuck = sum(refunds for name, (refunds, _) in asked.items() if name != current)
    left_over = sum(payments for name, payments in row["waiting"].items() if name != current)
    return [
        *([_mend(_parked(parked))] if parked else []),
        *([_mend(_refunds(refunds))] if refunds else []),
        *([_mend(_stuck(stuck))] if stuck else []),
        *([_mend(_left_over(left_over))] if left_over else []),
    ]


MENDING = Mending(statement=TO_MEND, mends=_mends)


def _mend(sentence: str) -> Mend:
    return Mend(sentence=sentence, path=BILLING_PATH, label=gettext("Look at the payments"))


def _parked(count: int) -> str:
    sentence = ngettext(
        "The card company told of %(count)s thing that does not agree with the books here. Nothing was changed by it:"
        " compare it with the card company's own pages.",
        "The card company told of %(count)s things that do not agree with the books here. Nothing was changed by them:"
        " compare them with the card company's own pages.",
        count,
    )
    return sentence % {"count": count}


def _refunds(count: int) -> str:
    sentence = ngettext(
        "%(count)s refund has waited for the card company for more than an hour. It is tried again by itself.",
        "%(count)s refunds have waited for the card company for more than an hour. They are tried again by themselves.",
        count,
    )
    return sentence % {"count": count}


def _stuck(count: int) -> str:
    sentence = ngettext(
        "%(count)s refund was asked of a card company that is not set up here any more. The client does not get the"
        " money until PAYMENTS names it again.",
        "%(count)s refunds were asked of a card company that is not set up here any more. The clients do not get the"
        " money until PAYMENTS names it again.",
        count,
    )
    return sentence % {"count": count}


def _left_over(count: int) -> str:
    sentence = ngettext(
        "%(count)s payment under way was begun with a card company that is not set up here any more. Nobody asks it"
        " how the payment stands until PAYMENTS names it again.",
        "%(count)s payments under way were begun with a card company that is not set up here any more. Nobody asks it"
        " how they stand until PAYMENTS names it again.",
        count,
    )
    return sentence % {"count": count}

"""Payments and aged balances as tables to take away: every chart is in them, so Client Admins alone take them."""

from collections.abc import Iterator, Sequence

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed
from app.billing.desk.aged import every_balance
from app.billing.desk.practice import NAMED, WHERE, days_of
from app.billing.desk.rules import AGES, Choice
from app.billing.desk.service import RULE
from app.billing.desk.words import PURPOSES, REFUND_KINDS, WAYS
from app.billing.rules import Purpose, RefundKind, Way
from app.clients.names import full_name
from app.staff.rules import Action, may
from app.web.language import Phrase, _l
from app.web.readers.numbers import typed_money
from app.web.templates import local

MOST_ROWS = 50_000
NOT_ADMIN = _l("An export holds every chart, so only a Client Admin takes one.")
PAYMENT, REFUND = _l("Payment"), _l("Refund")

BETWEEN = "($1::timestamptz is null or {at} >= $1) and ($2::timestamptz is null or {at} < $2)"
MONEY = f"""
select found.*, {NAMED} from (
  select 'payment' as what, paid_at as at, number, client, way, purpose, '' as kind, amount_cents,
    number as of_number, card_brand, card_last4, vendor_intent, memo, paid_by_name as by_name, live
  from payment where state = 'succeeded' and (live or $3) and {{where}} and {BETWEEN.format(at="paid_at")}
  union all
  select 'refund', refund.asked_at, refund.number, refund.client, payment.way, payment.purpose, refund.kind,
    refund.amount_cents, payment.number, payment.card_brand, payment.card_last4, payment.vendor_intent,
    refund.reason, refund.asked_by_name, payment.live
  from refund join payment on payment.id = refund.payment
  where refund.state <> 'failed' and (payment.live or $3) and {{where}} and {BETWEEN.format(at="refund.asked_at")}
) found join client on client.id = found.client order by at, number limit {MOST_ROWS}
"""
OF_MONEY: tuple[Phrase, ...] = (
    _l("Date"),
    _l("Receipt number"),
    _l("What it is"),
    _l("Client number"),
    _l("Client"),
    _l("How"),
    _l("For"),
    _l("Paid in"),
    _l("Given back"),
    _l("Of receipt"),
    _l("Card"),
    _l("Reference"),
    _l("Note"),
    _l("By"),
    _l("Demo"),
)
OF_BALANCES: tuple[Phrase, ...] = (
    _l("Client number"),
    _l("Client"),
    *AGES.values(),
    _l("Owed in all"),
    _l("Credit"),
    _l("Due since"),
)

Rows = Iterator[Sequence[str]]


def may_export(staff: CurrentStaff) -> bool:
    """Whether a staff member may take every chart's money away."""
    return staff.permissions.client_admin and may(staff.permissions, RULE, Action.VIEW)


def check_may_export(staff: CurrentStaff) -> None:
    """Raise NotAllowed unless a staff member may."""
    check_rule(staff, RULE, Action.VIEW)
    if not staff.permissions.client_admin:
        raise NotAllowed(by=staff.actor, object_kind="billing_export", sentence=NOT_ADMIN)


async def export_payments(*, staff: CurrentStaff, choice: Choice) -> list[Sequence[str]]:
    """Give what was paid in and given back on the days chosen, in its order, under a row of names. Raises NotAllowed."""
    check_may_export(staff)
    statement = MONEY.format(where=WHERE[choice.where])
    found = await db.rows(statement, *days_of(choice), choice.demo)
    await _note(
        staff, "payments", rows=len(found), days=[str(each or "") for each in (choice.since, choice.until)]
    )
    return [_names(OF_MONEY), *map(_money_row, found)]


async def export_balances(*, staff: CurrentStaff) -> list[Sequence[str]]:
    """Give what each client owes today by how long it has been due, under a row of names. Raises NotAllowed."""
    check_may_export(staff)
    found = await every_balance(staff)
    await _note(staff, "aged", rows=len(found), days=[today().isoformat()])
    rows = (
        (
            str(row.client_number),
            row.client_name,
            *map(typed_money, row.bands),
            typed_money(row.owed_cents),
            typed_money(row.credit_cents),
            row.oldest_on.isoformat() if row.oldest_on else "",
        )
        for row in found
    )
    return [_names(OF_BALANCES), *rows]


def _names(columns: tuple[Phrase, ...]) -> tuple[str, ...]:
    return tuple(str(name) for name in columns)


def _money_row(row: db.Record) -> Sequence[str]:
    is_payment = row["what"] == "payment"
    amount = typed_money(row["amount_cents"])
    name = full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
    return (
        f"{local(row['at']):%Y-%m-%d %H:%M}",
        str(row["number"]),
        str(PAYMENT if is_payment else REFUND_KINDS[RefundKind(row["kind"])]),
        str(row["client_number"]),
        name,
        str(WAYS[Way(row["way"])]),
        str(PURPOSES[Purpose(row["purpose"])]),
        amount if is_payment else "",
        "" if is_payment else amount,
        str(row["of_number"]),
        " ".join(filter(None, (row["card_brand"], row["card_last4"]))),
        row["vendor_intent"],
        row["memo"],
        row["by_name"],
        "" if row["live"] else "DEMO",
    )


async def _note(staff: CurrentStaff, what: str, *, rows: int, days: list[str]) -> None:
    async with db.transaction():
        await activity.record(
            by=staff.actor,
            kind=Kind.BILLING_EXPORTED,
            object_kind="billing_export",
            detail={"what": what, "rows": rows, "days": days},
        )

"""Beginning a payment by card, and taking it back. No money is moved here: that is the vendor's word, in `vendors`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import config, db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.billing.ledger import service as ledger
from app.billing.ledger.copays import copay_states
from app.billing.ledger.rules import UNDER_WAY_ALREADY, check_amount, free_to_pay, usable_from
from app.billing.paying import keys
from app.billing.paying.rules import CHANGED, NO_CARDS, WITHIN, Ask, check_copay, check_rate
from app.billing.rules import PaymentState, Purpose, Step, Way
from app.billing.tables import Payment
from app.billing.vendors.vendor import Order, Page, Refused, Unreachable, Vendor, current_vendor
from app.practice.settings import PRACTICE
from app.web.language import current_language, gettext

PATH = "/billing/payments"
OBJECT = "payment"
OPEN_FOR = timedelta(minutes=31)
"""How long a payment is under way that the vendor was not told of: its pages last no longer."""
NO_PAGE = "processor_down"
"""The failure of a payment for which the vendor made no page, whatever its reason."""

BEGUN = "select count(*) as begun from payment where client = $1 and begun_at > $2 and vendor <> ''"
STATEMENT = "select 1 from statement where client = $1 and id = $2 and owed_cents > 0"
SENT = """
update payment set vendor_session = $2, vendor_page = $3, expires_at = $4 where id = $1 and state = 'open' returning id
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """A payment that was begun, and where the client goes on."""

    payment_id: UUID
    leads_to: str


def takes_cards() -> bool:
    """Whether anything can be paid in the portal."""
    return current_vendor() is not None


def path_of(payment_id: UUID) -> str:
    """Give the page of a payment, where the vendor sends the client back to."""
    return f"{PATH}/{payment_id}"


async def begin(chart: CurrentChart, ask: Ask) -> Begun:
    """Begin a payment: write it down, hold what it is to pay, and have the vendor make the page where it is paid.

    The same form sent again, at once or within two days, begins nothing and leads to the same place. Nothing is written
    and the vendor not called where it raises: Unfit("amount") and Unfit("how"), NotFound, TooOften, StateForbids.
    """
    vendor = current_vendor()
    if vendor is None:
        raise StateForbids(NO_CARDS)
    async with db.transaction():
        before = await keys.take(chart.client_id, ask)
        if before is None:
            payment_id = await _write_down(chart, ask, vendor)
            await keys.belongs_to(chart.client_id, ask.key, payment_id)
    if before is not None:
        payment_id = before
        known = await keys.answer_of(chart.client_id, ask.key, otherwise=path_of(payment_id))
        if known is not None:
            return Begun(payment_id, known)
    return Begun(payment_id, await _send(chart, ask, payment_id, vendor))


async def _write_down(chart: CurrentChart, ask: Ask, vendor: Vendor) -> UUID:
    """Check what is asked against the client's sums, which nobody else moves meanwhile, and write the payment."""
    sums = await ledger.hold(chart.client_id)
    now = datetime.now(UTC)
    await _check_rate(chart, now)
    if ask.purpose is Purpose.COPAY:
        await _check_copay(ask)
    else:
        await _check_balance(chart, ask, owed=sums.owed, held=sums.held)
    payment_id = db.new_id()
    await Payment.insert(await _row(chart, ask, vendor, payment_id=payment_id, now=now))
    await ledger.add_step(payment_id, Step.BEGUN, by=chart.actor, cents=ask.cents)
    await activity.record(
        by=chart.actor,
        kind=Kind.PAYMENT_BEGUN,
        object_kind=OBJECT,
        object_id=payment_id,
        client_id=chart.client_id,
        detail={"cents": ask.cents, "purpose": ask.purpose.value},
    )
    return payment_id


async def _row(chart: CurrentChart, ask: Ask, vendor: Vendor, *, payment_id: UUID, now: datetime) -> Payment:
    return Payment(
        id=payment_id,
        client=chart.client_id,
        number=await ledger.new_number(),
        way=Way.CARD,
        purpose=ask.purpose,
        amount_cents=ask.cents,
        state=PaymentState.OPEN,
        statement=ask.statement_id,
        appointment=ask.appointment_id,
        visit_on=ask.visit_on,
        usable_on=usable_from(ask.visit_on),
        vendor=vendor.name,
        live=vendor.live,
        account=chart.account.account_id,
        paid_by_name=chart.actor.name,
        begun_at=now,
        expires_at=now + OPEN_FOR,
    )


async def _check_rate(chart: CurrentChart, now: datetime) -> None:
    row = await db.row(BEGUN, chart.client_id, now - WITHIN)
    check_rate(row["begun"] if row else 0)


async def _check_copay(ask: Ask) -> None:
    if ask.appointment_id is None:
        raise ValueError("A copay is of an appointment.")
    state = (await copay_states([ask.appointment_id])).get(ask.appointment_id)
    if state is not None:
        check_copay(paid=state.paid_cents > 0, under_way=state.under_way)


async def _check_balance(chart: CurrentChart, ask: Ask, *, owed: int, held: int) -> None:
    if ask.statement_id is not None and await db.row(STATEMENT, chart.client_id, ask.statement_id) is None:
        raise NotFound(
            by=chart.actor, object_kind="statement", object_id=ask.statement_id, client_id=chart.client_id
        )
    free = free_to_pay(owed=owed, held=held)
    if free == 0 and owed > 0:
        raise StateForbids(UNDER_WAY_ALREADY)
    if ask.whole and ask.cents != free:
        raise Unfit("how", CHANGED)
    check_amount(ask.cents, owed=owed, held=held)
    if not await ledger.reserve(chart.client_id, ask.cents):
        raise StateForbids(UNDER_WAY_ALREADY)


async def _send(chart: CurrentChart, ask: Ask, payment_id: UUID, vendor: Vendor) -> str:
    """Have the vendor make the page, and keep it; give where the client goes on.

    Nobody can pay where the client was given no page, so a vendor that cannot be asked ends the payment.
    """
    try:
        page = await vendor.open_page(_order(payment_id, ask.cents))
    except Unreachable:
        return await _not_sent(chart, ask, payment_id, remark="no answer")
    except Refused as why:
        return await _not_sent(chart, ask, payment_id, remark=why.code)
    async with db.transaction():
        leads_to = page.url if await _keep_page(chart, payment_id, page) else path_of(payment_id)
        await keys.answer(chart.client_id, ask.key, leads_to)
    return leads_to


def _order(payment_id: UUID, cents: int) -> Order:
    address = config.current().public_url + path_of(payment_id)
    return Order(
        payment_id=payment_id,
        cents=cents,
        words=gettext("Payment to %(practice)s") % {"practice": PRACTICE.name},
        return_url=address,
        cancel_url=address,
        language=current_language(),
    )


async def _keep_page(chart: CurrentChart, payment_id: UUID, page: Page) -> bool:
    """Keep the page of a payment; False: it was taken back, or paid, meanwhile."""
    kept = await db.row(SENT, payment_id, page.session, page.url, page.expires_at) is not None
    if kept:
        await ledger.add_step(payment_id, Step.SENT, by=chart.actor)
    return kept


async def _not_sent(chart: CurrentChart, ask: Ask, payment_id: UUID, *, remark: str) -> str:
    leads_to = path_of(payment_id)
    async with db.transaction():
        await ledger.end_payment(
            by=chart.actor,
            payment_id=payment_id,
            state=PaymentState.FAILED,
            failure=NO_PAGE,
            remark=remark,
        )
        await keys.answer(chart.client_id, ask.key, leads_to)
    return leads_to

"""What staff do with the money of a client, by their rule: who may is decided here, what follows is the ledger's."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff, check_rule
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound
from app.billing.desk.listing import StatementRow, statement_of
from app.billing.desk.payments import PaymentRow, payment_of
from app.billing.ledger import desk, statements
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import StatementDraft
from app.billing.rules import PaymentState
from app.billing.vendors.closing import close
from app.staff.rules import Action, PermissionRule, may
from app.web.language import _l

RULE = PermissionRule.BILLING
NOT_ADMIN = _l("What was told is of no chart, so only a Client Admin marks it.")
NOT_ENDED = _l("The card company does not answer just now, so this payment goes on. Try again in a moment.")
SEEN = """
update vendor_event set seen_at = $2 where id = $1 and state = 'parked' and seen_at is null returning id
"""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the rule lets a staff member do."""

    post: bool
    refund: bool
    void: bool


def allowed(staff: CurrentStaff) -> Allowed:
    """Give what the rule lets a staff member do: Create posts and takes, Modify gives back, Delete takes out."""
    return Allowed(
        post=may(staff.permissions, RULE, Action.CREATE),
        refund=may(staff.permissions, RULE, Action.MODIFY),
        void=may(staff.permissions, RULE, Action.DELETE),
    )


async def post(
    *,
    staff: CurrentStaff,
    client_id: UUID,
    draft: StatementDraft,
    told: bool = True,
    once: UUID | None = None,
) -> UUID:
    """Post a statement to a client; give its id. Raises NotAllowed, NotFound, Unfit."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    async with db.transaction():
        return await statements.post(by=staff.actor, client_id=client_id, draft=draft, told=told, once=once)


async def take(
    *, staff: CurrentStaff, client_id: UUID, payment: DeskPayment, once: UUID | None = None
) -> UUID:
    """Write down a payment that was taken at the desk; give its id. Raises NotAllowed, NotFound, Unfit."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    async with db.transaction():
        return await desk.take(by=staff.actor, client_id=client_id, payment=payment, once=once)


async def end(*, staff: CurrentStaff, client_id: UUID, payment_id: UUID) -> PaymentState:
    """End a card payment that was begun and not paid; give how it stands then: it may be paid by now.

    Raises NotAllowed, NotFound, and StateForbids where the card company does not answer.
    """
    await payment_for(staff, client_id, payment_id, Action.MODIFY)
    return await close(payment_id, by=staff.actor, remark="ended by staff", not_now=NOT_ENDED)


async def void_statement(*, staff: CurrentStaff, client_id: UUID, statement_id: UUID, reason: str) -> None:
    """Take a statement back. Raises NotAllowed, NotFound, StateForbids."""
    await statement_for(staff, client_id, statement_id, Action.DELETE)
    async with db.transaction():
        await statements.void(by=staff.actor, client_id=client_id, statement_id=statement_id, reason=reason)


async def void_payment(*, staff: CurrentStaff, client_id: UUID, payment_id: UUID, reason: str) -> None:
    """Take out a payment that was entered by mistake. Raises NotAllowed, NotFound, StateForbids."""
    await payment_for(staff, client_id, payment_id, Action.DELETE)
    async with db.transaction():
        await desk.void_payment(by=staff.actor, client_id=client_id, payment_id=payment_id, reason=reason)


async def mark_seen(*, staff: CurrentStaff, event_id: UUID) -> None:
    """Note that somebody has looked at what was told about a payment that nobody knows. Raises NotAllowed, NotFound."""
    check_rule(staff, RULE, Action.MODIFY)
    if not staff.permissions.client_admin:
        raise NotAllowed(by=staff.actor, object_kind="vendor_event", sentence=NOT_ADMIN)
    async with db.transaction():
        if await db.row(SEEN, event_id, datetime.now(UTC)) is None:
            raise NotFound(by=staff.actor, object_kind="vendor_event", object_id=event_id)
        await activity.record(
            by=staff.actor, kind=Kind.VENDOR_EVENT_SEEN, object_kind="vendor_event", object_id=event_id
        )


async def statement_for(
    staff: CurrentStaff, client_id: UUID, statement_id: UUID, action: Action
) -> tuple[StaffChart, StatementRow]:
    """Give a statement of a chart to a staff member who may do `action`; raises NotAllowed, NotFound."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    found = await statement_of(client_id, statement_id)
    if found is None:
        raise NotFound(by=staff.actor, object_kind="statement", object_id=statement_id, client_id=client_id)
    return chart, found


async def payment_for(
    staff: CurrentStaff, client_id: UUID, payment_id: UUID, action: Action
) -> tuple[StaffChart, PaymentRow]:
    """Give a payment of a chart to a staff member who may do `action`; raises NotAllowed, NotFound."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    found = await payment_of(client_id, payment_id)
    if found is None:
        raise NotFound(by=staff.actor, object_kind="payment", object_id=payment_id, client_id=client_id)
    return chart, found

"""What the worker does at the vendor: refunds, payments to ask about, and payments that nothing was heard of."""

from app.billing.vendors.applying import LOOK_UP
from app.billing.vendors.looking import look_up_later
from app.billing.vendors.reconciling import reconcile_lately_paid, reconcile_under_way
from app.billing.vendors.refunds import REFUND_BY_CARD, send
from app.notices.outbox import Effects, Sending

__all__ = ["EFFECTS", "reconcile_lately_paid", "reconcile_under_way"]

EFFECTS: Effects = {LOOK_UP: Sending(look_up_later), REFUND_BY_CARD: Sending(send)}

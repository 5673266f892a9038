"""A vendor of card payments for trying the portal out: the same path as a real one, and no money moves."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import config, encryption
from app.billing.demo_processor import charges
from app.billing.demo_processor.charges import Charge
from app.billing.demo_processor.rules import ChargeState
from app.billing.rules import PaymentState, RefundState
from app.billing.vendors import signing
from app.billing.vendors.outcome import Outcome, Told, VendorRefund
from app.billing.vendors.said import LONGEST_KIND, said_cents, said_id, said_word
from app.billing.vendors.vendor import Keys, NotUnderstood, Order, Page, RefundOrder, Refused, Vendor
from app.config import Payments

NAME = "demo"
PATH = "/demo-processor"
BRAND, LAST4 = "demo", "0000"
"""Of no card: nobody types one in here."""
EVENT = "demo_evt_"
STATES: dict[ChargeState, PaymentState] = {
    ChargeState.OPEN: PaymentState.OPEN,
    ChargeState.ASKED: PaymentState.OPEN,
    ChargeState.PROCESSING: PaymentState.PROCESSING,
    ChargeState.SUCCEEDED: PaymentState.SUCCEEDED,
    ChargeState.FAILED: PaymentState.FAILED,
    ChargeState.EXPIRED: PaymentState.CANCELLED,
}


class DemoProcessor:
    name = NAME
    live = False

    async def open_page(self, order: Order) -> Page:
        charge = await charges.open_charge(
            order.payment_id, cents=order.cents, success_url=order.return_url, cancel_url=order.cancel_url
        )
        # the portal's own address: it is a page of the portal, for whoever has it, so it is told the language
        url = f"{PATH}/{charge['id']}?language={order.language}"
        return Page(session=charge["session"], url=url, expires_at=charge["expires_at"])

    async def close_page(self, session: str) -> None:
        await charges.close(session)

    async def look_up(self, keys: Keys) -> Outcome:
        charge = await charges.charge_for(keys.payment_id)
        if charge is None:
            raise Refused("no_such_payment")
        return outcome_of(charge)

    async def refund(self, order: RefundOrder) -> VendorRefund:
        name = await charges.give_back(order.intent, refund_id=order.refund_id, cents=order.cents)
        if name is None:
            raise Refused("charge_cannot_be_refunded")
        return VendorRefund(id=name, cents=order.cents, state=RefundState.DONE, ours=order.refund_id)

    def read(self, body: bytes, signature: str, now: datetime) -> Told:
        signing.check(_secret(), signature, body, now)
        try:
            said = json.loads(body)
            return _told(said)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NotUnderstood from None


def make_vendor() -> Vendor:
    """Give the demo processor; raises RuntimeError where it is not set up, and in production."""
    settled = config.current()
    if settled.is_production or settled.payments is not Payments.DEMO:
        raise RuntimeError("The demo processor moves no money: it takes no payments here.")
    return DemoProcessor()


def outcome_of(charge: Charge) -> Outcome:
    """Give a charge as a vendor tells of it."""
    state = charges.state_of(charge, now=datetime.now(UTC))
    succeeded = state is ChargeState.SUCCEEDED
    return Outcome(
        state=STATES[state],
        amount_cents=charge["amount_cents"],
        intent=charge["intent"],
        failure=charge["failure"],
        brand=BRAND if succeeded else "",
        last4=LAST4 if succeeded else "",
        refunds=tuple(
            VendorRefund(id=each["id"], cents=each["cents"], state=RefundState.DONE, ours=UUID(each["ours"]))
            for each in charges.refunds_of(charge)
        ),
        live=False,
    )


def event_of(charge: Charge) -> bytes:
    """Write what the processor tells of a charge as it stands; told again, it is the same event."""
    outcome = outcome_of(charge)
    said = {
        "id": f"{EVENT}{UUID(str(charge['id'])).hex}_{outcome.state}",
        "type": f"payment.{outcome.state}",
        "payment": str(charge["payment"]),
        "intent": charge["intent"],
        "state": outcome.state,
        "cents": outcome.amount_cents,
        "failure": outcome.failure,
        "brand": outcome.brand,
        "last4": outcome.last4,
    }
    return json.dumps(said, sort_keys=True).encode()


def signed(body: bytes) -> dict[str, str]:
    """Give the headers with which the processor tells something now."""
    return {
        "content-type": "application/json",
        signing.HEADER: signing.sign(_secret(), body, datetime.now(UTC)),
    }


def _told(said: dict[str, Any]) -> Told:
    outcome = Outcome(
        state=PaymentState(said["state"]),
        amount_cents=said_cents(said["cents"]),
        intent=said_id(said["intent"]),
        failure=said_word(said["failure"]),
        brand=said_word(said["brand"]),
        last4=said_word(said["last4"]),
        live=False,
    )
    return Told(
        event_id=said_id(said["id"]),
        kind=said_word(said["type"], LONGEST_KIND),
        about=outcome.intent,
        payment=UUID(said["payment"]),
        outcome=outcome,
        whole=True,
    )


def _secret() -> str:
    return encryption.mac("demo processor", "events").hex()

"""What Stripe tells, as it tells it: events signed with the practice's secret, about payments that tests begin."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from app import db
from app.addresses import StripeAccount
from app.billing.vendors import signing
from app.config import Payments
from tests import rows
from tests.billing.ledger import money
from tests.environment import configured
from tests.page import Browser

PATH = "/webhooks/payments"
SECRET = "whsec_of-the-tests"
KEY = "sk_test_of_the_tests"


@contextmanager
def cards_by_stripe(stand_in: str = "http://127.0.0.1:9") -> Iterator[None]:
    """Let the practice take cards by Stripe, at a stand-in for it: by default one that nothing listens at."""
    account = StripeAccount(secret_key=KEY, webhook_secret=SECRET, stand_in=stand_in)
    with configured(payments=Payments.STRIPE, stripe=account):
        yield


async def begun(cents: int = 30_00, *, owed: int = 100_00, session: str = "", **columns: Any) -> UUID:
    """Begin a payment by card of a client who owes so much."""
    await money.post(owed)
    payment_id = await money.begin(cents)
    assert payment_id is not None
    known = {"vendor": "stripe", "live": False, "vendor_session": session or f"cs_{payment_id.hex}"} | columns
    for column, value in known.items():
        await rows.change(f"update payment set {column} = $2 where id = $1", payment_id, value)
    return payment_id


def intent(
    payment_id: UUID | None, *, status: str = "succeeded", cents: int = 30_00, **more: Any
) -> dict[str, Any]:
    """Give a payment intent as Stripe has it."""
    return {
        "object": "payment_intent",
        "id": f"pi_{payment_id.hex if payment_id else 'foreign'}",
        "amount": cents,
        "currency": "usd",
        "status": status,
        "metadata": {"portal_payment": str(payment_id)} if payment_id else {},
        "latest_charge": None,
        "last_payment_error": None,
    } | more


def charge(payment_id: UUID, *, cents: int = 30_00, **more: Any) -> dict[str, Any]:
    """Give the charge of a payment intent."""
    return {
        "object": "charge",
        "id": f"ch_{payment_id.hex}",
        "payment_intent": f"pi_{payment_id.hex}",
        "amount": cents,
        "currency": "usd",
        "status": "succeeded",
        "created": int(datetime.now(UTC).timestamp()),
        "metadata": {"portal_payment": str(payment_id)},
        "payment_method_details": {"card": {"brand": "visa", "last4": "4242"}},
    } | more


def event(kind: str, about: dict[str, Any], *, id: str = "", livemode: bool = False) -> bytes:  # noqa: A002  # Stripe's word
    """Give an event as its body comes."""
    said = {"id": id or f"evt_{uuid4().hex}", "object": "event", "type": kind, "livemode": livemode}
    return json.dumps(said | {"data": {"object": about}}).encode()


def succeeded(payment_id: UUID | None, **more: Any) -> bytes:
    return event("payment_intent.succeeded", intent(payment_id, **more))


async def tell(
    body: bytes, *, secret: str = SECRET, at: timedelta = timedelta(), signature: str | None = None
) -> httpx.Response:
    """Tell the portal something, as its vendor does."""
    signed = signing.sign(secret, body, datetime.now(UTC) + at) if signature is None else signature
    headers = {"stripe-signature": signed, "content-type": "application/json; charset=utf-8"}
    return await Browser().send("POST", PATH, headers=headers, content=body)


async def state_of(payment_id: UUID) -> str:
    found: str = await money.value("state", payment_id)
    return found


async def kept(about: str = "state") -> list[Any]:
    """Give a column of everything that was told, in its order."""
    return [row[0] for row in await rows_of(f"select {about} from vendor_event order by received_at")]


async def rows_of(statement: str, *values: Any) -> list[Any]:
    return list(await db.rows(statement, *values))

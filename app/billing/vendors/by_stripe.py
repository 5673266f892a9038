"""Stripe takes the cards: by its hosted Checkout pages, to which clients are sent. Loaded only where it is set up.

Stripe signs no business associate agreement, so nothing about a client or their care goes there: an amount, the
practice's name, our own ids without meaning, and where the client comes back to.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import stripe

from app import config
from app.addresses import StripeAccount
from app.billing.rules import CURRENCY
from app.billing.vendors import signing
from app.billing.vendors.outcome import Outcome, Told, VendorRefund
from app.billing.vendors.stripe_facts import (
    OUR_PAYMENT,
    OUR_REFUND,
    Object,
    charge_of,
    of_intent,
    of_page,
    refund_of,
    told_of,
)
from app.billing.vendors.vendor import (
    Keys,
    NotUnderstood,
    Order,
    Page,
    RefundOrder,
    Refused,
    Unreachable,
)
from app.web.language import Language
from app.web.logs import log_fault

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

NAME = "stripe"
LOCALES: dict[Language, Literal["en", "es"]] = {Language.ENGLISH: "en", Language.SPANISH: "es"}
API_VERSION = "2026-08-26.dahlia"
"""The version that our requests are written for, and whose published schema the tests hold them against."""
PAGE_LASTS = timedelta(minutes=31)
"""Stripe's shortest is 30 minutes from when the request arrives there."""
ANSWER_SECONDS = 8
AGAIN = 1
"""How often a call that broke off is made again, with the same key."""
MOST_LISTED = 100
OUR_FAULT = (stripe.AuthenticationError, stripe.PermissionError)
UNCERTAIN = (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError, *OUR_FAULT)
MISSING = "resource_missing"


def make_vendor() -> "Stripe":
    account = config.current().stripe
    if account is None:
        raise RuntimeError("Stripe is not set up.")
    return _of(account)


@lru_cache(maxsize=4)
def _of(account: StripeAccount) -> "Stripe":
    return Stripe(account)


class Stripe:
    """The practice's account at Stripe."""

    name = NAME

    def __init__(self, account: StripeAccount) -> None:
        stripe.enable_telemetry = False
        self._webhook_secret = account.webhook_secret
        self.live = account.is_live
        self._client = stripe.StripeClient(
            account.secret_key,
            http_client=stripe.HTTPXClient(timeout=ANSWER_SECONDS),
            base_addresses={"api": account.stand_in} if account.stand_in else {},
            max_network_retries=AGAIN,
            stripe_version=API_VERSION,
        )

    async def open_page(self, order: Order) -> Page:
        with _faults():
            session = await self._client.v1.checkout.sessions.create_async(
                _page_of(order), {"idempotency_key": f"payment-{order.payment_id}"}
            )
        if not session.url:
            raise Refused("no_page")
        return Page(
            session=session.id, url=session.url, expires_at=datetime.fromtimestamp(session.expires_at, UTC)
        )

    async def close_page(self, session: str) -> None:
        try:
            with _faults():
                await self._client.v1.checkout.sessions.expire_async(session)
        except Refused:
            return  # it has expired, or the client has paid on it: looking it up will tell

    async def look_up(self, keys: Keys) -> Outcome:
        if keys.session:
            return await self._page(keys.session)
        if not keys.intent:
            raise Refused(MISSING)
        with _faults():
            found = await self._client.v1.payment_intents.retrieve_async(
                keys.intent, {"expand": ["latest_charge", "payment_method"]}
            )
        intent = found.to_dict()
        refunds, disputes = await self._given_back(intent)
        return of_intent(intent, live=intent.get("livemode") is True, refunds=refunds, disputes=disputes)

    async def _page(self, session: str) -> Outcome:
        with _faults():
            found = await self._client.v1.checkout.sessions.retrieve_async(
                session, {"expand": ["payment_intent.latest_charge", "payment_intent.payment_method"]}
            )
        page = found.to_dict()
        intent = page.get("payment_intent")
        refunds, disputes = await self._given_back(intent) if isinstance(intent, dict) else ([], [])
        return of_page(page, refunds, disputes)

    async def _given_back(self, intent: Object) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give the refunds and the disputes of a payment that came in."""
        charge = charge_of(intent)
        if charge is None or charge.get("status") != "succeeded":
            return [], []
        with _faults():
            refunds = await self._client.v1.refunds.list_async(
                {"payment_intent": intent["id"], "limit": MOST_LISTED}
            )
            if not charge.get("disputed"):
                return [refund.to_dict() for refund in refunds.data], []
            disputes = await self._client.v1.disputes.list_async({"payment_intent": intent["id"]})
        return [each.to_dict() for each in refunds.data], [each.to_dict() for each in disputes.data]

    async def refund(self, order: RefundOrder) -> VendorRefund:
        with _faults():
            refund = await self._client.v1.refunds.create_async(
                {
                    "payment_intent": order.intent,
                    "amount": order.cents,
                    "metadata": {OUR_REFUND: str(order.refund_id), OUR_PAYMENT: str(order.payment_id)},
                },
                {"idempotency_key": f"refund-{order.refund_id}"},
            )
        return refund_of(refund.to_dict())

    async def events_told_to(self, address: str) -> frozenset[str] | None:
        """Sign in, and give the events that Stripe tells to an address; None: this key may not see them.

        Raises Unreachable where Stripe does not answer, or does not let us in.
        """
        try:
            with _faults():
                found = await self._client.v1.webhook_endpoints.list_async({"limit": MOST_LISTED})
        except Refused:
            return None
        except Unreachable as fault:
            if str(fault) == stripe.PermissionError.__name__:
                return None
            raise
        return frozenset(
            event
            for each in found.data
            if each.url == address and each.status == "enabled"
            for event in each.enabled_events
        )

    def read(self, body: bytes, signature: str, now: datetime) -> Told:
        signing.check(self._webhook_secret, signature, body, now)
        try:
            return told_of(json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError):
            raise NotUnderstood from None


def _page_of(order: Order) -> "SessionCreateParams":
    """Give all that Stripe is told of a payment."""
    expires_at = order.expires_at or datetime.now(UTC) + PAGE_LASTS
    ours = {OUR_PAYMENT: str(order.payment_id)}
    return {
        "mode": "payment",
        "payment_method_types": ["card"],  # type: ignore[typeddict-unknown-key]  # the library's types are of a later version
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": order.cents,
                    "product_data": {"name": order.words},
                },
            }
        ],
        "adaptive_pricing": {"enabled": False},
        "client_reference_id": ours[OUR_PAYMENT],
        "metadata": ours,
        "payment_intent_data": {"metadata": ours},
        "success_url": order.return_url,
        "cancel_url": order.cancel_url,
        "locale": LOCALES[order.language],
        "submit_type": "pay",
        "expires_at": int(expires_at.timestamp()),
    }


@contextmanager
def _faults() -> Iterator[None]:
    """Say of a call that failed whether Stripe refused it, or whether nothing is certain."""
    try:
        yield
    except UNCERTAIN as fault:
        if isinstance(fault, OUR_FAULT):
            log_fault("stripe refuses our key", fault)
        raise Unreachable(type(fault).__name__) from None
    except stripe.StripeError as fault:
        raise Refused(str(fault.code or type(fault).__name__)[:60]) from None

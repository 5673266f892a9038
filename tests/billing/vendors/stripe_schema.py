"""What Stripe's API takes, as its published request schema (API 2026-08-26.dahlia) says, written out for what we call.

Every parameter of a call has its place here, so that a misspelled one is refused as Stripe refuses it; those that the
portal sends, and those beside them, are written out in full.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl


class NotTaken(Exception):
    """Stripe would answer 400; `param` is what it would name."""

    def __init__(self, param: str, says: str) -> None:
        super().__init__(f"{param}: {says}")
        self.param = param


@dataclass(frozen=True)
class Words:
    most: int = 5000
    choices: tuple[str, ...] = ()

    def read(self, given: Any, at: str) -> str:
        if not isinstance(given, str) or len(given) > self.most:
            raise NotTaken(at, "no text, or too long")
        if self.choices and given not in self.choices:
            raise NotTaken(at, f"none of {', '.join(self.choices)}")
        return given


@dataclass(frozen=True)
class Whole:
    def read(self, given: Any, at: str) -> int:
        if not isinstance(given, str) or not given.removeprefix("-").isdigit():
            raise NotTaken(at, "no whole number")
        return int(given)


@dataclass(frozen=True)
class YesNo:
    def read(self, given: Any, at: str) -> bool:
        if given not in ("true", "false"):
            raise NotTaken(at, "neither true nor false")
        return bool(given == "true")


@dataclass(frozen=True)
class Each:
    of: Any

    def read(self, given: Any, at: str) -> list[Any]:
        if not isinstance(given, dict) or sorted(given, key=_place) != [str(n) for n in range(len(given))]:
            raise NotTaken(at, "no list")
        return [self.of.read(given[str(n)], f"{at}[{n}]") for n in range(len(given))]


def _place(name: str) -> int:
    return int(name) if name.isdigit() else -1


@dataclass(frozen=True)
class Pairs:
    """Metadata: texts by names of the caller's."""

    def read(self, given: Any, at: str) -> dict[str, str]:
        if not isinstance(given, dict) or len(given) > 50:
            raise NotTaken(at, "no pairs")
        return {name: Words(500).read(value, f"{at}[{name}]") for name, value in given.items()}


@dataclass(frozen=True)
class Fields:
    of: Mapping[str, Any]
    required: tuple[str, ...] = ()

    def read(self, given: Any, at: str) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise NotTaken(at, "no object")
        for name in self.required:
            if name not in given:
                raise NotTaken(_inside(at, name), "missing")
        for name in given:
            if name not in self.of:
                raise NotTaken(_inside(at, name), "unknown")
        return {name: self.of[name].read(value, _inside(at, name)) for name, value in given.items()}


def _inside(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name


@dataclass(frozen=True)
class Unsent:
    """A parameter that Stripe has, and the portal never sends."""

    def read(self, given: Any, at: str) -> Any:
        raise NotTaken(at, "not written out: the portal does not send it")


@dataclass
class Decoded:
    """A form body with its brackets, as the tree it means."""

    tree: dict[str, Any] = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        first, *rest = name.replace("]", "").split("[")
        place = self.tree
        for step in (first, *rest)[:-1]:
            place = place.setdefault(step, {})
        place[(first, *rest)[-1]] = value


def decoded(body: str) -> dict[str, Any]:
    found = Decoded()
    for name, value in parse_qsl(body, keep_blank_values=True):
        found.put(name, value)
    return found.tree


CURRENCIES = Words(3, ("usd", "eur", "gbp", "cad", "jpy"))
EXPAND = Each(Words())
PRODUCT = Fields(
    {
        "name": Words(),
        "description": Words(),
        "images": Each(Words()),
        "metadata": Pairs(),
        "tax_code": Words(),
        "unit_label": Words(12),
    },
    required=("name",),
)
PRICE = Fields(
    {
        "currency": CURRENCIES,
        "product": Words(),
        "product_data": PRODUCT,
        "recurring": Unsent(),
        "tax_behavior": Words(choices=("exclusive", "inclusive", "unspecified")),
        "unit_amount": Whole(),
        "unit_amount_decimal": Words(),
    },
    required=("currency",),
)
LINE = Fields(
    {
        "adjustable_quantity": Unsent(),
        "metadata": Pairs(),
        "price": Words(),
        "price_data": PRICE,
        "quantity": Whole(),
        "tax_rates": Each(Words()),
    }
)
OF_INTENT = Fields(
    {
        "application_fee_amount": Whole(),
        "capture_method": Words(choices=("automatic", "automatic_async", "manual")),
        "description": Words(1000),
        "metadata": Pairs(),
        "on_behalf_of": Words(),
        "receipt_email": Words(),
        "setup_future_usage": Words(choices=("off_session", "on_session")),
        "shipping": Unsent(),
        "statement_descriptor": Words(22),
        "statement_descriptor_suffix": Words(22),
        "transfer_data": Unsent(),
        "transfer_group": Words(),
    }
)
LOCALES = (
    "auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl "
    "sv th tr vi zh zh-HK zh-TW"
)
UNSENT = (
    "after_expiration automatic_tax branding_settings consent_collection custom_fields custom_text customer_update discounts "
    "excluded_payment_method_types invoice_creation managed_payments name_collection optional_items payment_method_data "
    "payment_method_options permissions phone_number_collection saved_payment_method_options setup_intent_data "
    "shipping_address_collection shipping_options subscription_data tax_id_collection wallet_options"
)
CREATE_SESSION = Fields(
    {name: Unsent() for name in UNSENT.split()}
    | {
        "adaptive_pricing": Fields({"enabled": YesNo()}),
        "allow_promotion_codes": YesNo(),
        "billing_address_collection": Words(choices=("auto", "required")),
        "cancel_url": Words(),
        "client_reference_id": Words(200),
        "currency": CURRENCIES,
        "customer": Words(),
        "customer_account": Words(),
        "customer_creation": Words(choices=("always", "if_required")),
        "customer_email": Words(),
        "expand": EXPAND,
        "expires_at": Whole(),
        "integration_identifier": Words(200),
        "line_items": Each(LINE),
        "locale": Words(choices=tuple(LOCALES.split())),
        "metadata": Pairs(),
        "mode": Words(choices=("payment", "setup", "subscription")),
        "origin_context": Words(choices=("mobile_app", "web")),
        "payment_intent_data": OF_INTENT,
        "payment_method_collection": Words(choices=("always", "if_required")),
        "payment_method_configuration": Words(100),
        "payment_method_types": Each(Words(choices=("card", "link", "us_bank_account"))),
        "redirect_on_completion": Words(choices=("always", "if_required", "never")),
        "return_url": Words(),
        "submit_type": Words(choices=("auto", "book", "donate", "pay", "subscribe")),
        "success_url": Words(),
        "ui_mode": Words(choices=("elements", "embedded_page", "hosted_page")),
    }
)
"""POST /v1/checkout/sessions."""
EXPIRE_SESSION = Fields({"expand": EXPAND})
"""POST /v1/checkout/sessions/{session}/expire."""
CREATE_REFUND = Fields(
    {
        "amount": Whole(),
        "charge": Words(),
        "currency": CURRENCIES,
        "customer": Words(),
        "expand": EXPAND,
        "instructions_email": Words(),
        "metadata": Pairs(),
        "origin": Words(choices=("customer_balance",)),
        "payment_intent": Words(),
        "reason": Words(choices=("duplicate", "fraudulent", "requested_by_customer")),
        "refund_application_fee": YesNo(),
        "reverse_transfer": YesNo(),
    }
)
"""POST /v1/refunds."""

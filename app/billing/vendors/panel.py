"""What the vendors of card payments hand to the panel of billing."""

from typing import Any

from app.billing.vendors.controller import PaymentsController

HANDLERS: tuple[Any, ...] = (PaymentsController,)

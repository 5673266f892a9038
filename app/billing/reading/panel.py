"""What reading hands to the panel of billing."""

from typing import Any

from app.billing.reading.controller import BillingController

HANDLERS: tuple[Any, ...] = (BillingController,)

"""What reading hands to the panel of billing."""

from typing import Any

from app.billing.reading.controller import BillingController, ReceiptController, StatementController

HANDLERS: tuple[Any, ...] = (BillingController, StatementController, ReceiptController)

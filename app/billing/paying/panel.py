"""What paying hands to the panel of billing."""

from typing import Any

from app.billing.paying.controller import PayingController

HANDLERS: tuple[Any, ...] = (PayingController,)

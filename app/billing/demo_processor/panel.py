"""What the demo processor hands to the panel of billing: its page, which is not found unless it is set up."""

from typing import Any

from app.billing.demo_processor.controller import DemoProcessorController

HANDLERS: tuple[Any, ...] = (DemoProcessorController,)

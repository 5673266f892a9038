"""What asking hands to the panel of the record."""

from typing import Any

from app.record.asking.controller import AskingController, RequestController

HANDLERS: tuple[Any, ...] = (AskingController, RequestController)

"""What sending hands to the panel of the record."""

from typing import Any

from app.record.sending.controller import LinkController, SendingController
from app.record.sending.shared_controller import SharedController

HANDLERS: tuple[Any, ...] = (SendingController, LinkController, SharedController)

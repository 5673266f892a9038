"""What paying hands to the panel of billing."""

from typing import Any

HANDLERS: tuple[Any, ...] = ()

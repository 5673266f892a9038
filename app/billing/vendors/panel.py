"""What the vendors of card payments hand to the panel of billing."""

from typing import Any

HANDLERS: tuple[Any, ...] = ()

"""What taking in files hands to the panel of billing."""

from typing import Any

HANDLERS: tuple[Any, ...] = ()

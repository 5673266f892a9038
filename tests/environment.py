"""Another configuration for a moment: the same practice, said otherwise by the environment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from app import config


@contextmanager
def configured(**changes: Any) -> Iterator[config.Config]:
    """Let the process believe a configuration with these values, for a block."""
    changed = replace(config.current(), **changes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "_current", changed)
        yield changed

"""Which templates were rendered."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.web.templates import environment


@contextmanager
def rendered() -> Iterator[set[str]]:
    """Collect the names of the templates that a block renders: each is loaded when it is first needed."""
    assert isinstance(environment.cache, dict)
    environment.cache.clear()
    names = set[str]()
    yield names
    names |= {str(name) for _, name in environment.cache}

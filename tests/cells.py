"""Cells of the permission matrices: counted where they are tried, said at the end of a run whichever worker tried them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

PROPERTY = "cells"


@contextmanager
def noted(request: pytest.FixtureRequest, cells: Counter[str], *, matrix: str) -> Iterator[None]:
    """Note with a test how many cells it tried."""
    before = Counter(cells)
    yield
    tried = cells - before
    request.node.user_properties.append((PROPERTY, [matrix, tried["granted"], tried["refused"]]))


def summed(reports: list[pytest.TestReport]) -> Iterator[str]:
    """Say of each matrix how many cells were tried in a run."""
    granted, refused = Counter[str](), Counter[str]()
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == PROPERTY and report.when == "teardown":
                matrix, let_through, kept_out = value
                granted[matrix] += let_through
                refused[matrix] += kept_out
    for matrix in granted:
        cells = granted[matrix] + refused[matrix]
        yield f"{matrix}: {cells:,} cells, {granted[matrix]:,} granted, {refused[matrix]:,} refused"

"""What the tests alone run, coverage need not look at: looking on doubles its time."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")


def untraced(work: Callable[Given, Found]) -> Callable[Given, Found]:
    """Let coverage look away while `work` runs, which runs nothing of the app."""

    @wraps(work)
    def unseen(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        tracer: Any = sys.gettrace()
        if not hasattr(tracer, "start"):  # nobody looks, or a debugger does
            return work(*args, **kwargs)
        sys.settrace(None)
        try:
            return work(*args, **kwargs)
        finally:
            tracer.start()

    return unseen

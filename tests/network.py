"""Nothing leaves this machine while tests run."""

import sys
from typing import Any

HERE = ("127.", "::1", "localhost")


class LeftThisMachine(AssertionError):
    """A test, or the code it runs, tried to reach another machine."""


def stay_on_this_machine() -> None:
    """Refuse every connection of this process but those to itself; lasts until the process ends."""
    sys.addaudithook(_refuse)


def _refuse(event: str, values: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        _check(values[0])
    elif event in ("socket.connect", "socket.sendto") and isinstance(values[1], tuple):
        _check(values[1][0])


def _check(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and not name.startswith(HERE):
        raise LeftThisMachine(f"A test tried to reach {name}: give the code a stand-in on 127.0.0.1 instead.")

"""The servers started beside us for whatever the environment names no address of."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import FrameType
from typing import NoReturn

from app.config import Config
from app.embedded.postgres import Postgres
from app.embedded.process import Failed, keeping
from app.embedded.valkey import Valkey

__all__ = ["Failed", "beside"]


@contextmanager
def beside(config: Config, *, database_only: bool = False) -> Iterator[Config]:
    """Keep what has no address running beside us, and give the configuration with the addresses filled in.

    Ends in good order on SIGTERM and SIGHUP too. Raises Failed.
    """
    with _ending_in_good_order(), ExitStack() as servers:
        if config.database_url is None:
            postgres = Postgres(config.data_dir, may_move=not config.is_production)
            config = replace(config, database_url=servers.enter_context(keeping(postgres)))
        if config.redis_url is None and not database_only:
            config = replace(config, redis_url=servers.enter_context(keeping(Valkey(config.data_dir))))
        yield config


@contextmanager
def _ending_in_good_order() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {ending: signal.signal(ending, handler) for ending, handler in ENDINGS.items()}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)  # a second signal must not interrupt the stopping
    raise SystemExit(128 + number)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)  # whoever handles that one by now


ENDINGS = {signal.SIGTERM: _end, signal.SIGHUP: _terminate}

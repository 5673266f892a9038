"""Logs: one JSON object a line, of keys on a list; never names, bodies, answers or addresses of people."""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "request_id", "route", "path", "method", "status", "milliseconds",
        "outbox_id", "kind", "attempt", "error", "where", "job", "rows", "seconds", "port", "asset", "head",
        "file_id", "place", "reason", "fault", "import_id", "export_id", "resources", "changes", "setup",
    }
)  # fmt: skip
QUIET = ("httpx", "httpcore", "aiosqlite", "multipart", "arq", "asyncio", "uvicorn.error")


def _only_allowed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if key in ALLOWED}


def set_up_logs() -> None:
    """Send everything to stdout as JSON; libraries only speak up when something is wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def log(event: str, **keys: Any) -> None:
    structlog.get_logger().info(event, **keys)


def log_fault(event: str, fault: BaseException, **keys: Any) -> None:
    """Log what went wrong by its type and place; its message may hold what people typed."""
    structlog.get_logger().error(event, error=type(fault).__name__, where=_place(fault), **keys)


def _place(fault: BaseException) -> str:
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"

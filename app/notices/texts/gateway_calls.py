"""Reading what the practice's own program tells us; every call is signed over its moment and its body."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.addresses import TextGateway
from app.notices.tables import TextState
from app.notices.texts.calls import Call, Forged, NotUnderstood, Reply, Report, printable
from app.notices.texts.gateway import MOMENT_HEADER, SIGNATURE_HEADER, signature_of

GOOD_FOR = timedelta(minutes=5)
STATES = {"sent": TextState.SENT, "delivered": TextState.DELIVERED, "failed": TextState.FAILED}


def read_call(service: TextGateway, *, headers: Mapping[str, str], body: bytes, now: datetime) -> Call:
    """Read a call; raises Forged or NotUnderstood."""
    moment = _moment(headers.get(MOMENT_HEADER.lower(), ""))
    given = headers.get(SIGNATURE_HEADER.lower(), "").encode()
    if not hmac.compare_digest(given, signature_of(service, moment=moment, body=body).encode()):
        raise Forged
    if abs(now.timestamp() - moment) > GOOD_FOR.total_seconds():
        raise Forged
    try:
        return _understood(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotUnderstood from None


def _moment(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= 12):
        raise Forged
    return int(given)


def _understood(said: dict[str, Any]) -> Call:
    if "status" in said:
        state, fault = STATES[said["status"]], printable(str(said.get("fault", "")))
        stopped = said.get("stopped") is True
        return Report(UUID(said["message"]), state, str(said.get("to", "")), fault, stopped=stopped)
    given, sender, text = said.get("id"), said["from"], said["text"]
    if not (isinstance(sender, str) and isinstance(text, str)):
        raise NotUnderstood
    return Reply(id=printable(given) if isinstance(given, str) else "", sender=sender, text=text)

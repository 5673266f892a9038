"""Handing a text to the service that sends it."""

import asyncio
import json
from typing import Any
from uuid import UUID

import httpx

from app.addresses import TextService, Twilio
from app.notices.texts import gateway, twilio
from app.notices.texts.outcomes import Answer, NotTaken, Outcome, Unsure

CONNECT_SECONDS = 8
ANSWER_SECONDS = 20
"""For a whole text, connecting included; with the sweep's own limit it must stay below the seconds a job may last."""
LARGEST_ANSWER = 64_000
OK = 200
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
"""Faults after which the service surely has nothing of the text."""


async def hand_over(service: TextService, *, message_id: UUID, to: str, text: str) -> Outcome:
    """Hand a text over, once, and give what came of it, whatever the service does."""
    if isinstance(service, Twilio):
        request = twilio.request_of(service, message_id=message_id, to=to, text=text)
        outcome_of = twilio.outcome_of
    else:
        request = gateway.request_of(service, message_id=message_id, to=to, text=text)
        outcome_of = gateway.outcome_of
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return outcome_of(await _answer(request))
    except NEVER_LEFT as fault:
        return NotTaken(f"It cannot be reached ({type(fault).__name__})")
    except (httpx.HTTPError, TimeoutError) as fault:
        return Unsure(f"It gave no answer ({type(fault).__name__})")


async def greet(service: Twilio) -> None:
    """Sign in to the service, and send nothing; raises NotTaken."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await _answer(twilio.greeting_of(service), method="GET")
    except (httpx.HTTPError, TimeoutError) as fault:
        problem = NotTaken(f"It cannot be reached ({type(fault).__name__})")
    else:
        if answer.status == OK:
            return
        problem = NotTaken(f"It answered {answer.status}")
    raise problem  # raised here, since the fault behind it may look like a database that is away


async def _answer(request: dict[str, Any], *, method: str = "POST") -> Answer:
    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    async with (
        httpx.AsyncClient(timeout=timeout) as client,
        client.stream(method, **request) as response,
    ):
        body = b""
        async for part in response.aiter_bytes():
            body += part
            if len(body) > LARGEST_ANSWER:
                break
    return Answer(response.status_code, _as_object(body))


def _as_object(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}

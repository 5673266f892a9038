"""The way of a program of the practice's: JSON, signed by both with one secret over moment and body."""

import hmac
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import config
from app.addresses import TextGateway
from app.notices.texts.outcomes import Answer, Handed, NotTaken, Outcome, Stopped, Undeliverable, Unsure

MOMENT_HEADER, SIGNATURE_HEADER = "X-Portal-Timestamp", "X-Portal-Signature"
GONE, UNPROCESSABLE, AWAY = 410, 422, 503
LONGEST_ID = 64


def request_of(service: TextGateway, *, message_id: UUID, to: str, text: str) -> dict[str, Any]:
    """Give the request that hands a text over, as httpx takes it."""
    told = {
        "id": str(message_id),
        "to": to,
        "text": text,
        "status_url": f"{config.current().public_url}/webhooks/texts",
    }
    body = json.dumps(told).encode()
    moment = int(datetime.now(UTC).timestamp())
    headers = {
        "Content-Type": "application/json",
        MOMENT_HEADER: str(moment),
        SIGNATURE_HEADER: signature_of(service, moment=moment, body=body),
    }
    return {"url": service.address, "content": body, "headers": headers}


def outcome_of(answer: Answer) -> Outcome:
    """Say what an answer means for the text: 422 refuses the number, 410 says that it stopped texts."""
    if answer.status < 300:
        given = answer.body.get("id")
        return Handed(given[:LONGEST_ID] if isinstance(given, str) else "")
    if answer.status == GONE:
        return Stopped("410: the number has answered STOP")
    if answer.status == UNPROCESSABLE:
        return Undeliverable("422: the number cannot be reached")
    if answer.status < 500 or answer.status == AWAY:
        return NotTaken(f"It answered {answer.status}")
    return Unsure(f"It answered {answer.status}")


def signature_of(service: TextGateway, *, moment: int, body: bytes) -> str:
    said = str(moment).encode() + b"." + body
    return f"sha256={hmac.new(service.secret.encode(), said, 'sha256').hexdigest()}"

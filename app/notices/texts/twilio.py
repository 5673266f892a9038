"""The way of Twilio, and of what speaks like it: https://www.twilio.com/docs/messaging/api/message-resource."""

import base64
import hmac
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app import config
from app.addresses import Twilio
from app.notices.texts.outcomes import Answer, Handed, NotTaken, Outcome, Stopped, Undeliverable, Unsure

STOPPED = 21610
REFUSES_THE_NUMBER = frozenset({21211, 21214, 21217, 21265, 21408, 21612, 21614, 21617})
"""No such number, no mobile phone, not to be reached: https://www.twilio.com/docs/api/errors."""
LONGEST_ID = 64


def request_of(service: Twilio, *, message_id: UUID, to: str, text: str) -> dict[str, Any]:
    """Give the request that hands a text over, as httpx takes it."""
    form = {"To": to, "Body": text}
    form |= {"From": service.sender} if service.sender else {"MessagingServiceSid": service.messaging_service}
    if config.current().is_secure or service.is_plain:  # it calls nothing back that is not on the web
        form["StatusCallback"] = f"{config.current().public_url}/webhooks/texts?message={message_id}"
    return {
        "url": f"{service.origin}/2010-04-01/Accounts/{service.account}/Messages.json",
        "auth": (service.account, service.token),
        "data": form,
    }


def greeting_of(service: Twilio) -> dict[str, Any]:
    """Give the request that looks whether the account lets us in."""
    return {
        "url": f"{service.origin}/2010-04-01/Accounts/{service.account}.json",
        "auth": (service.account, service.token),
    }


def outcome_of(answer: Answer) -> Outcome:
    """Say what an answer means for the text."""
    if answer.status < 300:
        sid = answer.body.get("sid")
        return Handed(sid[:LONGEST_ID] if isinstance(sid, str) else "")
    if answer.status >= 500:
        return Unsure(f"It answered {answer.status}")
    code = answer.body.get("code")
    if code == STOPPED:
        return Stopped("21610: the number has answered STOP")
    if code in REFUSES_THE_NUMBER:
        return Undeliverable(f"{code}: the number cannot be reached")
    return NotTaken(f"It answered {answer.status}, {code}")


def signature_of(service: Twilio, *, address: str, fields: Iterable[tuple[str, str]]) -> str:
    """Sign a call of ours at `address` as Twilio does: https://www.twilio.com/docs/usage/security."""
    said = address + "".join(f"{name}{value}" for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.digest(service.token.encode(), said.encode(), "sha1")).decode()

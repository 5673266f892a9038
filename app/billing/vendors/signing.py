"""How a vendor signs what it tells: an HMAC over the moment and the body, in one header.

The scheme is Stripe's (`Stripe-Signature: t=…,v1=…`); the demo processor signs likewise.
"""

import hmac
from datetime import datetime, timedelta

from app.billing.vendors.vendor import Forged

HEADER = "Stripe-Signature"
GOOD_FOR = timedelta(seconds=300)
"""How far its moment may lie behind or ahead: what is told again later is signed again."""
LONGEST_MOMENT = 12
LONGEST_HEADER = 2000


def sign(secret: str, body: bytes, at: datetime) -> str:
    """Give the header of a body told at this moment."""
    moment = int(at.timestamp())
    return f"t={moment},v1={_mac(secret, moment, body)}"


def check(secret: str, header: str, body: bytes, now: datetime) -> None:
    """Raise Forged unless one of the signatures of a header is that of the body, told within five minutes of `now`.

    There are several while a secret is being replaced. What of a header is not understood counts for nothing.
    """
    moment, signatures = _parts(header)
    expected = _mac(secret, moment, body).encode()
    matches = [hmac.compare_digest(given.encode(), expected) for given in signatures]
    if not any(matches) or abs(now.timestamp() - moment) > GOOD_FOR.total_seconds():
        raise Forged


def _parts(header: str) -> tuple[int, list[str]]:
    """Give the moment that a header names, and its signatures; raises Forged for one that names no one moment."""
    if len(header) > LONGEST_HEADER:
        raise Forged
    pairs = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _, value in pairs if name == "t"]
    if len(moments) != 1 or not _is_moment(moments[0]):
        raise Forged
    return int(moments[0]), [value for name, _, value in pairs if name == "v1"]


def _is_moment(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) <= LONGEST_MOMENT


def _mac(secret: str, moment: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, "sha256").hexdigest()

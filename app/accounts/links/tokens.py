"""What is sent by e-mail and never kept: derived from the id of a link each time, so a repeated e-mail says the same."""

import base64
import hmac
from uuid import UUID

from app import config
from app.accounts.links.rules import Purpose
from app.accounts.staff_members import BLOCK, BLOCKS, LETTERS
from app.encryption import mac

ID_BYTES = 16
TOKEN_LENGTH = 64
PATH = "/password/choose"


def token_of(link_id: UUID, *, purpose: Purpose, version: int) -> str:
    """Give the token of a link: its id and HMAC(SECRET_KEY, purpose, id, version), as base64url."""
    return base64.urlsafe_b64encode(link_id.bytes + _signature(link_id, purpose, version)).decode()


def address_of(link_id: UUID, *, purpose: Purpose, version: int) -> str:
    """Give the address a link leads to: always under PUBLIC_URL, whatever host a request named."""
    token = token_of(link_id, purpose=purpose, version=version)
    return f"{config.current().public_url}{PATH}/{token}"


def link_id_of(token: str) -> UUID | None:
    """Give the id a token names, genuine or not; None for what is no token at all."""
    if len(token) != TOKEN_LENGTH:
        return None
    try:
        return UUID(bytes=base64.b64decode(token, altchars=b"-_", validate=True)[:ID_BYTES])
    except ValueError:
        return None


def is_genuine(token: str, *, link_id: UUID, purpose: Purpose, version: int) -> bool:
    made = token_of(link_id, purpose=purpose, version=version)
    return hmac.compare_digest(made.encode(), token.encode("utf-8", "surrogatepass"))


def temporary_password_of(link_id: UUID, *, version: int) -> str:
    """Give the temporary password that goes with a link: 16 letters and digits, 79 bits, as staff would read it out."""
    drawn = mac("temporary password", str(link_id), str(version))
    number = int.from_bytes(drawn, "big")
    letters = []
    for _ in range(BLOCKS * BLOCK):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "-".join("".join(letters[start : start + BLOCK]) for start in range(0, len(letters), BLOCK))


def _signature(link_id: UUID, purpose: Purpose, version: int) -> bytes:
    return mac("sign-in link", purpose.value, str(link_id), str(version))

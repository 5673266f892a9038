"""The token of a link to a copy: derived from the id of its sending each time it is needed, and never kept."""

import base64
import hmac
from uuid import UUID

from app import config
from app.accounts.links.tokens import link_id_of
from app.encryption import mac

PATH = "/shared-record"


def token_of(sending_id: UUID) -> str:
    """Give the token of a link: the id and HMAC(SECRET_KEY, purpose, id), as base64url."""
    signature = mac("record link", str(sending_id))
    return base64.urlsafe_b64encode(sending_id.bytes + signature).decode()


def address_of(sending_id: UUID) -> str:
    """Give the address a link leads to: always under PUBLIC_URL."""
    return f"{config.current().public_url}{PATH}/{token_of(sending_id)}"


def sending_of(token: str) -> UUID | None:
    """Give the sending whose genuine token this is; None for any other text."""
    sending_id = link_id_of(token)
    if sending_id is None:
        return None
    genuine = hmac.compare_digest(token_of(sending_id).encode(), token.encode("utf-8", "surrogatepass"))
    return sending_id if genuine else None

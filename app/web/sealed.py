"""Text that travels through a browser and that nobody but us can read: encrypted, bound to a session, soon over."""

import base64
import secrets
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.encryption import derived_key

NONCE_BYTES = 12


def seal(purpose: str, text: str, *, bound_to: str, seconds: int) -> str:
    """Encrypt `text`, so that `unseal` gives it back within `seconds` to the session `bound_to` names."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    message = f"{int(time.time()) + seconds}:{text}".encode()
    sealed = AESGCM(derived_key(f"sealed:{purpose}")).encrypt(nonce, message, bound_to.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def unseal(purpose: str, value: str, *, bound_to: str) -> str | None:
    """Give the sealed text; None when it was changed, is another session's, is too old, or was never ours."""
    try:
        raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        key = AESGCM(derived_key(f"sealed:{purpose}"))
        until, text = (
            key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode().split(":", 1)
        )
    except (ValueError, InvalidTag):
        return None
    return text if int(until) >= time.time() else None

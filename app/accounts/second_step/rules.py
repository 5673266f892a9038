"""What a right code is: time-based ones (RFC 6238) and recovery codes."""

import base64
import hmac
import re

import pyotp

STEP_SECONDS = 30
WINDOW = 1
"""Steps before and after now whose codes are taken too: clocks differ, and typing takes a while."""
CODES = 8
CODE_BYTES = 15
CODE_LETTERS = 24
GROUP = 4
ALPHABET = re.compile(r"[A-Z2-7]{24}")
LOOKALIKES = str.maketrans("018", "OIB")
"""What is read instead of a letter: base32 has neither of these digits."""


def matching_step(secret: str, code: str, *, now: int) -> int | None:
    """Give the step whose code this is, around `now` (seconds of the epoch); None when it is none of them."""
    typed = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(r"[0-9]{6}", typed):
        return None
    right, current = pyotp.TOTP(secret), now // STEP_SECONDS
    steps = range(current - WINDOW, current + WINDOW + 1)
    found = [step for step in steps if hmac.compare_digest(right.generate_otp(step), typed)]
    return found[-1] if found else None


def recovery_code(random: bytes) -> str:
    """Write 15 random bytes as a code of 24 letters and digits."""
    return base64.b32encode(random).decode()


def normal_recovery_code(typed: str) -> str:
    """Give a recovery code as it was made, however it was typed; "" when it cannot be one."""
    code = re.sub(r"[\s-]", "", typed[:100]).upper().translate(LOOKALIKES)
    return code if ALPHABET.fullmatch(code) else ""


def in_groups(text: str) -> str:
    """Give a key or a code in groups of four, as it is read and typed."""
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))

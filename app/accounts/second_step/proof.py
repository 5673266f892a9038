"""Proving by a passkey, a code of the app or a recovery code that it is them."""

from dataclasses import dataclass
from enum import StrEnum

from app.accounts.second_step import authenticator, passkeys, recovery_codes
from app.accounts.second_step.challenges import Bond
from app.accounts.second_step.rules import normal_recovery_code
from app.accounts.second_step.standing import Owner


class Factor(StrEnum):
    PASSKEY = "passkey"
    APP = "app"
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody sent as a proof: one of the three."""

    answer: str = ""
    code: str = ""
    recovery_code: str = ""


async def proven_by(owner: Owner, given: Given, *, bond: Bond) -> Factor | None:
    """Use up what was given and say by what it proves the owner; None when it does not."""
    if given.answer:
        return Factor.PASSKEY if await passkeys.is_answered(given.answer, owner=owner, bond=bond) else None
    typed = given.code or given.recovery_code
    if normal_recovery_code(typed):  # whichever box it was typed into
        return Factor.RECOVERY_CODE if await recovery_codes.takes(owner, typed) else None
    return Factor.APP if typed and await authenticator.takes(owner, typed) else None

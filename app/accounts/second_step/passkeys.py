"""Passkeys (WebAuthn): adding one, checking an answer of one, naming and removing. User verification is required."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import webauthn
from webauthn.helpers import options_to_json, parse_authentication_credential_json, parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app import addresses, config, db
from app.accounts.second_step import challenges
from app.accounts.second_step.challenges import Bond, new_challenge
from app.accounts.second_step.standing import Owner, Standing, record
from app.accounts.second_step.tables import Passkey
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.practice.settings import PRACTICE
from app.web.language import _l
from app.web.logs import log

MOST = 20
TOO_MANY = _l("You have as many passkeys as we can keep. Please remove one you no longer use first.")
ALWAYS = UserVerificationRequirement.REQUIRED


def relying_party() -> str:
    """Give the host passkeys belong to: that of PUBLIC_URL."""
    public = addresses.split(config.current().public_url)
    return (public.hostname if public else None) or ""


def adding_options(owner: Owner, standing: Standing, *, bond: Bond) -> str:
    """Give, as JSON, what a browser needs to make a passkey. Its name is neutral: others see it on the device."""
    options = webauthn.generate_registration_options(
        rp_id=relying_party(),
        rp_name=str(PRACTICE.mail_name),
        user_id=owner.id.bytes,
        user_name=owner.username,
        user_display_name=owner.name,
        challenge=new_challenge(bond),
        timeout=challenges.SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=ALWAYS
        ),
        exclude_credentials=_described([passkey.credential_id for passkey in standing.passkeys]),
    )
    return options_to_json(options)


def asking_options(*, bond: Bond, of: Sequence[bytes] = ()) -> str:
    """Give, as JSON, what a browser needs to answer with a passkey: with one of these, or with any it has."""
    options = webauthn.generate_authentication_options(
        rp_id=relying_party(),
        challenge=new_challenge(bond),
        timeout=challenges.SECONDS * 1000,
        allow_credentials=_described(of),
        user_verification=ALWAYS,
    )
    return options_to_json(options)


def _described(ids: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=credential_id) for credential_id in ids]


async def add(owner: Owner, standing: Standing, *, by: Actor, answer: str, name: str, bond: Bond) -> bool:
    """Keep a new passkey; False when the answer is not one to our question. Raises StateForbids for too many."""
    if len(standing.passkeys) >= MOST:
        raise StateForbids(TOO_MANY)
    challenge = _challenge_in(answer)
    if challenge is None or not await challenges.spend(challenge, bond):
        return False
    made = _registered(answer, challenge)
    if made is None or await Passkey.exists().where(Passkey.credential_id == made.credential_id):
        return False
    row = Passkey(
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        added_at=datetime.now(UTC),
        **owner.columns,
    )
    async with db.transaction():
        await Passkey.insert(row)
        await record(owner, by=by, kind=Kind.PASSKEY_ADDED)
    return True


BY_CREDENTIAL = "select id, account, staff, public_key, sign_count from passkey where credential_id = $1"
COUNT = """
update passkey set sign_count = $2, used_at = $3
where id = $1 and (sign_count < $2 or (sign_count = 0 and $2 = 0)) returning id
"""


async def named_in(answer: str) -> db.Record | None:
    """Give the passkey an answer names; nothing of it is checked yet."""
    credential = _read(answer)
    return None if credential is None else await db.row(BY_CREDENTIAL, credential.raw_id)


async def is_answered(answer: str, *, owner: Owner, bond: Bond) -> bool:
    """Whether this is the answer of a passkey of this person to a question we asked here, not answered before."""
    challenge, passkey = _challenge_in(answer), await named_in(answer)
    if challenge is None or not await challenges.spend(challenge, bond):
        return False
    if passkey is None or passkey[owner.column] != owner.id or not _is_of(answer, owner):
        return False
    count = _verified_count(answer, challenge, passkey)
    if count is None:
        return False
    return await db.row(COUNT, passkey["id"], count, datetime.now(UTC)) is not None


def _is_of(answer: str, owner: Owner) -> bool:
    """Whether the owner the answer names, where it names one, is this one."""
    credential = _read(answer)
    handle = credential.response.user_handle if credential else None
    return handle is None or handle == owner.id.bytes


async def rename(owner: Owner, passkey_id: UUID, *, by: Actor, name: str) -> None:
    """Call a passkey something else; raises NotFound for one of somebody else."""
    async with db.transaction():
        statement = f"update passkey set name = $3 where id = $1 and {owner.column} = $2 returning id"
        if await db.row(statement, passkey_id, owner.id, name) is None:
            raise NotFound(by=by, object_kind="passkey", object_id=passkey_id)
        await record(owner, by=by, kind=Kind.PASSKEY_RENAMED)


def _read(answer: str) -> Any:
    return _unless_broken(parse_authentication_credential_json, answer)


def _challenge_in(answer: str) -> bytes | None:
    challenge: bytes | None = _unless_broken(_challenge_of, answer)
    return challenge


def _challenge_of(answer: str) -> bytes:
    client_data = json.loads(answer)["response"]["clientDataJSON"]
    return parse_client_data_json(webauthn.base64url_to_bytes(client_data)).challenge


def _registered(answer: str, challenge: bytes) -> Any:
    return _unless_broken(webauthn.verify_registration_response, **_expected(answer, challenge))


def _verified_count(answer: str, challenge: bytes, passkey: db.Record) -> int | None:
    """Give the new count of a genuine answer; None for any other, also when the count went back."""
    verified = _unless_broken(
        webauthn.verify_authentication_response,
        credential_public_key=passkey["public_key"],
        credential_current_sign_count=passkey["sign_count"],
        **_expected(answer, challenge),
    )
    return None if verified is None else verified.new_sign_count


def _expected(answer: str, challenge: bytes) -> dict[str, Any]:
    return {
        "credential": answer,
        "expected_challenge": challenge,
        "expected_rp_id": relying_party(),
        "expected_origin": config.current().public_url,
        "require_user_verification": True,
    }


def _unless_broken(check: Callable[..., Any], *given: Any, **expected: Any) -> Any:
    """Give what a check of an answer gives; None where the answer is refused, or breaks the reader, which is logged."""
    try:
        return check(*given, **expected)
    except Exception as fault:  # noqa: BLE001  # whatever was sent may break the reader anywhere
        log("passkey refused", error=type(fault).__name__)
        return None

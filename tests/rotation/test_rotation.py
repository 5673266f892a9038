"""A new field key is brought in: every value is sealed with it, and what still needs an old one is told."""

import asyncio
from uuid import UUID

import pytest

from app import checks, config, db, rotation
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.seals import seal_all
from app.checks import Level
from app.config import FieldKey
from app.encryption import Unreadable, encrypted_columns, first_header
from app.notices.preferences import preferences_of, withdraw_consents_to
from app.rotation import KEPT
from tests import people, rows
from tests.activity.audit_log import found as found_in_the_audit_log
from tests.admin import audit
from tests.environment import configured
from tests.messages.threads import PHARMACY, thread_id
from tests.rotation import values
from tests.rotation.values import NEW, another_secret, new_key_first, one_of_each

pytestmark = pytest.mark.usefixtures("restored")

NOT_ENCRYPTED = {
    "audit_event.mac",
    "audit_seal.mac",
    "audit_seal.prev",
    "client.birth_date_hash",
    "client.phone_hash",
    "client_identity.ssn_hash",
    "client_secret.safe_word_hash",
    "clinical_import.digest",
    "clinical_resource.digest",
    "ended_session.token_hash",
    "file_piece.content",
    "insurance_policy.member_id_hash",
    "known_device.device_hash",
    "link_asking.address_hash",
    "link_asking.name_hash",
    "passkey.credential_id",
    "passkey.public_key",
    "portal_session.device_hash",
    "portal_session.token_hash",
    "practice_logo.content",
    "recovery_code.code_hash",
    "safety_event.answer_hash",
    "second_step_try.address_hash",
    "second_step_try.owner_hash",
    "setup_key.token_hash",
    "sign_in_tally.name_hash",
    "sign_in_try.address_hash",
    "sign_in_try.device_hash",
    "sign_in_try.name_hash",
    "spent_challenge.challenge_hash",
    "staff_session.device_hash",
    "stored_file.sha256",
    "text_consent.phone_hash",
    "text_reply.phone_hash",
}
"""Every other column of bytes: a hash, a mac, a public key, a piece of a file that has its own key, the public logo."""

BYTES = """
select table_name || '.' || column_name as place from information_schema.columns
where table_schema = 'public' and data_type = 'bytea'
"""


async def test_no_column_of_bytes_is_forgotten() -> None:
    stored = {row["place"] for row in await db.rows(BYTES)}
    rotated = {column.place for column in encrypted_columns()}
    assert stored == rotated | NOT_ENCRYPTED
    assert not rotated & NOT_ENCRYPTED


async def test_every_value_of_every_column_is_sealed_anew_and_says_what_it_said() -> None:
    await one_of_each()
    before = await values.texts()
    assert {place for place, _ in before} == {column.place for column in encrypted_columns()}
    with new_key_first():
        walk, unreadable = await values.rotated()
        assert (walk.resealed, unreadable) == (sum(place not in KEPT for place, _ in before), [])
        assert await values.keys_of() == {NEW.id}
        after = await values.texts()
    assert {key: after[key] for key in before} == before


async def test_pages_open_with_the_new_key_alone() -> None:
    with new_key_first():
        await values.rotated()
    with configured(field_keys=(NEW,)):
        alice, nora = await people.alice(), await people.nora()
        (await alice.open(f"/messages/{thread_id(PHARMACY)}")).shows("pharmacy")
        await alice.open("/documents")
        await nora.open(f"/staff/clients/{people.client_id('alice')}")


async def test_what_is_sealed_already_is_left_alone() -> None:
    with new_key_first():
        await values.rotated()
        before = await rows.digest()
        walk, _ = await values.rotated()
        assert (walk.resealed, walk.rebuilt, walk.unreadable) == (0, 0, 0)
        assert await rows.digest() == before


async def test_the_audit_log_stays_as_it_was_written_and_keeps_its_key() -> None:
    await one_of_each()
    await seal_all()
    with new_key_first() as (old,):
        await values.rotated()
        assert old.id in await values.keys_of(kept=True)
        said = rotation.Needs(await rotation.held()).sentences()
        await seal_all()
    assert await found_in_the_audit_log() == []
    assert len(said) == 1
    assert said[0].startswith(f"Key {old.id} is needed by audit_event.detail (")
    assert said[0].endswith("alone, which is never changed: keep it, to read that.")


async def test_the_audit_log_tells_of_a_rotation_and_not_of_one_that_changed_nothing() -> None:
    with new_key_first():
        walk, _ = await values.rotated()
        told = audit.detail_of(await audit.newest(Kind.FIELD_KEYS_ROTATED))
        assert told == {"key": NEW.id, "values": walk.resealed, "look_ups": 0}
        await values.rotated()
    assert await audit.count(Kind.FIELD_KEYS_ROTATED) == 1


async def test_after_another_secret_key_the_look_ups_are_rebuilt() -> None:
    with another_secret(b"another-secret-key-of-forty-and-some-bytes"):
        walk, _ = await values.rotated()
        assert (walk.resealed, walk.rebuilt) == (0, 2 * 4 + 2 + 4)
        nora = await people.nora()
        for known in ("4/12/1988", "(312) 555-0111"):
            await nora.open("/staff/clients")
            (await nora.press("Find", wanted=known)).shows("Alice Anderson")
        async with db.transaction():
            await withdraw_consents_to("+13125550112", by=Actor.system("test"))
        assert (await preferences_of(people.client_id("bob"))).consent is None


async def test_values_that_changed_places_do_not_open_and_are_named() -> None:
    await one_of_each()
    first, second = await two_messages()
    written = await values.texts()
    await rows.change(
        "update message set body = other.body from message other"
        " where message.id = any($1) and other.id = any($1) and other.id <> message.id",
        [first, second],
    )
    await rows.change("update message_draft set subject = body, body = subject")
    draft = await rows.value("select id from message_draft")
    swapped = {f"message.body.{first}", f"message.body.{second}"} | {
        f"message_draft.{column}.{draft}" for column in ("subject", "body")
    }
    with new_key_first() as old:
        process = values.command(values.environ((NEW, *old)))
        said, complained = await asyncio.to_thread(process.communicate)
    assert process.returncode == 1
    assert {line.split(":")[0] for line in complained.splitlines()} == swapped
    assert "4 cannot be opened" in said
    assert f"Key {old[0].id} is still needed by message.body (2), message_draft.subject (1)" in said
    assert not [text for text in written.values() if len(text) > 9 and text in said + complained]


async def two_messages() -> list[UUID]:
    return [row["id"] for row in await db.rows("select id from message order by id limit 2")]


async def test_the_command_says_how_far_it_is_and_which_keys_may_go() -> None:
    keys = (
        FieldKey(3, bytes(range(50, 82))),
        FieldKey(9, bytes(range(32, 64))),
        *config.current().field_keys,
    )
    process = values.command(values.environ(keys))
    said, complained = await asyncio.to_thread(process.communicate)
    assert (process.returncode, complained) == (0, "")
    places = [line.split()[0] for line in said.splitlines()]
    assert places[: len(encrypted_columns())] == [column.place for column in encrypted_columns()]
    assert "sealed anew with key 3, 0 look-ups rebuilt, 0 cannot be opened." in said
    assert "No value needs key 9: it may be taken out of FIELD_KEYS." in said
    assert "Key 1 is needed by audit_event.detail (" in said
    with configured(field_keys=keys[:1]):
        sealed = await rows.value("select body from message limit 1")
        assert sealed.startswith(first_header())


async def test_check_tells_of_a_rotation_that_is_to_be_done_and_of_one_that_is() -> None:
    with new_key_first():
        before = await checks.keys_of_values()
        await values.rotated()
        after = await checks.keys_of_values()
    assert (before.level, after.level) == (Level.WARN, Level.OK)
    assert "run python -m app rotate-keys" in before.says
    assert "message.body (" in before.says
    assert "keep it, to read that" in after.says
    assert await checks.keys_of_values() != after


async def test_check_fails_where_a_key_is_missing_and_a_rotation_names_every_value() -> None:
    with configured(field_keys=(NEW,)):
        finding = await checks.keys_of_values()
        walk, unreadable = await values.rotated()
        assert walk.resealed == 0
        assert len(unreadable) == walk.looked > 100
        with pytest.raises(Unreadable):
            await values.texts()
    assert finding.level is Level.FAIL
    assert finding.says.startswith("Key 1 is needed by client.birth_date (4), ")
    assert "FIELD_KEYS lacks it: put it back, at the end." in finding.says


async def test_check_warns_where_only_the_audit_log_needs_a_key_that_is_missing() -> None:
    with new_key_first():
        await values.rotated()
    with configured(field_keys=(NEW,)):
        finding = await checks.keys_of_values()
    assert finding.level is Level.WARN
    assert finding.says.startswith("Key 1 is needed by audit_event.detail (")


async def test_what_was_never_sealed_is_named_and_not_touched() -> None:
    (message, _) = await two_messages()
    await rows.change("update message set body = '\\x'::bytea where id = $1", message)
    _, unreadable = await values.rotated()
    assert unreadable == [f"message.body.{message}: no key of FIELD_KEYS opens it"]
    assert (await checks.keys_of_values()).says == ("Never sealed, but written by hand: message.body (1).")
    assert await rows.value("select body from message where id = $1", message) == b""


async def test_check_does_not_look_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LOOK_SECONDS", 0)
    finding = await checks.keys_of_values()
    assert (finding.level, "rotate-keys takes longer" in finding.says) == (Level.WARN, True)

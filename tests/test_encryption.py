"""Encrypted columns: bound to their place, readable through a change of keys, silent to anybody else."""

from uuid import uuid4

import pytest

from app import config
from app.activity.tables import AuditEvent
from app.config import FieldKey
from app.encryption import Ciphertext, Unreadable, derived_key, mac
from app.messages.tables import Message, MessageThread
from tests.environment import configured

pytestmark = pytest.mark.usefixtures("settled")

ROW, ANOTHER = uuid4(), uuid4()
NEW = FieldKey(2, bytes(range(100, 132)))


@pytest.mark.parametrize("text", ["Hello", "", "Zoë 👨‍👩‍👧‍👦 ✓", "a" * 100_000])
def test_what_is_sealed_opens_again(text: str) -> None:
    assert Message.body.open(Message.body.seal(text, row=ROW), row=ROW) == text


def test_values_of_json_come_back_as_they_were() -> None:
    value = {"old": None, "new": ["é", 1, True]}
    assert AuditEvent.detail.open_json(AuditEvent.detail.seal_json(value, row=ROW), row=ROW) == value


def test_nothing_of_the_text_can_be_read_and_no_two_are_alike() -> None:
    sealed = [Message.body.seal("canary-text", row=ROW) for _ in range(20)]
    assert len(set(sealed)) == 20
    assert b"canary" not in b" ".join(sealed)


@pytest.mark.parametrize("moved", ["row", "column", "table"])
def test_a_value_opens_only_where_it_was_sealed(moved: str) -> None:
    sealed = Message.body.seal("Hello", row=ROW)
    column = {"row": Message.body, "column": MessageThread.subject, "table": AuditEvent.detail}[moved]
    with pytest.raises(Unreadable, match="changed, or moved"):
        column.open(sealed, row=ANOTHER if moved == "row" else ROW)


def test_each_changed_byte_is_noticed() -> None:
    sealed = Message.body.seal("Hello", row=ROW)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes((sealed[place] ^ 1,)) + sealed[place + 1 :]
        with pytest.raises(Unreadable):
            Message.body.open(changed, row=ROW)


@pytest.mark.parametrize(
    "stored", [b"", b"\x01", b"\x01\x01", b"\x01\x01" + b"\x00" * 5, b"\x01\x01" + b"\x00" * 12, b"Hello"]
)
def test_what_was_never_sealed_does_not_open(stored: bytes) -> None:
    with pytest.raises(Unreadable):
        Message.body.open(stored, row=ROW)


def test_old_values_open_while_a_new_key_is_brought_in() -> None:
    old = config.current().field_keys
    before = Message.body.seal("Hello", row=ROW)
    with configured(field_keys=(NEW, *old)):
        assert Message.body.open(before, row=ROW) == "Hello"
        after = Message.body.seal("Again", row=ROW)
    assert after[1] == NEW.id
    with configured(field_keys=(*old, NEW)):
        assert Message.body.open(after, row=ROW) == "Again"


def test_a_key_that_was_taken_away_is_named_as_missing() -> None:
    sealed = Message.body.seal("Hello", row=ROW)
    with configured(field_keys=(NEW,)), pytest.raises(Unreadable, match=r"no key of FIELD_KEYS"):
        Message.body.open(sealed, row=ROW)


def test_another_key_under_the_same_number_does_not_open() -> None:
    sealed = Message.body.seal("Hello", row=ROW)
    number = config.current().field_keys[0].id
    with configured(field_keys=(FieldKey(number, NEW.key),)), pytest.raises(Unreadable):
        Message.body.open(sealed, row=ROW)


def test_a_message_of_a_failure_tells_the_place_and_nothing_of_the_text() -> None:
    with pytest.raises(Unreadable) as failure:
        Message.body.open(Message.body.seal("canary", row=ROW), row=ANOTHER)
    assert f"message.body.{ANOTHER}" in str(failure.value)
    assert "canary" not in str(failure.value)


def test_only_seal_makes_a_ciphertext() -> None:
    assert isinstance(Message.body.seal("Hello", row=ROW), Ciphertext)


def test_keys_of_different_purposes_differ() -> None:
    assert derived_key("audit") != derived_key("cookie")
    assert len(derived_key("audit")) == 32


def test_parts_of_what_is_authenticated_do_not_run_into_each_other() -> None:
    assert mac("p", "ab", "c") != mac("p", "a", "bc")
    assert mac("p", "abc") != mac("p", "abc", "")
    assert mac("p", "a") != mac("q", "a")
    assert mac("p", "a") == mac("p", b"a")

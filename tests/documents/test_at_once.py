"""Of several who do the same with a document at the same moment one has done it, and the others are told so."""

import asyncio

import pytest

from app.documents.rules import Ask
from tests import people
from tests.documents import shelf
from tests.documents.shelf import column, post, put, shared, tab

pytestmark = pytest.mark.usefixtures("restored")

AT_ONCE = 6


@pytest.mark.parametrize(
    ("leaf", "fields", "kind", "late"),
    [
        ("sharing", {"ask": "nothing", "due_on": ""}, "document_shared", 422),
        ("withdrawal", {}, "document_withdrawn", 409),
        ("review", {}, "document_reviewed", 303),
    ],
)
async def test_of_several_staff_one_has_done_it(
    leaf: str, fields: dict[str, str], kind: str, late: int
) -> None:
    document = await (shared() if leaf == "withdrawal" else put(from_client=leaf == "review"))
    terry = await people.terry()
    await terry.open(tab())
    before = await shelf.recorded(kind)
    path = f"{tab()}/{document}/{leaf}"
    statuses = await asyncio.gather(*(post(terry, path, **fields) for _ in range(AT_ONCE)))
    assert sorted(statuses) == [303, *[late] * (AT_ONCE - 1)]
    assert await shelf.recorded(kind) == before + 1


async def test_a_document_is_signed_once() -> None:
    document = await shared(ask=Ask.SIGN)
    alice = await people.alice()
    await alice.open(f"/documents/{document}")
    before = await shelf.recorded("document_signed")
    statuses = await asyncio.gather(
        *(post(alice, f"/documents/{document}/signature", typed_name=f"A{n}") for n in range(AT_ONCE))
    )
    assert sorted(statuses) == [303, *[409] * (AT_ONCE - 1)]
    assert await shelf.recorded("document_signed") == before + 1


@pytest.mark.parametrize("leaf", ["withdrawal", "asking"])
async def test_what_is_signed_and_changed_at_the_same_moment_is_one_or_the_other(leaf: str) -> None:
    alice, terry = await people.alice(), await people.terry()
    await alice.open("/documents")
    await terry.open(tab())
    for _ in range(AT_ONCE):
        document = await shared(ask=Ask.SIGN)
        signed, changed = await asyncio.gather(
            post(alice, f"/documents/{document}/signature", typed_name="Alice"),
            post(terry, f"{tab()}/{document}/{leaf}", ask="acknowledge", due_on=""),
        )
        completed = await column(document, "completed_at") is not None
        assert completed == (signed == 303)
        if leaf == "asking":
            assert completed == (changed != 303)
            assert await column(document, "ask") == ("sign" if completed else "acknowledge")

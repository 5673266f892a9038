"""Photos of insurance cards: taken here, or chosen from what was sent before; replaced, never lost."""

from urllib.parse import urlencode
from uuid import UUID

import pytest

from app.documents.demo import document_id
from tests import checks, people, rows
from tests.documents.papers import CARD, SENT, check_all, newest_of, picture, quarantine
from tests.documents.shelf import put
from tests.insurance.policies import PATH, PRIMARY, SECONDARY, at
from tests.messages.acts import recorded
from tests.page import FORM, Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

SHOWN = "select document from policy_card where policy = $1 and side = $2 and replaced_at is null"


async def send(
    browser: Browser,
    side: str = "front",
    *,
    content: bytes | None = None,
    status: int = 200,
    name: str = "card.png",
) -> Page:
    await browser.open(f"{at(PRIMARY)}/cards/{side}")
    files = [(name, picture() if content is None else content)]
    return await browser.press("Send", status=status, files=files)


async def choose(browser: Browser, policy: UUID, document: UUID, side: str = "front") -> int:
    await browser.open(PATH)
    content = urlencode({"_csrf": browser.token, "document": str(document), "side": side}).encode()
    answer = await browser.send(
        "POST", f"{at(policy)}/cards", headers={"content-type": FORM}, content=content
    )
    return answer.status_code


async def test_the_camera_comes_first() -> None:
    page = await (await people.alice()).open(f"{at(PRIMARY)}/cards/front")
    first, second = page.all("input[type=file]")
    assert (first["capture"], first["accept"]) == ("environment", "image/*")
    assert ".heic" in str(second["accept"])


async def test_a_photo_is_being_checked_and_then_shown_as_the_document_it_is() -> None:
    alice = await people.alice()
    page = await send(alice)
    page.shows("The photo was sent. It is being checked.")
    assert "Front Being checked" in checks.words(page.find(f"#policy-{PRIMARY}"))
    document = await newest_of()
    await check_all()
    page = await alice.open(PATH)
    shown = page.find(f"#policy-{PRIMARY} a:has(img)")
    assert shown["href"] == f"/documents/{document}"
    assert (await alice.send("GET", str(page.find(f"#policy-{PRIMARY} img")["src"]))).status_code == 200
    kind = "select key from document_type join document on document.document_type = document_type.id where document.id = $1"
    assert await rows.value(kind, document) == "insurance_card"
    assert await recorded("document_uploaded", "alice") == 1
    assert not page.all(f"#policy-{SECONDARY} img")


async def test_each_side_has_its_own_photo_and_a_new_one_takes_the_place_of_the_old() -> None:
    alice = await people.alice()
    await send(alice)
    old = await newest_of()
    await send(alice, "back")
    await alice.open(PATH)
    await alice.follow("Replace Front", within=f"#policy-{PRIMARY}")
    await alice.press("Send", files=[("new.png", picture())])
    assert await rows.value(SHOWN, PRIMARY, "front") != old
    assert await rows.value(SHOWN, PRIMARY, "back") is not None
    assert await rows.value("select replaced_at is not null from policy_card where document = $1", old)
    assert await rows.value("select count(*) from document where id = $1", old) == 1
    (await alice.open(f"/documents/{old}")).shows("card.png")


@pytest.mark.parametrize(
    ("name", "content", "status", "sentence"),
    [
        ("notes.txt", b"hello", 422, "Only PDF, JPEG, PNG and HEIC files can be used here."),
        ("card.png", b"", 422, "This file is empty."),
    ],
)
async def test_what_is_no_photo_is_refused_with_the_reason(
    name: str, content: bytes, status: int, sentence: str
) -> None:
    page = await send(await people.alice(), name=name, content=content, status=status)
    page.shows(sentence)
    assert await rows.value("select count(*) from policy_card") == 0


async def test_a_form_without_a_photo_asks_for_one() -> None:
    alice = await people.alice()
    await alice.open(f"{at(PRIMARY)}/cards/back")
    page = await alice.press("Send", status=422)
    page.shows("Take a photo, or choose a file.")


async def test_a_photo_that_was_held_back_says_so_and_can_be_replaced() -> None:
    alice = await people.alice()
    await send(alice)
    await quarantine(await newest_of(), "malware")
    page = await alice.open(PATH)
    assert "Could not be accepted" in checks.words(page.find(f"#policy-{PRIMARY}"))
    assert not page.all(f"#policy-{PRIMARY} img")
    page.find(f"#policy-{PRIMARY} a[href$='cards/front']")


async def test_a_card_that_was_sent_with_the_documents_is_offered_and_chosen_once() -> None:
    alice = await people.alice()
    page = await alice.open(PATH)
    assert "You sent a card on" in checks.words(page.find(f"#policy-{SECONDARY} form"))
    page = await alice.press("Back", within=f"#policy-{SECONDARY}")
    page.shows("Saved")
    assert page.find(f"#policy-{SECONDARY} a:has(img)")["href"] == f"/documents/{CARD}"
    page.lacks("You sent a card on")
    assert await rows.value(SHOWN, SECONDARY, "back") == CARD
    assert await choose(alice, PRIMARY, CARD) == 404


async def test_at_most_two_cards_are_offered_and_none_that_was_held_back() -> None:
    await rows.change("delete from document where id = $1", CARD)
    sent = [await put(f"Card {number}", key="insurance_card") for number in range(3)]
    await quarantine(sent[2], "malware")
    page = await (await people.alice()).open(PATH)
    offered = {str(each["value"]) for each in page.all(f"#policy-{PRIMARY} [name=document]")}
    assert offered == {str(sent[0]), str(sent[1])}


async def test_no_document_of_another_kind_or_client_becomes_a_card() -> None:
    bobs = await put("Card", client="bob", key="insurance_card")
    practices = document_id("Letter for your employer")
    alice = await people.alice()
    for document in (bobs, practices, SENT):
        assert await choose(alice, PRIMARY, document) == 404
    assert await rows.value("select count(*) from policy_card") == 0


async def test_a_side_that_a_card_does_not_have_is_not_found() -> None:
    alice = await people.alice()
    assert (await alice.send("GET", f"{at(PRIMARY)}/cards/inside")).status_code == 404


async def test_the_practice_may_take_the_kind_from_its_list_and_photos_are_still_taken() -> None:
    await rows.change("update document_type set active = false where key = 'insurance_card'")
    (await send(await people.alice())).shows("The photo was sent.")


async def test_a_full_chart_takes_no_photo_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.rules.MOST_FILES", 0)
    page = await send(await people.alice(), status=413)
    page.shows("There is no room for more files")
    assert await rows.value("select count(*) from policy_card") == 0

"""The safe word: set once, never read, compared five times a day at most."""

import asyncio

import pytest

from app.accounts.portal_tab.rules import fault_of_safe_word, normal_safe_word
from app.accounts.portal_tab.safe_words import answer_to
from app.accounts.sessions import CurrentStaff, staff_session
from app.activity.actor import Origin
from app.activity.kinds import Kind
from tests import checks, people, rows
from tests.accounts.desk import open_tab, password_on, send, tab_of
from tests.admin import audit
from tests.page import Browser

WORD = "Blue Élan-7"
SOUNDS_LIKE_IT = ("blue elan 7", "BLUEELAN7", " blue, élan (7)! ")


async def set_by_staff(client: str = "alice") -> Browser:
    nora = await people.nora()
    await open_tab(nora, client)
    await nora.press("Save safe word", safe_word=WORD)
    return nora


def test_safe_words_are_compared_as_they_sound() -> None:
    assert {normal_safe_word(word) for word in (WORD, *SOUNDS_LIKE_IT)} == {"blueelan7"}
    assert fault_of_safe_word("a-b c") is not None
    assert fault_of_safe_word("x" * 61) is not None
    assert fault_of_safe_word(WORD) is None


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("said", SOUNDS_LIKE_IT)
async def test_a_yes_opens_a_new_password_there(said: str) -> None:
    nora = await set_by_staff()
    page = await nora.press("Check", said=said)
    page.shows("Yes, that is the safe word.")
    page = await nora.press("Reset password")
    assert (await Browser().sign_in("alice", password_on(page))).path == "/password/change"
    (await open_tab(nora, "alice")).lacks("Yes, that is the safe word.")


@pytest.mark.usefixtures("rolled_back")
async def test_a_no_says_how_many_tries_are_left_and_the_sixth_is_not_compared() -> None:
    nora = await set_by_staff()
    for left in (4, 3, 2, 1, 0):
        page = await nora.press("Check", said="red robin", status=422)
        page.shows("No, that is not the safe word.", f"Tries left today: {left}.")
        assert "red robin" not in page.response.text
    page = await nora.press("Check", said=WORD, status=422)
    page.shows("The safe word was tried five times today.")
    await rows.change("update client_secret set tried_on = tried_on - 1")
    (await nora.press("Check", said=WORD)).shows("Yes, that is the safe word.")
    event = await audit.newest(Kind.SAFE_WORD_CHECKED)
    assert audit.detail_of(event) == {"compared": True, "right": True}


@pytest.mark.usefixtures("rolled_back")
async def test_another_safe_word_gives_no_new_tries() -> None:
    nora = await set_by_staff()
    for _ in range(5):
        await nora.press("Check", said="red robin", status=422)
    await nora.press("Save safe word", safe_word="another word")
    (await nora.press("Check", said="another word", status=422)).shows("tried five times")


@pytest.mark.usefixtures("rolled_back")
async def test_nothing_shows_or_keeps_a_safe_word() -> None:
    nora = await set_by_staff()
    page = await open_tab(nora, "alice")
    for text in (WORD, "Élan", "blueelan7"):
        assert text not in page.response.text
    for table in rows.tables():
        kept = await rows.value(f"select coalesce(string_agg(t::text, ''), '') from {table} t")
        assert "blueelan" not in kept.casefold(), table
        assert "élan-7" not in kept.casefold(), table
    page = await nora.press("Save safe word", safe_word="é-7", status=422)
    page.shows("at least 4 letters or digits")
    assert "é-7" not in page.response.text


@pytest.mark.usefixtures("rolled_back")
async def test_equal_safe_words_of_two_clients_are_kept_differently() -> None:
    await set_by_staff("alice")
    await set_by_staff("bob")
    assert await rows.value("select count(distinct safe_word_hash) from client_secret") == 2


@pytest.mark.usefixtures("rolled_back")
async def test_without_a_safe_word_there_is_nothing_to_check() -> None:
    nora = await people.nora()
    (await open_tab(nora, "alice")).lacks("What the caller says")
    answer = await send(nora, f"{tab_of('alice')}/safe-word/check", said="anything")
    assert answer.status_code == 422
    assert "No safe word is set" in answer.text


@pytest.mark.usefixtures("rolled_back")
async def test_a_yes_is_for_one_client() -> None:
    nora = await set_by_staff()
    answer = await send(nora, f"{tab_of('alice')}/safe-word/check", said=WORD)
    assert answer.status_code == 303
    (await open_tab(nora, "bob")).lacks("Yes, that is the safe word.")
    (await open_tab(nora, "alice")).shows("Yes, that is the safe word.")


@pytest.mark.usefixtures("rolled_back")
async def test_a_forged_yes_is_not_shown() -> None:
    nora = await set_by_staff()
    nora.cookies["passed"] = "eyJzYWZlX3dvcmRfcmlnaHQiOnRydWV9"
    (await open_tab(nora, "alice")).lacks("Yes, that is the safe word.")


@pytest.mark.usefixtures("rolled_back")
async def test_clients_choose_their_own_after_a_fresh_proof_and_staff_check_it() -> None:
    alice = await people.alice()
    await alice.open("/account/safe-word")
    await alice.press("Save safe word", safe_word="abc", status=422)
    page = await alice.press("Save safe word", safe_word=WORD)
    page.shows("Your safe word is set.", "A new one takes its place.")
    nora = await people.nora()
    await open_tab(nora, "alice")
    (await nora.press("Check", said=WORD)).shows("Yes, that is the safe word.")
    await rows.change("update portal_session set confirmed_at = now() - interval '11 minutes'")
    answer = await alice.send("GET", "/account/safe-word")
    assert (answer.status_code, answer.headers["location"]) == (303, "/confirm?next=/account/safe-word")


@pytest.mark.usefixtures("rolled_back")
async def test_a_guardian_does_not_choose_the_clients_safe_word() -> None:
    gina = await people.gina()
    (await gina.open("/account/safe-word", status=403)).shows("Only the client can choose this safe word.")
    await gina.open("/home")
    assert (await send(gina, "/account/safe-word", safe_word=WORD)).status_code == 403
    assert not await rows.value("select count(*) from client_secret")


@pytest.mark.usefixtures("restored")
async def test_of_twenty_tries_at_once_five_are_compared() -> None:
    nora = await set_by_staff()
    staff = await staff_session(nora.cookies["staff"], origin=Origin(request_id="", network=""))
    assert isinstance(staff, CurrentStaff)
    said = [
        answer_to(staff=staff, client_id=people.client_id("alice"), said=f"no {number}")
        for number in range(20)
    ]
    answers = await asyncio.gather(*said)
    assert sum(answer.startswith("No, that is not") for answer in answers) == 5
    assert sum("five times today" in answer for answer in answers) == 15


REVEALS = [
    ("en", "/account/safe-word", "Show safe word"),
    ("es", "/account/safe-word", "Mostrar palabra de seguridad"),
    ("en", "/password/change", "Show password"),
    ("es", "/password/change", "Mostrar contraseña"),
]


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize(("language", "path", "name"), REVEALS)
async def test_the_button_that_shows_what_is_typed_is_named_by_it(
    language: str, path: str, name: str
) -> None:
    alice = await people.alice()
    alice.language = language
    page = await alice.open(path)
    assert {checks.words(button) for button in page.all(".reveal button")} == {name}


@pytest.mark.usefixtures("rolled_back")
async def test_so_it_is_where_staff_set_it() -> None:
    nora = await people.nora()
    page = await open_tab(nora, "alice")
    (button,) = page.all("button[aria-controls=safe_word]")
    assert checks.words(button) == "Show safe word"

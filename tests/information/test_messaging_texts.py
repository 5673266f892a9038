"""Text messages: agreed to in words that are kept, for one number, and stopped with one button."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from app.activity.refusals import StateForbids
from app.information.messaging import MESSAGING, write_messaging
from app.notices.tables import Channel
from tests import people, rows
from tests.information.preferences import (
    AGREE,
    EDIT,
    PATH,
    STOP,
    WITHDRAWAL,
    agree,
    audited,
    consents,
    post,
    preferences,
    save,
    set_phone,
)
from tests.messages.acts import deliver
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")
BOTH_WAYS = pytest.mark.parametrize("as_htmx", [False, True])
OTHER = "+13125550188"


async def test_the_words_say_what_the_law_asks_for() -> None:
    page = await (await people.alice()).open(EDIT)
    page.shows(AGREE, "Sunrise Counseling may send me automated text messages at (312) 555-0111.")
    page.shows("Message and data rates may apply.", "by replying STOP", "I do not have to agree to get care.")
    assert not page.find("#texts").has_attr("checked")


@BOTH_WAYS
async def test_to_agree_is_kept_with_the_words_the_number_the_time_and_who(*, as_htmx: bool) -> None:
    alice = await people.alice()
    page = await agree(alice, as_htmx=as_htmx)
    page.shows(
        "Text message (312) 555-0111", "We may send texts to (312) 555-0111. Alice Anderson agreed to it."
    )
    found = await preferences()
    assert found.choices.channel is Channel.TEXT
    assert found.texts_are_allowed
    assert found.consent is not None
    assert (found.consent.phone, found.consent.given_by) == (found.phone, "Alice Anderson")
    assert found.consent.wording.startswith(f"{AGREE} Sunrise Counseling may send me")
    assert "(312) 555-0111" in found.consent.wording
    assert datetime.now(UTC) - found.consent.given_at < timedelta(minutes=1)
    row = await rows.value(
        "select row(source, account) from text_consent where client = $1", people.client_id("alice")
    )
    assert tuple(row) == ("portal", people.account_id("alice"))
    assert await audited("texts_agreed") == 1
    (await alice.open("/activity?kind=information")).shows("Agreed to text messages")


async def test_the_words_are_kept_in_the_language_they_were_read_in() -> None:
    await agree(await people.charlie(), "charlie", label="Guardar")
    found = await preferences("charlie")
    assert found.consent is not None
    assert found.consent.wording.startswith("Acepto recibir mensajes de texto. Sunrise Counseling puede")


@BOTH_WAYS
async def test_texts_are_refused_until_somebody_agrees(*, as_htmx: bool) -> None:
    alice = await people.alice()
    page = await save(alice, as_htmx=as_htmx, channel="text", status=422)
    page.shows("To get text messages, please tick that you agree.")
    assert (await preferences()).choices.channel is Channel.EMAIL
    assert await consents() == 0


async def test_without_a_mobile_phone_there_are_no_texts_and_a_way_to_add_one() -> None:
    await set_phone("alice", "")
    alice = await people.alice()
    page = await alice.open(EDIT)
    page.shows("To get texts you need a mobile phone on file.")
    assert page.all("#texts") == []
    assert page.find("main .note a")["href"] == "/information/basic"
    page = await save(alice, channel="text", status=422)
    page.shows("We have no mobile phone of yours. Add it under Basic Information first.")


@pytest.mark.parametrize("number", [OTHER, "+13125550112", "nonsense", "yes"])
async def test_nobody_agrees_for_a_number_that_is_not_on_file(number: str) -> None:
    alice = await people.alice()
    seen = (await alice.open(EDIT)).value("seen")
    assert await post(alice, [("channel", "text"), ("texts", number), ("seen", seen)]) == 422
    assert await consents() == 0


async def test_a_number_that_changed_while_the_form_was_open_is_not_agreed_to() -> None:
    alice = await people.alice()
    await alice.open(EDIT)
    shown = (await preferences()).phone
    await set_phone("alice", OTHER)
    page = await alice.press("Save", channel="text", texts=shown, status=422)
    page.shows("The mobile phone on file has changed.", "(312) 555-0188")
    assert await consents() == 0


async def test_a_changed_number_is_not_covered_and_the_page_says_so() -> None:
    bob = await people.bob()
    await set_phone("bob", OTHER)
    page = await bob.open(PATH)
    page.shows("You agreed to text messages to (312) 555-0112, but your mobile phone is (312) 555-0188 now.")
    assert not (await preferences("bob")).texts_are_allowed
    await save(bob, status=422)
    page = await agree(bob, "bob")
    page.shows("We may send texts to (312) 555-0188.")
    assert (await preferences("bob")).texts_are_allowed
    in_force = "select count(*) from text_consent where client = $1 and withdrawn_at is null"
    assert (await consents("bob"), await rows.value(in_force, people.client_id("bob"))) == (2, 1)


async def test_nor_is_a_number_that_was_taken_away() -> None:
    await set_phone("bob", "")
    page = await (await people.bob()).open(PATH)
    page.shows("but we have no mobile phone of yours now. We send no texts.")


async def test_a_change_in_basic_information_has_the_same_effect() -> None:
    bob = await people.bob()
    await bob.open("/information/basic/edit")
    await bob.press("Save", phone="312 555 0188")
    (await bob.open(PATH)).shows("but your mobile phone is (312) 555-0188 now.")


@BOTH_WAYS
async def test_one_button_stops_texts_and_e_mail_is_what_is_left(*, as_htmx: bool) -> None:
    bob = await people.bob()
    await bob.open(PATH)
    page = await bob.press(STOP, as_htmx=as_htmx)
    page.shows("E-mail bob@example.org", "We send no text messages.")
    assert bob.page is not None
    bob.page.shows("Text messages are stopped. From now on we tell you by e-mail.")
    assert page.all("#stop-texts") == []
    found = await preferences("bob")
    assert (found.choices.channel, found.consent) == (Channel.EMAIL, None)
    row = await rows.value(
        "select row(withdrawn_at is null, withdrawn_by_name, withdrawal_source) from text_consent"
    )
    assert tuple(row) == (False, "Bob Baker", "portal")
    assert await audited("texts_stopped", "bob") == 1


async def test_stopping_tells_staff_and_stands_in_history_and_activity() -> None:
    bob = await people.bob()
    await bob.open(PATH)
    page = await bob.press(STOP)
    history = page.find(".history").get_text()
    for part in ("Text messages may go to", "(312) 555-0112", "Preferred contact method", "Bob Baker"):
        assert part in history
    (await bob.open("/activity?kind=information")).shows("Stopped text messages")
    await deliver()
    told = "select count(*) from alert where kind = 'demographic_update' and recipient = $1"
    assert await rows.value(told, people.staff_id("dana")) == 1


async def test_stopping_twice_is_one_withdrawal() -> None:
    bob = await people.bob()
    await bob.open(PATH)
    assert await post(bob, [], path=WITHDRAWAL) == 303
    assert await post(bob, [], path=WITHDRAWAL) == 303
    assert await audited("texts_stopped", "bob") == 1


async def test_nobody_stops_the_texts_of_another() -> None:
    alice = await people.alice()
    assert await post(alice, [("client", str(people.client_id("bob")))], path=WITHDRAWAL) == 303
    assert (await preferences("bob")).consent is not None


async def test_to_choose_e_mail_keeps_the_consent_until_it_is_stopped() -> None:
    page = await save(await people.bob(), channel="email")
    page.shows("We may send texts to (312) 555-0112.")
    assert (await preferences("bob")).consent is not None


async def test_a_form_that_comes_too_late_keeps_no_consent() -> None:
    alice = await people.alice()
    await alice.open(EDIT)
    await rows.change("update portal_session set last_seen_at = now() - interval '1 day'")
    number = (await preferences()).phone
    page = await alice.press("Save", channel="text", texts=number, quiet_from="20")
    assert page.path.startswith("/sign-in")
    page = await alice.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert page.value("quiet_from") == "20"
    assert not page.find("#texts").has_attr("checked")
    assert await consents() == 0


async def test_staff_cannot_give_a_consent_back_that_was_withdrawn() -> None:
    bob = await people.bob()
    await bob.open(PATH)
    await bob.press(STOP)
    request = await rows.value("select id from change_request where section = 'messaging'")
    nora = await people.nora()
    await nora.open("/staff")
    page = await nora.send("GET", f"/staff/clients/{people.client_id('bob')}/changes/{request}")
    assert "Text messages may go to" in page.text
    assert 'Put the old value back<span class="vh"> Text messages may go to' not in page.text
    row = await rows.value("select id from changed_field where field = 'texts'")
    await _put_back(nora, row, status=409)
    row = await rows.value("select id from changed_field where field = 'channel'")
    await _put_back(nora, row, status=409)
    found = await preferences("bob")
    assert (found.consent, found.choices.channel) == (None, Channel.EMAIL)


async def _put_back(nora: Browser, field: object, *, status: int) -> None:
    path = f"/staff/clients/{people.client_id('bob')}/changes/fields/{field}/putting-back"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await nora.send("POST", path, headers=headers, content=f"_csrf={nora.token}".encode())
    assert answer.status_code == status


@pytest.mark.parametrize("texts", [{"texts": "+13125550111"}, {"channel": "text"}])
async def test_the_part_that_staff_write_gives_no_consent(texts: dict[str, str]) -> None:
    alice = people.client_id("alice")
    with pytest.raises(StateForbids):
        await MESSAGING.write(alice, alice, texts)
    await write_messaging(alice, alice, {"quiet": ""})


async def test_another_choice_can_be_put_back() -> None:
    await save(await people.bob(), quiet_from="21", quiet_until="8")
    nora = await people.nora()
    await nora.open("/staff")
    await _put_back(nora, await rows.value("select id from changed_field where field = 'quiet'"), status=303)
    assert (await preferences("bob")).choices.quiet_from is None


@pytest.mark.parametrize(
    "change",
    [
        "given_at = now() - interval '1 day'",
        "given_by_name = 'Eve'",
        "source = 'staff'",
        "phone_hash = 'x'",
        "client = (select id from client where number = 1001)",
    ],
)
async def test_a_consent_is_never_changed(change: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rows.change(f"update text_consent set {change}")


async def test_the_page_shows_what_was_agreed_to() -> None:
    page = await (await people.bob()).open(PATH)
    page.shows(f"What was agreed to {AGREE} Sunrise Counseling may send me automated text messages")


async def test_nor_is_a_withdrawal() -> None:
    bob = await people.bob()
    await bob.open(PATH)
    await bob.press(STOP)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rows.change("update text_consent set withdrawn_at = null")

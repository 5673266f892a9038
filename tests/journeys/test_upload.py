"""Sending files in a real browser: chosen, dropped, cancelled, tried again, all by keyboard too; and without scripts."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Route, expect

from tests.documents.papers import PDF, picture
from tests.journeys.conftest import Invite
from tests.journeys.person import Look, Person

pytestmark = pytest.mark.browser

UPLOAD = "/documents/upload"
LOOKS = pytest.mark.parametrize("look", [Look(width=390, height=844), Look()], ids=["phone", "desk"])
DROP = """({name, type, content}) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  for (const kind of ['dragover', 'drop'])
    document.querySelector('.drop').dispatchEvent(
      new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: transfer}));
}"""
HEAR = """() => {
  window.heard = [];
  new MutationObserver(() => window.heard.push(document.getElementById('live').textContent))
    .observe(document.getElementById('live'), {childList: true, characterData: true, subtree: true});
}"""


def file(person: Person, name: str) -> Locator:
    return person.page.locator(".file").filter(has_text=name)


def choose(person: Person, *files: tuple[str, str, bytes]) -> None:
    person.page.locator("#file").set_input_files(
        [FilePayload(name=name, mimeType=kind, buffer=content) for name, kind, content in files]
    )


def drop(person: Person, name: str, kind: str, content: bytes) -> None:
    sent = {"name": name, "type": kind, "content": base64.b64encode(content).decode()}
    person.page.evaluate(DROP, sent)


def at_upload(invite: Invite, look: Look = Look()) -> Person:  # noqa: B008  # it is frozen
    alice = invite("alice", look=look)
    alice.open(UPLOAD)
    alice.page.evaluate(HEAR) if look.scripts else None
    alice.choose("Identification")
    return alice


def noisy_picture(side: int) -> bytes:
    """Give a picture that no compression makes small."""
    written = io.BytesIO()
    Image.effect_noise((side, side), 100).save(written, "PNG")
    return written.getvalue()


@LOOKS
def test_files_are_chosen_and_dropped_and_appear_at_once_as_being_checked(invite: Invite, look: Look) -> None:
    alice = at_upload(invite, look)
    choose(alice, ("passport.png", "image/png", picture()))
    drop(alice, "letter.pdf", "application/pdf", PDF)
    alice.check_sight()

    alice.button("Send").click()

    for name in ("passport.png", "letter.pdf"):
        expect(file(alice, name)).to_contain_text("Sent. Below you see how its check goes.")
        expect(alice.page.locator("#sent li").filter(has_text=name).first).to_be_visible()
    alice.check_sight()
    heard = alice.page.evaluate("heard.join('|')")
    assert "passport.png: Sending" in heard
    assert "letter.pdf: Sent. Below you see how its check goes." in heard


def test_a_12_megapixel_heic_that_is_dropped_becomes_a_picture_to_look_at(invite: Invite) -> None:
    heic = (Path(__file__).parents[1] / "files" / "samples" / "card-12mp.heic").read_bytes()
    alice = at_upload(invite)
    drop(alice, "card.heic", "image/heic", heic)
    alice.button("Send").click()
    expect(file(alice, "card.heic")).to_contain_text("Sent")

    alice.reload_until("#sent li:first-child .tag.ok", within=30)
    alice.page.locator("#sent li:first-child a").click()
    alice.page.wait_for_url("**/documents/*-*")
    alice.page.wait_for_function("() => document.querySelector('.pages img')?.naturalWidth > 100")


def test_a_file_is_cancelled_and_tried_again_by_keyboard(invite: Invite) -> None:
    alice = at_upload(invite)
    held: list[Route] = []
    alice.page.route(
        f"**{UPLOAD}",
        lambda route: held.append(route) if route.request.method == "POST" else route.fallback(),
    )
    choose(alice, ("slow.png", "image/png", picture()))
    keyboard = alice.page.keyboard
    alice.button("Send").focus()
    keyboard.press("Enter")
    row = file(alice, "slow.png")
    cancel = row.get_by_role("button", name="Cancel slow.png")
    expect(row.get_by_role("progressbar", name="slow.png")).to_be_visible()

    alice.button("Send").focus()
    keyboard.press("Shift+Tab")
    expect(cancel).to_be_focused()
    keyboard.press("Enter")
    expect(row).to_contain_text("Cancelled. It was not sent.")
    again = row.get_by_role("button", name="Try again slow.png")
    expect(again).to_be_focused()
    alice.page.unroute_all(behavior="ignoreErrors")
    keyboard.press("Enter")

    expect(row).to_contain_text("Sent. Below you see how its check goes.")
    expect(row).to_be_focused()
    assert len(held) == 1
    alice.noticed.forget()


def test_what_the_network_loses_is_tried_again(invite: Invite) -> None:
    alice = at_upload(invite)
    alice.page.route(f"**{UPLOAD}", lambda route: route.abort())
    choose(alice, ("lost.png", "image/png", picture()))
    alice.button("Send").click()
    row = file(alice, "lost.png")
    expect(row).to_contain_text("There was no answer. Check your connection, then try again.")
    alice.page.unroute_all()
    alice.noticed.forget()

    row.get_by_role("button", name="Try again").click()

    expect(row).to_contain_text("Sent. Below you see how its check goes.")


def test_what_is_not_taken_says_why_beside_its_name_and_the_others_go_on(invite: Invite) -> None:
    alice = at_upload(invite)
    choose(alice, ("notes.pdf", "application/pdf", b"hello"), ("good.pdf", "application/pdf", PDF))
    alice.button("Send").click()
    expect(file(alice, "notes.pdf")).to_contain_text("Only PDF, JPEG, PNG and HEIC files can be used here.")
    expect(file(alice, "good.pdf")).to_contain_text("Sent. Below you see how its check goes.")
    alice.noticed.forget()
    file(alice, "notes.pdf").get_by_role("button", name="Remove notes.pdf").wait_for()


@pytest.mark.parametrize(
    ("name", "kind", "content", "why"),
    [
        ("notes.txt", "text/plain", b"hello", "Only PDF, JPEG, PNG and HEIC files can be used here."),
        ("nothing.pdf", "application/pdf", b"", "This file is empty."),
        ("large.pdf", "application/pdf", PDF + b" " * 20_000_000, "This file is larger than 20 MB."),
    ],
)
def test_what_cannot_be_sent_is_told_when_it_is_chosen(
    invite: Invite, name: str, kind: str, content: bytes, why: str
) -> None:
    alice = at_upload(invite)
    choose(alice, (name, kind, content))
    expect(file(alice, name)).to_contain_text(why)
    file(alice, name).get_by_role("button", name=f"Remove {name}").wait_for()


def test_what_it_is_is_asked_for_before_anything_is_sent_and_no_file_is_lost(invite: Invite) -> None:
    alice = invite("alice")
    alice.open(UPLOAD)
    choose(alice, ("letter.pdf", "application/pdf", PDF))
    alice.button("Send").click()
    said = alice.page.locator("#sending").get_by_text("Choose what it is. Nothing was sent yet.")
    expect(said).to_be_visible()
    expect(alice.page.locator("[name=document_type]").first).to_be_focused()
    expect(file(alice, "letter.pdf")).to_contain_text("Ready to send")
    alice.choose("Identification")
    expect(said).not_to_be_visible()
    alice.button("Send").click()
    expect(file(alice, "letter.pdf")).to_contain_text("Sent. Below you see how its check goes.")


def test_what_is_sent_is_seen_to_be_checked_without_another_look(invite: Invite) -> None:
    alice = at_upload(invite)
    choose(alice, ("seen.pdf", "application/pdf", PDF))
    alice.button("Send").click()
    row = alice.page.locator("#sent li").filter(has_text="seen.pdf")
    expect(row).to_contain_text("Received", timeout=30_000)


def test_a_file_is_removed_before_it_is_sent(invite: Invite) -> None:
    alice = at_upload(invite)
    choose(alice, ("wrong.pdf", "application/pdf", PDF))
    file(alice, "wrong.pdf").get_by_role("button", name="Remove wrong.pdf").click()
    expect(file(alice, "wrong.pdf")).to_have_count(0)
    expect(alice.page.locator("#file")).to_be_focused()


def test_each_quarter_of_a_large_file_is_said(invite: Invite) -> None:
    alice = at_upload(invite)
    devtools = alice.context.new_cdp_session(alice.page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 2_500_000},
    )
    choose(alice, ("photo.png", "image/png", noisy_picture(2000)))
    alice.button("Send").click()
    expect(file(alice, "photo.png")).to_contain_text("Sent", timeout=30_000)
    heard = [said for said in alice.page.evaluate("heard") if said.endswith("%")]
    assert 1 <= len(heard) <= 3, heard


def test_without_scripts_several_files_go_with_the_form(invite: Invite) -> None:
    alice = at_upload(invite, Look(scripts=False))
    choose(alice, ("plain.pdf", "application/pdf", PDF), ("plain.png", "image/png", picture()))
    alice.press("Send")
    alice.shows("2 files sent. They are being checked.", "plain.pdf", "plain.png")


def test_a_form_that_is_too_large_ends_in_a_calm_page(invite: Invite, tmp_path: Path) -> None:
    alice = at_upload(invite, Look(scripts=False))
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF + b" " * 70_000_000)
    alice.page.locator("#file").set_input_files(large)
    alice.press("Send", status=413)
    alice.shows("That is too large")


def test_a_session_that_ran_out_leads_to_the_door(invite: Invite) -> None:
    alice = at_upload(invite)
    choose(alice, ("late.pdf", "application/pdf", PDF))
    alice.context.clear_cookies()
    alice.button("Send").click()
    alice.page.wait_for_url("**/sign-in*")
    alice.lacks("late.pdf", "Alice")
    alice.noticed.forget()

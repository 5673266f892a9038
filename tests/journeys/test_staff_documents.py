"""Nora adds a document to a chart, asks for a signature, and takes it back, with and without scripts."""

import pytest
from playwright.sync_api import expect

from app.demo import demo_id
from tests.documents.shelf import pdf
from tests.journeys.conftest import Invite
from tests.journeys.person import Look

pytestmark = pytest.mark.browser

TAB = f"/staff/clients/{demo_id('client', 'charlie')}/documents"
LOOKS = pytest.mark.parametrize(
    "look", [Look(), Look(scripts=False, width=390)], ids=["with scripts", "on a phone without scripts"]
)


@LOOKS
def test_nora_shares_a_document_and_takes_it_back(invite: Invite, look: Look) -> None:
    title = f"Consent {look.width}"
    nora = invite("nora", look=look)
    nora.open(TAB)
    nora.press("Add document", status=422)
    nora.shows("Choose what it is.")
    nora.page.set_input_files("#file", {"name": "c.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    nora.type("Title", title)
    nora.page.get_by_label("What is it?").select_option("Treatment plan")
    nora.page.get_by_label("Share in the portal folder").check()
    nora.page.get_by_label("What the client is asked to do").select_option("Sign it")
    nora.press("Add document")
    line = nora.page.locator(".filed", has_text=title)
    expect(line).to_contain_text("To be signed")

    nora.follow(title, within="main")
    nora.page.get_by_label("What the client is asked to do").select_option("Read it and say so")
    nora.press("Save", within="#asking")
    expect(line).to_contain_text("To be acknowledged")
    nora.follow(f"Take back {title}", within="main")
    nora.press("Take back")
    expect(line).to_contain_text("Taken back by Nora Novak")

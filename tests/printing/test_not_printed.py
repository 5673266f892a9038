"""A PDF that cannot be made is said in words, on a page that leads back to what can be read and printed."""

import sys
from pathlib import Path

import pytest

from app.billing.demo import payment_id, statement_id
from app.printing import service
from tests import people, rows
from tests.forms.instruments.sent import last_response, send_phq

pytestmark = pytest.mark.usefixtures("rolled_back")
SENTENCE = "This could not be made into a PDF just now. Please try again, or print the page."
STATEMENT = f"/billing/statements/{statement_id('partly')}"
RECEIPT = f"/billing/receipts/{payment_id('check')}"


@pytest.fixture(params=["too slow", "no press", "no room for a program"])
def broken_press(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the press fail for real: out of time, without its program, and without anything that runs one."""
    if request.param == "too slow":
        monkeypatch.setattr(service, "SECONDS", 0)
    elif request.param == "no press":
        monkeypatch.setattr(service, "PROGRAM", tmp_path / "gone.py")
    else:
        monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))


@pytest.mark.usefixtures("broken_press")
@pytest.mark.parametrize("page_path", [STATEMENT, RECEIPT])
async def test_a_client_reads_that_there_is_no_pdf_and_goes_back(
    page_path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    alice = await people.alice()
    page = await alice.open(f"{page_path}/pdf", status=503)
    page.shows(SENTENCE)
    assert page.response.headers["content-type"].startswith("text/html")
    assert "retry-after" in page.response.headers
    assert "not printed" in capsys.readouterr().out
    assert (await alice.follow("Go back to the page")).path == page_path


@pytest.mark.usefixtures("broken_press")
async def test_forms_say_so_to_their_client_and_to_staff() -> None:
    alice, nora = await people.alice(), await people.nora()
    form = await send_phq(alice)
    (await alice.open(f"/forms/{form}/pdf", status=503)).shows(SENTENCE)
    assert (await alice.follow("Go back to the page")).path == f"/forms/{form}"
    staffs = f"/staff/clients/{people.client_id('alice')}/forms/{await last_response()}"
    (await nora.open(f"{staffs}/pdf", status=503)).shows(SENTENCE)
    assert (await nora.follow("Go back to the page")).path == staffs


async def test_the_words_are_seen_in_every_browser_and_in_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that is marked as a download shows no page where the answer is an error."""
    monkeypatch.setattr(service, "SECONDS", 0)
    await rows.change("update portal_account set language = 'es'")
    alice = await people.alice()
    page = await alice.open(STATEMENT)
    assert not page.find(f"a[href='{STATEMENT}/pdf']").has_attr("download")
    page = await alice.open(f"{STATEMENT}/pdf", status=503)
    page.shows("En este momento no se pudo crear el PDF.")

"""Sent forms are handed out as PDFs: to their client without a score, to staff with it, and to nobody else."""

import io

import httpx
import pikepdf
import pytest

from tests import people
from tests.forms.instruments.sent import assigned, last_response, press, send_phq
from tests.forms.printing.test_paper import words_of
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")
FILES = f"/staff/clients/{people.client_id('alice')}/forms"


async def pdf(browser: Browser, path: str) -> httpx.Response:
    answer = await browser.send("GET", path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["cache-control"] == "no-store"
    return answer


async def test_a_client_takes_home_what_was_sent() -> None:
    alice = await people.alice()
    form = await send_phq(alice)
    words = words_of((await pdf(alice, f"/forms/{form}/pdf")).content)
    for expected in ("Patient Health Questionnaire (PHQ-9)", "Alice Anderson", "Sunrise Counseling"):
        assert expected in words
    assert "1. Little interest or pleasure in doing things Several days" in words
    assert "No permission required to reproduce" in words
    assert "Scores" not in words
    (await alice.open("/activity")).shows("Downloaded the answers to a form")


async def test_a_client_finds_the_pdf_on_the_page_of_what_was_sent() -> None:
    alice = await people.alice()
    form = await send_phq(alice)
    page = await alice.open(f"/forms/{form}")
    assert page.find(f"a[href='/forms/{form}/pdf']").get_text(strip=True) == "Download as PDF"


async def test_a_signed_consent_says_on_paper_who_signed_it() -> None:
    alice = await people.alice()
    form = await assigned("consent-to-treatment")
    path = f"/forms/{form}"
    await alice.open(path)
    agreed = {"a.signer/signer.who": "0", "a.decision/notice": "true", "a.decision/questions": "true"}
    page = await press(alice, "Look over my answers", {**agreed, "a.decision/agree": "0"})
    assert page.path == f"{path}/review"
    await press(alice, "Sign and send", {"typed_name": "Alice M. Anderson"})
    words = words_of((await pdf(alice, f"{path}/pdf")).content)
    signed = "Signed by Alice M. Anderson, from the account of Alice Anderson, on "
    assert signed in words
    fingerprint = "Fingerprint of what was signed"
    assert fingerprint in words
    (await alice.open(path)).shows(signed, fingerprint)
    (await (await people.terry()).open(f"{FILES}/{await last_response()}")).shows(signed, fingerprint)
    assert "I agree to treatment at this practice" in words
    exported = (await alice.send("GET", f"{path}/fhir")).json()
    assert exported["extension"][-1]["valueSignature"]["who"]["display"] == "Alice M. Anderson"


async def test_a_form_that_is_not_sent_has_no_pdf() -> None:
    alice = await people.alice()
    form = await assigned("phq-2")
    assert (await alice.send("GET", f"/forms/{form}/pdf")).status_code == 404


async def test_staff_print_answers_with_their_score() -> None:
    await send_phq(await people.alice())
    path = f"{FILES}/{await last_response()}"
    terry = await people.terry()
    (await terry.open(path)).find(f"a[href='{path}/pdf']")
    words = words_of((await pdf(terry, f"{path}/pdf")).content)
    assert "Scores PHQ-9: 8 of 27, mild. Below the cut-off" in words


async def test_answers_on_paper_are_kept_from_others() -> None:
    alice = await people.alice()
    form = await send_phq(alice)
    path = f"{FILES}/{await last_response()}/pdf"
    for browser in (await people.bob(), await people.charlie()):
        assert (await browser.send("GET", f"/forms/{form}/pdf")).status_code == 404
    assert (await (await people.dana()).send("GET", path)).status_code == 404
    assert (await (await people.stan()).send("GET", path)).status_code == 403
    assert (await (await people.nobody()).send("GET", f"/forms/{form}/pdf")).status_code == 303


async def test_a_client_who_reads_spanish_gets_spanish_paper() -> None:
    charlie = await people.charlie()
    form = await assigned("phq-2", "charlie")
    await charlie.open(f"/forms/{form}")
    given = {"a.phq-2/44250-9": "1", "a.phq-2/44255-8": "0"}
    await press(charlie, "Revisar mis respuestas", given)
    await charlie.press("Enviar mis respuestas")
    content = (await pdf(charlie, f"/forms/{form}/pdf")).content
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.Lang == "es"
    assert "Poco interés o placer en hacer cosas Varios días" in words_of(content)

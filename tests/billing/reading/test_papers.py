"""Statements and receipts on paper: tagged for screen readers, with every word, and nothing in them is obeyed."""

import io
from urllib.parse import urlsplit

import pikepdf
import pypdfium2
import pytest

from app import config
from app.accounts.sessions import today
from app.billing.demo import payment_id, refund_id, statement_id
from app.billing.ledger import desk, statements
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.rules import Way
from app.config import Payments
from app.practice.settings import PRACTICE
from tests import people, rows
from tests.billing.ledger.money import CHARLIE, NORA, pay, post, refund
from tests.environment import configured
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

PARTLY = f"/billing/statements/{statement_id('partly')}/pdf"
OVERDUE = f"/billing/statements/{statement_id('overdue')}/pdf"
PAID = f"/billing/receipts/{payment_id('part')}/pdf"
CHECK = f"/billing/receipts/{payment_id('check')}/pdf"
REFUNDED = f"/billing/receipts/{refund_id('check')}/pdf"
HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "$x$ *b* _i_ @ref <label> `code`",
    '"; #import "x.typ"',
    "\\",
]


async def pdf(browser: Browser, path: str) -> bytes:
    answer = await browser.send("GET", path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize("path", [PARTLY, PAID, REFUNDED])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_paper_is_tagged_for_screen_readers_in_the_readers_language(path: str, language: str) -> None:
    await rows.change("update portal_account set language = $1", language)
    content = await pdf(await people.alice(), path)
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == language
        assert "/StructTreeRoot" in document.Root
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        title = metadata["{http://purl.org/dc/elements/1.1/}title"]
    first = {"en": ("Statement", "Receipt"), "es": ("Estado de cuenta", "Recibo")}[language]
    assert str(title).startswith(first)


async def test_a_statement_on_paper_says_what_its_page_says() -> None:
    words = words_of(await pdf(await people.alice(), PARTLY))
    for expected in (
        "Statement 10", PRACTICE.name, PRACTICE.billing_address, PRACTICE.phone_display,
        f"Tax id: {PRACTICE.tax_id}", "Client: Alice Anderson", "Due by: ", "How it stands: Partly paid",
        "Individual session, 50 minutes",
        "Charge Insurance paid Adjusted Your part", "$165.00 \u2212$120.00 \u2212$20.00 $25.00", "Total $65.00",
        "Paid so far \u2212$25.00", "Left to pay $40.00", "Left to pay on all statements", "$125.00",
        "Visa ending in 4242", "How to pay", PRACTICE.how_to_pay,
    ):  # fmt: skip
        assert expected in words, f"{expected!r} is not in {words}"
    assert "Letters are not covered by insurance." in words_of(await pdf(await people.alice(), OVERDUE))


async def test_a_statement_that_was_taken_back_says_so_on_paper() -> None:
    statement = statement_id("overdue")
    await statements.void(
        by=NORA, client_id=people.client_id("alice"), statement_id=statement, reason="Posted twice."
    )
    words = words_of(await pdf(await people.alice(), OVERDUE))
    assert "Your practice took this statement back. You owe nothing for it. Posted twice." in words
    for absent in ("How to pay", "Due by", PRACTICE.how_to_pay):
        assert absent not in words


async def test_a_receipt_on_paper_says_what_its_page_says() -> None:
    words = words_of(await pdf(await people.alice(), CHECK))
    for expected in (
        "Receipt 50", PRACTICE.name, f"Tax id: {PRACTICE.tax_id}", "Paid at the office $60.00", "Day and time: ",
        "How it was paid: By check", "Reference number: 50", "Note: Check 1182", "Statement 10",
        "Refunded $10.00 of $60.00", "\u2212$10.00", "Left to pay after this $0.00",
    ):  # fmt: skip
        assert expected in words, f"{expected!r} is not in {words}"
    words = words_of(await pdf(await people.alice(), REFUNDED))
    for expected in ("Refund $10.00", "Refund of: Receipt 50", "Reason: The check was for $10.00 more"):
        assert expected in words


async def test_a_demo_receipt_is_marked_across_its_page_and_at_its_top() -> None:
    assert "DEMO" not in words_of(await pdf(await people.alice(), CHECK))
    await rows.change("update payment set live = false")
    assert words_of(await pdf(await people.alice(), CHECK)).count("DEMO - NOT A RECEIPT") == 2
    await rows.change("update portal_account set language = 'es'")
    assert words_of(await pdf(await people.alice(), CHECK)).count("DEMO - NO ES UN RECIBO") == 2


async def test_a_statement_on_paper_marks_what_was_paid_in_the_demo() -> None:
    words = words_of(await pdf(await people.alice(), PARTLY))
    number = await rows.value("select number from payment where id = $1", payment_id("part"))
    assert f"Receipt {number}, DEMO $25.00" in words


async def test_a_statement_on_paper_names_the_portal_where_cards_are_taken() -> None:
    assert "By card in the portal" not in words_of(await pdf(await people.alice(), PARTLY))
    with configured(payments=Payments.DEMO):
        words = words_of(await pdf(await people.alice(), PARTLY))
    host = urlsplit(config.current().public_url).netloc
    assert f"How to pay By card in the portal: {host}" in words


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_what_was_typed_is_set_as_it_is(hostile: str) -> None:
    draft = StatementDraft(today(), today(), (LineDraft(today(), hostile, 50_00),), note=hostile)
    statement = await statements.post(by=NORA, client_id=CHARLIE, draft=draft, told=False)
    words = words_of(await pdf(await people.charlie(), f"/billing/statements/{statement}/pdf"))
    assert words.count(" ".join(hostile.split())) >= 2
    taken = DeskPayment(Way.CASH, 50_00, today(), memo=hostile)
    payment = await desk.take(by=NORA, client_id=CHARLIE, payment=taken)
    words = words_of(await pdf(await people.charlie(), f"/billing/receipts/{payment}/pdf"))
    assert " ".join(hostile.split()) in words


async def test_a_statement_of_forty_lines_goes_over_pages_and_stays_tagged() -> None:
    lines = tuple(
        LineDraft(today(), f"Session number {number} " + "long " * 30, 50_00) for number in range(40)
    )
    draft = StatementDraft(today(), today(), lines)
    statement = await statements.post(by=NORA, client_id=CHARLIE, draft=draft, told=False)
    content = await pdf(await people.charlie(), f"/billing/statements/{statement}/pdf")
    assert len(pypdfium2.PdfDocument(content)) > 1
    assert "Session number 39" in words_of(content)


async def test_a_refund_on_its_way_says_so_on_paper_and_not_yet_what_is_left() -> None:
    await rows.change("update portal_account set language = null")
    await post(50_00)
    asked = await refund(await pay(50_00), 10_00)
    words = words_of(await pdf(await people.charlie(), f"/billing/receipts/{asked.refund_id}/pdf"))
    assert "Left to pay" not in words
    assert "This refund is on its way." in words

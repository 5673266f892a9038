"""A signature says whose account signed, for whom, and as whom; everywhere it is read."""

from uuid import UUID

import pytest

from app.documents.rules import Ask
from app.documents.tables import Document
from tests import checks, people, rows
from tests.documents.shelf import shared, tab
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back", "empty")


async def sign(browser: Browser, *, client: str) -> str:
    document = await shared("Consent", client=client, ask=Ask.SIGN)
    path = f"/documents/{document}"
    await browser.open(path)
    await browser.press("Sign", typed_name="x")
    return path


@pytest.mark.parametrize(
    ("client", "signer", "staff", "words"),
    [
        ("alice", people.alice, people.terry, "Signed by Alice Anderson as x"),
        ("max", people.gina, people.dana, "Signed by Gina Grant for Max Grant as x"),
    ],
    ids=["herself", "proxy"],
)
async def test_everybody_reads_whose_account_signed(
    client: str, signer: people.Person, staff: people.Person, words: str
) -> None:
    browser = await signer()
    path = await sign(browser, client=client)
    for address in (path, "/documents"):
        (await browser.open(address)).shows(f"{words} on")
    practice = await staff()
    (await practice.open(tab(client))).shows(words)
    page = await practice.open(f"{tab(client)}/{path.rpartition('/')[2]}")
    facts = [checks.words(fact) for fact in page.all(".facts dd")]
    assert facts[:2] == [words.removeprefix("Signed by ").removesuffix(" as x"), "x"]


async def test_the_account_is_kept_with_the_signature() -> None:
    path = await sign(await people.gina(), client="max")
    document = UUID(path.rpartition("/")[2])
    sealed = await rows.value("select signature from document where id = $1", document)
    kept = Document.signature.open_json(sealed, row=document)
    assert (kept["account"], kept["client"]) == (str(people.account_id("gina")), "Max Grant")


async def test_a_typed_name_stays_text() -> None:
    document = await shared("Consent", ask=Ask.SIGN)
    alice = await people.alice()
    await alice.open(f"/documents/{document}")
    page = await alice.press("Sign", typed_name="%(who)s <b>100%</b>")
    page.shows("Signed by Alice Anderson as %(who)s <b>100%</b> on")

"""Links to copies of the record, as clients send them and others follow them."""

from app.record.sending.tokens import token_of
from tests import rows
from tests.page import Browser, Page
from tests.record.reading.copied import have_copy

TO = "dr.lee@example.org"
SENDING = "select id from record_sending order by asked_at desc limit 1"


async def send(browser: Browser, to: str = TO) -> str:
    """Send a link to a copy; give its address."""
    copy = await have_copy(browser)
    await browser.open(f"/record/{copy}/sending")
    page = await browser.press("Send the link", address=to, sure="yes")
    page.shows("Links that were sent", to)
    return f"/shared-record/{token_of(await rows.value(SENDING))}"


async def opened(link: str, status: int = 200) -> tuple[Browser, Page]:
    somebody = Browser()
    (await somebody.open(link)).shows("A file for you")
    return somebody, await somebody.press("Open the file", status=status)

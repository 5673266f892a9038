"""Requests that browsers do not make, and programs do."""

import pytest

from tests import people
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

BODY = (
    b'--x\r\nContent-Disposition: form-data; name="username"\r\n'
    b"Content-Type: text/plain; charset=%s\r\n\r\na\xffbc\r\n--x--\r\n"
)


@pytest.mark.parametrize("charset", [b"nope", b"zlib", b"base64", b"utf-16", b"undefined", b"utf-8"])
@pytest.mark.parametrize("path", ["/sign-in", "/staff/sign-in", "/language"])
async def test_a_part_in_an_encoding_of_its_own_is_no_fault_of_ours(path: str, charset: bytes) -> None:
    browser = Browser()
    await browser.open("/sign-in")
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = await browser.send("POST", path, headers=headers, content=BODY % charset)
    assert answer.status_code in (400, 403)
    headers |= {"x-portal-csrf": browser.token}
    answer = await browser.send("POST", path, headers=headers, content=BODY % charset)
    assert answer.status_code in (400, 422, 303)


@pytest.mark.parametrize("path", ["/sign-in", "/health/live", "/health/ready", "/nowhere"])
async def test_head_answers_like_get_without_the_body(path: str) -> None:
    browser = Browser()
    whole = await browser.send("GET", path)
    head = await browser.send("HEAD", path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


async def test_head_shows_nothing_to_a_stranger() -> None:
    answer = await Browser().send("HEAD", "/messages")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/messages")
    assert (await (await people.alice()).send("HEAD", "/messages")).status_code == 200

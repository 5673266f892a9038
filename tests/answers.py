"""Answers as they came, to be compared: two are the same when nothing but what always differs differs."""

import re
from urllib.parse import urlencode

import httpx

from tests.page import FORM, Browser

CHANGING = re.compile(r"[\w-]{80,}|nonce-[\w-]+|nonce=\"[^\"]*\"|value=\"[^\"]*\"")


async def answer_to(username: str, password: str, path: str = "/sign-in") -> httpx.Response:
    """Try to sign in at the door `path`; give the answer as it came."""
    browser = Browser()
    await browser.open(path)
    body = urlencode({"_csrf": browser.token, "username": username, "password": password}).encode()
    headers = {"content-type": FORM, "accept-encoding": "identity"}
    return await browser.send("POST", path, headers=headers, content=body)


def plain(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """Give an answer without what differs between any two: ids, nonces, tokens, and what was typed."""
    headers = {name: CHANGING.sub("", value) for name, value in answer.headers.items()}
    return (
        answer.status_code,
        CHANGING.sub("", answer.text),
        {name: value for name, value in headers.items() if name not in ("x-request-id", "content-length")},
    )

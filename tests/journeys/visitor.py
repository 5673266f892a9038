"""Somebody's browser reduced to its requests: it keeps cookies, and sends the forms that pages give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import httpx
from bs4 import BeautifulSoup

from tests.journeys.practice import door_of
from tests.journeys.server import Server

SLOWEST = 15.0


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as a page gave it and somebody filled it; sending it twice is sending the same form again."""

    path: str
    fields: Mapping[str, str]


class Visitor:
    """Somebody signed in to the portal, or to its staff side."""

    def __init__(self, server: Server, name: str) -> None:
        self.http = httpx.Client(
            base_url=server.url,
            headers={"sec-fetch-site": "same-origin"},
            limits=httpx.Limits(max_keepalive_connections=0),  # as the portal is killed between requests
            timeout=SLOWEST,
            trust_env=False,
        )
        filled = self.fill(door_of(name), username=name, password=f"demo-{name}-portal-1")
        assert self.send(filled).status_code == 303, f"{name} is not let in."

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.http.cookies.jar}

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def fill(self, page: str, *, to: str = "", **typed: str) -> Filled:
        """Fill the form of a page that is sent to `to`, or back to the page."""
        path = to or page
        forms = BeautifulSoup(self.get(page).text, "html.parser").select("form")
        form = next(form for form in forms if str(form["action"]).partition("#")[0] == path)
        hidden = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
        first = {str(choice["name"]): str(choice["value"]) for choice in form.select("input[type=radio]")[:1]}
        return Filled(path, hidden | first | typed)

    def send(self, filled: Filled) -> httpx.Response:
        return self.http.post(filled.path, data=filled.fields)

    def message(self, subject: str) -> Filled:
        """Fill the form of a first message, about what comes first among the task types: a refill."""
        return self.fill("/messages/new", subject=subject, body="Could you refill my sertraline?")

    def write(self, subject: str) -> UUID:
        """Send a first message; give the id of its thread, which the answer names."""
        return thread_of(self.send(self.message(subject)))

    def answer(self, thread: UUID, words: str) -> None:
        """Answer a client, as staff."""
        path = f"/staff/messages/{thread}"
        assert self.send(self.fill(path, to=f"{path}/replies", body=words)).status_code == 303


def thread_of(answer: httpx.Response) -> UUID:
    """Give the thread an acknowledged message is in."""
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].removeprefix("/messages/"))

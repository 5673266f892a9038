"""Clients' changes that wait for a decision, made by requests alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from bs4 import BeautifulSoup

from tests.changes.saves import BASIC, EDIT, fields_in
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

SETTING = "/staff/settings/review_basic"


@contextmanager
def review_first(server: Server) -> Iterator[None]:
    """Let staff look first at what clients change of Basic Information."""
    nora = Visitor(server, "nora")
    assert nora.send(nora.fill(SETTING, review_basic="review")).status_code == 303
    try:
        yield
    finally:
        assert nora.send(nora.fill(SETTING, review_basic="direct")).status_code == 303


@contextmanager
def closed(server: Server, section: str) -> Iterator[None]:
    """Let clients look at a section and not change it."""
    nora, setting = Visitor(server, "nora"), f"update_{section}"
    assert nora.send(nora.fill(f"/staff/settings/{setting}", **{setting: "no"})).status_code == 303
    try:
        yield
    finally:
        assert nora.send(nora.fill(f"/staff/settings/{setting}", **{setting: "yes"})).status_code == 303


def change(client: Visitor, **typed: str) -> None:
    """Change Basic Information."""
    [form] = BeautifulSoup(client.get(EDIT[BASIC]).text, "html.parser").select("main form:has(#save)")
    fields = {**client.fill(EDIT[BASIC], to=BASIC).fields, **fields_in(form), **typed}
    assert client.http.post(BASIC, data=fields).status_code == 303

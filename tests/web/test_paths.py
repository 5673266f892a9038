"""Where a redirect may lead."""

import pytest

from app.web.paths import own_path
from tests.attacks import ELSEWHERE

OWN = [
    "/",
    "/home",
    "/messages/4b9d1f0c-7a52-4d3f-9a57-0f2f3b1f9d10",
    "/messages?before=1-a",
    "/staff",
    "/a_b-c/d",
]


@pytest.mark.parametrize("path", OWN)
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path, otherwise="/home") == path


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_elsewhere_is_replaced(address: str) -> None:
    assert own_path(address, otherwise="/home") == "/home"

"""The network a request came from, which nobody can forge."""

from typing import Any

import pytest

from app.web.address import client_address, network
from tests.environment import configured

pytestmark = pytest.mark.usefixtures("settled")


class Client:
    host = "10.0.0.9"


class Arrived:
    """A connection as the server hands it over."""

    client = Client()

    def __init__(self, forwarded: str | None) -> None:
        self.headers: dict[str, Any] = {} if forwarded is None else {"x-forwarded-for": forwarded}


def seen(forwarded: str | None, *, hops: int) -> str:
    with configured(trusted_proxy_hops=hops):
        return client_address(Arrived(forwarded))  # type: ignore[arg-type]  # all that it reads of one


@pytest.mark.parametrize("forwarded", [None, "", "203.0.113.7", "1.1.1.1, 203.0.113.7"])
def test_without_a_proxy_the_header_counts_for_nothing(forwarded: str | None) -> None:
    assert seen(forwarded, hops=0) == "10.0.0.9"


@pytest.mark.parametrize(
    ("forwarded", "hops", "address"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1,2.2.2.2 , 203.0.113.7 ", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7, 10.0.0.1", 2, "203.0.113.7"),
        ("203.0.113.7", 2, "10.0.0.9"),
        (None, 1, "10.0.0.9"),
    ],
)
def test_behind_proxies_the_entry_counts_that_they_wrote(
    forwarded: str | None, hops: int, address: str
) -> None:
    assert seen(forwarded, hops=hops) == address


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1234:5678::1", "2001:db8:1234::/48"),
        ("", ""),
        ("unknown", ""),
        ("203.0.113.7, 1.1.1.1", ""),
        ("<script>", ""),
    ],
)
def test_only_the_network_is_kept(address: str, kept: str) -> None:
    assert network(address) == kept

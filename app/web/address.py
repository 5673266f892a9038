"""The network a request came from."""

import ipaddress

from app import config
from app.web.request import Connection


def client_address(connection: Connection) -> str:
    """Give the address of the browser.

    Behind TRUSTED_PROXY_HOPS proxies that is the entry so many from the right of X-Forwarded-For, the only one
    the browser cannot write itself.
    """
    hops = config.current().trusted_proxy_hops
    header = connection.headers.get("x-forwarded-for", "")
    forwarded = [part.strip() for part in header.split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return connection.client.host if connection.client else ""


def says_where(network: str) -> bool:
    """Whether a network tells somebody a place: not when none is known, nor when it is this very machine."""
    if not network:
        return False
    first = ipaddress.ip_network(network).network_address
    return not (first.is_unspecified or first.is_loopback)


def network(address: str) -> str:
    """Shorten an address to its network, which is all that is kept: IPv4 /24, IPv6 /48."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((known, 24 if known.version == 4 else 48), strict=False))

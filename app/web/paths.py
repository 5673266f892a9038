"""Where a redirect may lead: only to a plain path of our own."""

import re

OWN_PATH = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9_/-]*)?(?:\?[A-Za-z0-9_=&.:+%-]*)?")
LONGEST = 500


def own_path(address: str, *, otherwise: str) -> str:
    """Give `address` when it is a path of this site, else `otherwise`."""
    fits = len(address) <= LONGEST and OWN_PATH.fullmatch(address) and "//" not in address
    return address if fits else otherwise

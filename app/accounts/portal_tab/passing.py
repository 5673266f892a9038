"""What one page of the tab hands to the next, once: a password that was just made, or a yes to the safe word.

It travels in a cookie that only we can read, which is bound to the session of the staff member.
"""

import json
from dataclasses import asdict, dataclass

from app.accounts.admission import STAFF_COOKIE
from app.web.cookies import read_cookie
from app.web.request import Request
from app.web.sealed import seal, unseal

PASSED, SHOWN_SECONDS, PRINTED_SECONDS = "passed", 30, 10 * 60


@dataclass(frozen=True, slots=True)
class Passed:
    """`account` is whose password was made; `client` whose tab it is for."""

    client: str
    account: str = ""
    password: str = ""
    safe_word_right: bool = False
    was_shown: bool = False
    """Whether the tab has shown the password: then only the sign-in sheet still does."""

    @property
    def seconds(self) -> int:
        return PRINTED_SECONDS if self.was_shown else SHOWN_SECONDS


NOTHING = Passed(client="")


def sealed(request: Request, passed: Passed) -> str:
    """Give the value of the cookie that hands it on."""
    return seal(PASSED, json.dumps(asdict(passed)), bound_to=_session(request), seconds=passed.seconds)


def take(request: Request, *, client: str) -> Passed:
    """Give what was handed on to a page of this client; NOTHING when nothing was."""
    found = unseal(PASSED, read_cookie(request, PASSED), bound_to=_session(request))
    passed = Passed(**json.loads(found)) if found else NOTHING
    return passed if passed.client == client else NOTHING


def _session(request: Request) -> str:
    return read_cookie(request, STAFF_COOKIE)

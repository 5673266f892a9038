"""The cookies an answer sets, each checked."""

from dataclasses import dataclass

import httpx

from app import config


@dataclass(frozen=True)
class Cookie:
    name: str
    value: str
    attributes: dict[str, str]

    @property
    def is_over(self) -> bool:
        return self.attributes.get("max-age") == "0"


def read_cookies(response: httpx.Response) -> list[Cookie]:
    """Read and check what the answer has the browser keep."""
    cookies = [_read(header) for header in response.headers.get_list("set-cookie")]
    for cookie in cookies:
        _check(cookie, str(response.request.url.path))
    return cookies


def _read(header: str) -> Cookie:
    pair, *rest = (part.strip() for part in header.split(";"))
    name, _, value = pair.partition("=")
    parts = (part.partition("=") for part in rest)
    return Cookie(name, value.strip('"'), {key.lower(): text for key, _, text in parts})


def _check(cookie: Cookie, path: str) -> None:
    says = f"The cookie {cookie.name} of {path}"
    flags = cookie.attributes
    if cookie.name == "csrftoken":
        _check_of_admin(cookie, says)
        return
    assert flags.get("path") == "/", f"{says} has not Path=/: make it with make_cookie()."
    assert "domain" not in flags, f"{says} names a Domain, which lets other hosts have it: leave it out."
    assert "httponly" in flags, f"{says} can be read by scripts: set HttpOnly."
    assert flags.get("samesite") in ("lax", "strict"), f"{says} is sent from other sites: set SameSite."
    if config.current().is_secure:
        assert "secure" in flags, f"{says} travels without encryption: set Secure."
        assert cookie.name.startswith("__Host-"), f"{says} can be set by neighbours: name it __Host-…"


def _check_of_admin(cookie: Cookie, says: str) -> None:
    """Check the one exception: what Piccolo Admin reads to send it back in a header."""
    expected = {"path": "/staff/admin", "samesite": "Strict"}
    if config.current().is_secure:
        expected["secure"] = ""
    assert cookie.attributes == expected, f"{says} is not as decided: {cookie.attributes}"

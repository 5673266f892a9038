"""Tokens of forms: masked anew, and bound to one cookie of one browser."""

import base64

import pytest

from app.web.csrf import CrossSite, check_csrf, csrf_token

pytestmark = pytest.mark.usefixtures("settled")


class Sent:
    """A request as the check reads it: cookies, headers, and a form."""

    def __init__(self, *, cookies: dict[str, str], header: str = "", field: str = "") -> None:
        self.cookies = cookies
        self.headers = {"x-portal-csrf": header} if header else {}
        self.field = field

    async def form(self) -> object:
        from litestar.datastructures import FormMultiDict

        return FormMultiDict([("_csrf", self.field)] if self.field else [])


async def accepted(sent: Sent, *cookies: str) -> bool:
    try:
        await check_csrf(sent, cookies)  # type: ignore[arg-type]  # all that the check reads of a request
    except CrossSite:
        return False
    return True


def test_a_token_is_masked_anew_for_every_page() -> None:
    tokens = {csrf_token("portal", "value") for _ in range(50)}
    assert len(tokens) == 50
    raw = [base64.urlsafe_b64decode(token + "==") for token in tokens]
    assert {len(token) for token in raw} == {64}
    assert len({bytes(a ^ b for a, b in zip(t[:32], t[32:], strict=True)) for t in raw}) == 1


async def test_a_token_is_taken_from_the_field_or_from_the_header_of_htmx() -> None:
    token = csrf_token("portal", "mine")
    assert await accepted(Sent(cookies={"portal": "mine"}, field=token), "portal")
    assert await accepted(Sent(cookies={"portal": "mine"}, header=token), "portal")


async def test_a_token_is_bound_to_the_value_and_to_the_name_of_its_cookie() -> None:
    token = csrf_token("portal", "mine")
    assert not await accepted(Sent(cookies={"portal": "another's"}, field=token), "portal")
    assert not await accepted(Sent(cookies={"staff": "mine"}, field=token), "staff")
    assert not await accepted(
        Sent(cookies={"form": "mine", "portal": "other"}, field=token), "form", "portal"
    )
    assert not await accepted(Sent(cookies={}, field=token), "portal")


async def test_a_cookie_that_is_not_asked_for_does_not_count() -> None:
    token = csrf_token("form", "mine")
    assert await accepted(Sent(cookies={"form": "mine"}, field=token), "form", "portal")
    assert not await accepted(Sent(cookies={"form": "mine"}, field=token), "portal")


async def test_an_empty_cookie_has_no_token() -> None:
    assert not await accepted(Sent(cookies={"portal": ""}, field=csrf_token("portal", "")), "portal")


@pytest.mark.parametrize(
    "token", ["", "x", "é" * 86, "=" * 86, "A" * 86, "A" * 85, "A" * 88, "A" * 1000, "\x00" * 86]
)
async def test_what_is_no_token_is_refused(token: str) -> None:
    assert not await accepted(Sent(cookies={"portal": "mine"}, field=token), "portal")


async def test_each_changed_character_spoils_a_token() -> None:
    token = csrf_token("portal", "mine")
    for place in range(0, 85, 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert not await accepted(Sent(cookies={"portal": "mine"}, field=changed), "portal")

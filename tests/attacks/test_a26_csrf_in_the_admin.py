"""A26, in the admin: a change that does not come from its own page, opened in this very session."""

import json
from collections.abc import Awaitable, Callable

import pytest

from tests import rows
from tests.admin.desk import ADMIN, Desk, desk_of
from tests.attacks.admin_addresses import Asked, everything, unsafe

pytestmark = pytest.mark.usefixtures("rolled_back")

JSON = {"content-type": "application/json"}


async def send(
    desk: Desk, asked: Asked, headers: dict[str, str], *, leaving_out: tuple[str, ...] = ()
) -> int:
    method, path = asked
    answer = await desk.browser.send(
        method, ADMIN + path, headers=JSON | headers, content=b"{}", leaving_out=leaving_out
    )
    return answer.status_code


async def without_token(desk: Desk, asked: Asked) -> int:
    return await send(desk, asked, {})


async def with_an_empty_token(desk: Desk, asked: Asked) -> int:
    return await send(desk, asked, {"x-csrftoken": ""})


async def with_the_token_of_another_session(desk: Desk, asked: Asked) -> int:
    return await send(desk, asked, {"x-csrftoken": (await desk_of("nora")).csrf})


async def with_half_a_token(desk: Desk, asked: Asked) -> int:
    return await send(desk, asked, {"x-csrftoken": desk.csrf[:32]})


async def with_a_token_of_the_attackers_own_cookie(desk: Desk, asked: Asked) -> int:
    desk.browser.cookies["csrftoken"] = "chosen"
    return await send(desk, asked, {"x-csrftoken": "chosen"})


async def with_the_token_in_the_address(desk: Desk, asked: Asked) -> int:
    method, path = asked
    return await send(desk, (method, f"{path}?csrftoken={desk.csrf}"), {})


async def from_origin_null(desk: Desk, asked: Asked) -> int:
    headers = {"x-csrftoken": desk.csrf, "origin": "null"}
    return await send(desk, asked, headers, leaving_out=("sec-fetch-site",))


async def from_no_origin(desk: Desk, asked: Asked) -> int:
    return await send(desk, asked, {"x-csrftoken": desk.csrf}, leaving_out=("sec-fetch-site", "origin"))


async def from_another_site(desk: Desk, asked: Asked) -> int:
    return await send(desk, asked, {"x-csrftoken": desk.csrf, "sec-fetch-site": "cross-site"})


async def from_a_neighbour_host(desk: Desk, asked: Asked) -> int:
    return await send(desk, asked, {"x-csrftoken": desk.csrf, "sec-fetch-site": "same-site"})


ATTEMPTS: tuple[Callable[[Desk, Asked], Awaitable[int]], ...] = (
    without_token,
    with_an_empty_token,
    with_the_token_of_another_session,
    with_half_a_token,
    with_a_token_of_the_attackers_own_cookie,
    with_the_token_in_the_address,
    from_origin_null,
    from_no_origin,
    from_another_site,
    from_a_neighbour_host,
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
async def test_nothing_is_changed_from_elsewhere(attempt: Callable[[Desk, Asked], Awaitable[int]]) -> None:
    asked = unsafe(await everything())
    assert len(asked) > 30
    for each in asked:
        desk = await desk_of("nora")
        assert await attempt(desk, each) == 403, each


async def test_reading_changes_nothing() -> None:
    nora = await desk_of("nora")
    before = await rows.value("select md5(string_agg(t::text, '' order by id)) from task_type t")
    for method, path in await everything():
        if method == "GET":
            await nora.ask(method, f"{path}")
    assert await rows.value("select md5(string_agg(t::text, '' order by id)) from task_type t") == before


async def test_a_change_from_its_own_page_is_made() -> None:
    nora = await desk_of("nora")
    await nora.get("/")
    headers = JSON | {"x-csrftoken": nora.browser.cookies["csrftoken"]}
    answer = await nora.browser.send(
        "POST",
        f"{ADMIN}/api/tables/user_groups/",
        headers=headers,
        content=json.dumps({"name": "Night"}).encode(),
    )
    assert answer.status_code == 201

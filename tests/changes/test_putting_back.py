"""Staff give a field the value it had before a change that stands in the chart."""

from uuid import UUID

import pytest

from tests import people, rows
from tests.changes.saves import (
    OLD_PHONE,
    OTHER_PHONE,
    PHONE,
    decide,
    held,
    line_of,
    lines,
    post,
    recorded,
    review_first,
    reviewing,
    save,
    save_two,
    tab,
)
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")

BUTTON = "Put the old value back"


async def put_back(browser: Browser, field_id: UUID) -> int:
    return await post(browser, f"{tab()}/fields/{field_id}/putting-back", {})


async def test_a_change_that_stands_in_the_chart_is_put_back() -> None:
    await save(phone=PHONE)
    nora = await reviewing()
    page = await nora.press(BUTTON)
    page.shows("The old value stands in the chart again.", "Put back", "Nora Novak")
    page.lacks(BUTTON)
    assert await held("phone") == OLD_PHONE
    assert (await line_of("phone")).standing == "put_back"
    (await (await people.alice()).open("/information/basic")).shows(
        "Put back by your practice", "(312) 555-0111"
    )
    assert await recorded("information_put_back") == 1


async def test_what_was_corrected_is_put_back_to_what_stood_there_before_the_client() -> None:
    await review_first()
    await save_two()
    nora = await reviewing()
    await decide(nora, phone="correct", phone_kept="312 555 0101")
    await nora.press(BUTTON)
    assert await held("phone") == OLD_PHONE


async def test_a_second_change_of_what_waited_is_put_back_to_what_the_chart_held() -> None:
    await review_first()
    await save(phone=PHONE)
    await save(phone=OTHER_PHONE)
    nora = await reviewing()
    await decide(nora, phone="accept")
    await nora.press(BUTTON)
    assert await held("phone") == OLD_PHONE, "The number that was never in the chart stays out of it."


async def test_it_is_put_back_once() -> None:
    await save(phone=PHONE)
    nora, other = await reviewing(), await reviewing()
    await nora.press(BUTTON)
    page = await other.press(BUTTON, status=409)
    page.shows("This change does not stand in the chart")
    assert await recorded("information_put_back") == 1


async def test_only_what_is_still_in_force_is_put_back() -> None:
    await save(phone=PHONE)
    first, nora = await line_of("phone"), await reviewing()
    await save(phone=OTHER_PHONE)
    assert await put_back(nora, first.id) == 409
    assert await held("phone") == OTHER_PHONE
    page = await nora.open(f"{tab()}/{first.request_id}")
    page.lacks(BUTTON)
    page.shows("In the chart now (312) 555-0155")


@pytest.mark.parametrize("standing", ["in_review", "declined", "replaced", "put_back", "taken_back"])
async def test_what_does_not_stand_in_the_chart_is_not_put_back(standing: str) -> None:
    await save(phone=PHONE)
    nora = await reviewing()
    await rows.change("update changed_field set standing = $1", standing)
    assert await put_back(nora, (await line_of("phone")).id) == 409
    assert await held("phone") == PHONE
    (await nora.open(f"{tab()}/{(await line_of('phone')).request_id}")).lacks(BUTTON)


async def test_what_was_corrected_to_what_stood_there_has_nothing_to_put_back() -> None:
    await review_first()
    await save(phone=PHONE)
    nora = await reviewing()
    page = await decide(nora, phone="correct", phone_kept=OLD_PHONE)
    page.lacks(BUTTON)
    assert await put_back(nora, (await line_of("phone")).id) == 409


async def test_a_form_of_the_clients_that_was_open_is_told() -> None:
    await save(phone=PHONE)
    alice = await people.alice()
    await alice.open("/information/basic/edit")
    await (await reviewing()).press(BUTTON)
    page = await alice.press("Save", status=409, phone=OTHER_PHONE)
    page.shows("this was changed elsewhere to “(312) 555-0111”")


async def test_a_field_of_another_chart_or_of_nobody_is_not_found() -> None:
    await save("bob", preferred_name="Bobby")
    [bobs] = await lines("bob")
    nora = await people.nora()
    await nora.open(tab())
    assert await put_back(nora, bobs.id) == 404
    assert await put_back(nora, UUID(int=1)) == 404
    assert await held("preferred_name", "bob") == "Bobby"


async def test_who_may_not_change_clients_puts_nothing_back() -> None:
    await save(phone=PHONE)
    terry = await reviewing("terry")
    assert terry.page is not None
    terry.page.lacks(BUTTON)
    assert await put_back(terry, (await line_of("phone")).id) == 403
    assert await held("phone") == PHONE

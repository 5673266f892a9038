"""*Accept all* takes over what somebody has seen, and nothing that became of it since."""

import pytest

from tests import people
from tests.changes.saves import review_first, reviewing, said, save, save_two, set_to

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")


async def test_what_the_client_has_changed_once_more_is_not_taken_over_in_part() -> None:
    await review_first()
    await save_two()
    nora = await reviewing()
    await save(phone="312 555 0123")
    (await nora.press("Accept all", status=409)).find(".error-summary")
    assert {standing for *_, standing in await said()} == {"in_review", "replaced"}


async def test_the_second_of_two_is_told_that_it_is_decided() -> None:
    await review_first()
    await save_two()
    first, second = await reviewing(), await reviewing()
    await first.press("Accept all")
    (await second.press("Accept all", status=409)).find(".error-summary")


async def test_home_counts_saves_that_wait_and_none_of_a_section_that_is_hidden() -> None:
    await review_first()
    await review_first("details")
    await save_two()
    await save(path="/information/details", marital_status="M")
    alice = await people.alice()
    (await alice.open("/home")).shows("2 changes are in review")
    await set_to(update_details="hidden")
    (await alice.open("/home")).shows("1 change is in review")
    await set_to(update_basic="hidden")
    (await alice.open("/home")).lacks("in review")

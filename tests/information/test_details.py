"""Details: what somebody may tell of themselves, and need not."""

import pytest

from app.clients.lists.origin import ALONE, DETAILS, INDIGENOUS, ORIGINS
from app.information.details import detail_name, read_details, with_boxes
from app.web.forms import BadParts
from tests import people
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH, EDIT = "/information/details", "/information/details/edit"
BOB = people.client_id("bob")


async def told() -> dict[str, str]:
    found = await read_details(BOB, BOB)
    assert found is not None
    return found


async def at_form() -> Browser:
    bob = await people.bob()
    await bob.open(EDIT)
    return bob


async def send(browser: Browser, *ticked: tuple[str, str], status: int = 303, **fields: str) -> str:
    """Send the form with several boxes of one name ticked; give the page it is answered with, or led to."""
    from urllib.parse import urlencode

    from tests.page import FORM

    assert browser.page is not None
    typed = [("_csrf", browser.token), ("seen", browser.page.value("seen")), *ticked, *fields.items()]
    answer = await browser.send(
        "POST", PATH, headers={"content-type": FORM}, content=urlencode(typed).encode()
    )
    assert answer.status_code == status, answer.text
    return answer.text if status != 303 else (await browser.open(PATH)).words


async def test_every_question_can_stay_empty() -> None:
    bob = await at_form()
    (await bob.press("Save")).shows("Nothing was changed.", "Race and ethnicity", "Not given")
    assert await told() == {}


async def test_several_boxes_and_those_below_them_are_kept_in_the_lists_order() -> None:
    bob = await at_form()
    words = await send(
        bob,
        ("origin", "2106-3"),
        ("origin", "2028-9"),
        (detail_name("2028-9"), "2047-9"),
        (detail_name("2028-9"), "2034-7"),
        language="yue",
        interpreter="yes",
    )
    assert "Asian, White" in words
    assert "Chinese, Vietnamese" in words
    assert "Chinese (Cantonese)" in words
    assert await told() == {
        "origin": "2028-9 2106-3",
        detail_name("2028-9"): "2034-7 2047-9",
        "language": "yue",
        "interpreter": "yes",
    }


@pytest.mark.parametrize("code", ALONE)
async def test_an_answer_that_stands_alone_goes_with_no_other(code: str) -> None:
    bob = await at_form()
    text = await send(bob, ("origin", "2106-3"), ("origin", code), status=422)
    assert "cannot go with other answers" in text
    assert text.count("checked") >= 2
    assert await told() == {}


async def test_the_seven_boxes_and_two_answers_of_the_question_are_there() -> None:
    bob = await at_form()
    assert bob.page is not None
    assert [box["value"] for box in bob.page.all("[name=origin]")] == list(ORIGINS.codes)
    for code, values in DETAILS.items():
        boxes = bob.page.all(f"[name={detail_name(code)}]")
        assert [box["value"] for box in boxes] == list(values.codes)


async def test_what_is_not_on_a_list_is_refused_at_its_field() -> None:
    bob = await at_form()
    text = await send(bob, status=422, marital_status="X", sex="<b>", language="xx")
    assert text.count("Please choose from the list.") == 6  # beside each field and in the summary
    assert await told() == {}


async def test_it_can_be_taken_back() -> None:
    bob = await at_form()
    await send(bob, ("origin", "2106-3"), marital_status="M")
    await bob.open(EDIT)
    await send(bob, marital_status="")
    assert await told() == {}


BLANK = {"origin": "", **{detail_name(code): "" for code in (INDIGENOUS, *DETAILS)}}


def test_a_detail_ticks_its_box_in_the_lists_order() -> None:
    typed = BLANK | {"origin": "2106-3", detail_name("2028-9"): "2029-7", detail_name(INDIGENOUS): "Maya"}
    assert with_boxes(typed) == typed | {"origin": "1002-5 2028-9 2106-3"}


@pytest.mark.parametrize("origin", ["", "2028-9", "2028-9 2106-3", *ALONE])
def test_boxes_without_details_stay_as_they_are(origin: str) -> None:
    assert with_boxes(BLANK | {"origin": origin}) == BLANK | {"origin": origin}


@pytest.mark.parametrize("code", ALONE)
def test_a_detail_beside_an_answer_that_stands_alone_is_refused_at_the_detail(code: str) -> None:
    with pytest.raises(BadParts) as why:
        with_boxes(BLANK | {"origin": code, detail_name("2028-9"): "2029-7"})
    assert list(why.value.sentences) == [detail_name("2028-9")]


async def test_a_detail_that_is_saved_ticks_its_box() -> None:
    bob = await at_form()
    await send(bob, (detail_name("2028-9"), "2029-7"))
    assert await told() == {"origin": "2028-9", detail_name("2028-9"): "2029-7"}


async def test_a_detail_beside_no_answer_is_refused_and_stands_open() -> None:
    bob = await at_form()
    text = await send(bob, ("origin", "ASKU"), (detail_name("2028-9"), "2029-7"), status=422)
    assert "“I prefer not to answer” cannot go with other answers." in text
    assert '<details class="folded" open>' in text
    assert await told() == {}

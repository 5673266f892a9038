"""Scores are kept when answers are sent, shown to staff, and to clients as far as the practice says."""

import json

import pytest

from app.activity.actor import Actor
from app.forms.instruments.service import keep_scores
from app.practice.service import set_settings
from tests import people, rows
from tests.forms.instruments.sent import assigned, last_response, press, scores, send_phq, sent_days_ago
from tests.page import Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")
SCORES = f"/staff/clients/{people.client_id('alice')}/scores"


async def show_scores(how: str) -> None:
    await set_settings(by=Actor.system("test"), values={"client_scores": how})


async def sent_page() -> Page:
    alice = await people.alice()
    form = await send_phq(alice)
    return await alice.open(f"/forms/{form}")


async def test_sending_a_phq_9_keeps_its_score() -> None:
    await send_phq(await people.alice(), [2, 2, 2, 2, 2, 1, 1, 0, 0])
    (score,) = await scores()
    assert (score["instrument"], score["total"], score["band"], score["positive"]) == (
        "phq-9",
        12,
        "moderate",
        True,
    )
    assert score["response"] == await last_response()


async def test_a_form_that_is_no_instrument_has_no_score() -> None:
    alice = await people.alice()
    await keep_scores(
        response_id=people.client_id("alice"), client_id=people.client_id("alice"), instrument="", response={}
    )
    await alice.open("/forms")
    assert await scores() == []


async def test_answers_that_are_not_complete_are_kept_without_a_total() -> None:
    await send_phq(await people.alice())
    await rows.change("delete from form_score")
    response = {"item": [{"linkId": "44260-8", "answer": [{"valueCoding": {"code": "LA6570-1"}}]}]}
    await keep_scores(
        response_id=await last_response(),
        client_id=people.client_id("alice"),
        instrument="phq-9",
        response=response,
    )
    (score,) = await scores()
    assert (score["total"], score["band"], score["positive"]) == (None, "", None)
    assert json.loads(score["flags"]) == {"safety": True}
    (await (await people.terry()).open(SCORES)).shows("Incomplete: no score", "An answer shows danger")


@pytest.mark.parametrize(("sex", "positive"), [("248153007", False), ("248152002", True), ("", True)])
async def test_the_cut_off_of_the_audit_c_goes_by_the_sex_in_the_chart(sex: str, *, positive: bool) -> None:
    from app.information.details import write_details

    client = people.client_id("alice")
    await write_details(client, client, {"sex": sex})
    alice = await people.alice()
    form = await assigned("audit-c")
    await alice.open(f"/forms/{form}")
    # once a month or less, 5 or 6 drinks, never six or more: 1 + 2 + 0
    typed = {"a.68518-0": "1", "a.68519-8": "3", "a.68520-6": "0"}
    await press(alice, "Look over my answers", typed)
    await alice.press("Send my answers")
    (score,) = await scores()
    assert (score["total"], score["positive"]) == (3, positive)


@pytest.mark.parametrize(
    ("how", "seen", "not_seen"),
    [
        ("never", (), ("Your score", "mild")),
        ("score", ("Your score: 8 of 27",), ("mild",)),
        ("words", ("Your score: 8 of 27, mild",), ()),
    ],
)
async def test_clients_see_their_score_as_the_practice_says(
    how: str, seen: tuple[str, ...], not_seen: tuple[str, ...]
) -> None:
    await show_scores(how)
    page = await sent_page()
    page.shows(*seen)
    listed = await (await people.alice()).open("/forms")
    listed.shows(*seen)
    for words in not_seen:
        assert words not in page.words
        assert words not in listed.words


async def test_no_client_sees_a_score_unless_the_practice_says_so() -> None:
    assert "Your score" not in (await sent_page()).words


async def test_a_score_without_a_total_is_not_shown_to_the_client() -> None:
    await show_scores("words")
    alice = await people.alice()
    form = await send_phq(alice)
    await rows.change("update form_score set total = null, band = ''")
    assert "Your score" not in (await alice.open(f"/forms/{form}")).words


async def test_staff_see_how_the_scores_of_a_chart_went() -> None:
    alice = await people.alice()
    await send_phq(alice, [3, 3, 3, 3, 3, 0, 0, 0, 0])
    await sent_days_ago(await last_response(), 60)
    await send_phq(alice)
    page = await (await people.terry()).open(SCORES)
    page.shows("PHQ-9", "8 of 27", "mild", "15 of 27", "moderately severe", "Alice Anderson")
    picture = page.find("svg.trend")
    assert picture["role"] == "img"
    title, description = (page.find(f"#{picture[name]}") for name in ("aria-labelledby", "aria-describedby"))
    assert title.get_text() == "PHQ-9 scores"
    assert "2 scores. The first was 15 of 27, moderately severe on" in description.get_text()
    assert len(page.all("svg.trend circle")) == 2
    totals = [total.get_text() for total in page.all("tbody strong")]
    assert totals == ["8 of 27", "15 of 27"]


async def test_one_score_has_no_line_but_a_table() -> None:
    await send_phq(await people.alice())
    page = await (await people.terry()).open(SCORES)
    assert not page.all("svg.trend")
    assert len(page.all("tbody tr")) == 1


async def test_a_score_of_answers_that_were_corrected_counts_no_more() -> None:
    alice = await people.alice()
    await send_phq(alice, [3, 3, 3, 3, 3, 0, 0, 0, 0])
    await alice.press("Correct my answers")
    await press(alice, "Look over my answers", {"a.phq-9/44250-9": "0"})
    await alice.press("Send my answers")
    (await (await people.terry()).open(SCORES)).shows("12 of 27")
    page = await (await people.terry()).open(SCORES)
    assert "15 of 27" not in page.words
    assert len(await scores()) == 2


async def test_a_score_of_answers_that_were_entered_in_error_counts_no_more() -> None:
    await send_phq(await people.alice())
    await rows.change(
        "update form_response set status = 'entered-in-error' where id = $1", await last_response()
    )
    (await (await people.terry()).open(SCORES)).shows("No scores yet")


async def test_the_scores_of_a_chart_are_kept_from_whoever_may_not_read_its_answers() -> None:
    await send_phq(await people.alice())
    assert (await (await people.dana()).send("GET", SCORES)).status_code == 404
    assert (await (await people.stan()).send("GET", SCORES)).status_code == 403
    assert (await (await people.alice()).send("GET", SCORES)).status_code in (303, 401, 403, 404)


async def test_many_scores_cost_no_more_statements_than_one() -> None:
    alice, terry = await people.alice(), await people.terry()
    await send_phq(alice)
    await terry.open(SCORES)
    async with counted() as one:
        await terry.open(SCORES)
    for _ in range(3):
        await send_phq(alice)
    async with counted() as many:
        await terry.open(SCORES)
    assert many.count == one.count <= 8

"""The reports: for whom, what they show, and the table to take away."""

import re
from datetime import date

import pytest

from app import db
from app.office.reports.counting import count_months
from app.office.reports.drawing import drawing_of
from app.office.reports.figures import MEANINGS, SECTIONS, Figure
from app.office.reports.wording import share_words, span_words
from app.office.tables import ReportFigure
from app.staff.rules import Action, PermissionRule
from tests import people, rows
from tests.admin.grants import give

pytestmark = pytest.mark.usefixtures("rolled_back")

PAGE = "/staff/reports"
FILE = f"{PAGE}/figures.csv"
VIEW = {PermissionRule.REPORTS: frozenset({Action.VIEW})}
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
KNOWN = "select amount from report_figure where staff is null and month = $1 and figure = $2"
AUDITED = "select count(*) from audit_event where kind = 'report_downloaded' and staff = $1"


@pytest.fixture(autouse=True)
async def two_months() -> None:
    """Let April and May be all that was counted."""
    await ReportFigure.delete(force=True)
    for month, sent in ((APRIL, 1204), (MAY, 7)):
        await keep("", month, Figure.MESSAGES_RECEIVED, sent)
        await keep("", month, Figure.ANSWERS_IN_TIME, 19)
        await keep("", month, Figure.ANSWERS_LATE, 1)
        await keep("", month, Figure.ANSWER_MINUTES, 660)
        await keep("terry", month, Figure.MESSAGES_RECEIVED, 33)
        await keep("dana", month, Figure.MESSAGES_RECEIVED, 44)
    await keep("", MAY, Figure.STANDS_ACTIVE, 3)
    await keep("", MAY, Figure.STANDS_NEVER, 1)


async def keep(name: str, month: date, figure: Figure, amount: int, *, team: bool = False) -> None:
    await rows.change(
        "insert into report_figure (id, month, staff, supervised, figure, amount, counted_at) "
        "values ($1, $2, $3, $4, $5, $6, '2026-05-20 12:00Z')",
        db.new_id(),
        month,
        people.staff_id(name) if name else None,
        team,
        figure.value,
        amount,
    )


async def test_a_client_admin_sees_the_practice_and_everybody_by_name() -> None:
    page = await (await people.nora()).open(PAGE)
    page.shows("The whole practice, Apr 2026 to May 2026", "1,204", "19 95%", "11 hours", "1,211")
    page.shows("By staff member", "Terry Tran, LCSW", "Dana Diaz", "75%")
    assert page.find("#messages-title").get_text() == "Messages"


async def test_a_picture_says_in_words_what_it_shows_and_tells_its_bars_apart_without_colour() -> None:
    page = await (await people.nora()).open(PAGE)
    picture = page.find("section[aria-labelledby=messages-title] figure > svg")
    described = page.find(f"#{picture['aria-describedby']}").get_text()
    assert "Answered in time: 19 in Apr 2026, 19 in May 2026, at most 19." in described
    assert len(picture.select("g.full rect")) == 2
    assert all(bar.find("title") for bar in picture.select("g rect"))
    assert page.all("section[aria-labelledby=messages-title] g.hatched")


async def test_months_are_chosen_and_turned_where_they_stand_the_wrong_way_round() -> None:
    nora = await people.nora()
    page = await nora.open(f"{PAGE}?since=2026-05&until=2026-05")
    page.lacks("1,204")
    turned = await nora.open(f"{PAGE}?since=2026-05&until=2026-04")
    turned.shows("Apr 2026 to May 2026", "1,204")
    for odd in ("since=2026-13&until=x", "since=1990-01", "until=2199-01", "since=" + "9" * 300):
        await nora.open(f"{PAGE}?{odd}")


async def test_others_see_the_charts_that_are_their_own_and_of_whom_they_supervise() -> None:
    await give("terry", VIEW)
    terry = await people.terry()
    page = await terry.open(PAGE)
    page.shows("My charts, Apr 2026", "66")
    page.lacks("1,204", "Dana Diaz", "By staff member", "44")
    for value in ("", "team", str(people.staff_id("dana")), "x"):
        await terry.open(f"{PAGE}?of={value}", status=200 if value == "" else 404)
    await rows.change(
        "update staff_member set supervisor = $1 where id = $2",
        people.staff_id("terry"),
        people.staff_id("dana"),
    )
    await keep("terry", MAY, Figure.MESSAGES_RECEIVED, 77, team=True)
    (await terry.open(PAGE)).shows("My charts and those of whom I supervise", "77", "Dana Diaz")
    (await terry.open(f"{PAGE}?of={people.staff_id('dana')}")).shows("88")


async def test_without_the_rule_neither_page_nor_file_is_open() -> None:
    everything_else: dict[PermissionRule, frozenset[Action]] = {
        rule: frozenset(Action) for rule in PermissionRule if rule is not PermissionRule.REPORTS
    }
    await give("terry", everything_else, client_admin=True)
    await give("dana", {PermissionRule.REPORTS: frozenset(Action) - {Action.VIEW}})
    for browser in (await people.terry(), await people.dana()):
        for path in (PAGE, FILE):
            await browser.open(path, status=403)


async def test_the_file_holds_the_choice_and_who_took_it_is_kept() -> None:
    nora = await people.nora()
    await rows.change(
        "update staff_member set last_name = '=HYPERLINK(1)', first_name = '' where id = $1",
        people.staff_id("dana"),
    )
    answer = await nora.send("GET", f"{FILE}?since=2026-05")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Whose charts,Month,Getting in: In care")
    assert "Messages: Half answered within (minutes)" in lines[0]
    assert lines[1].startswith("The whole practice,2026-05,")
    assert {"7", "660"} <= set(lines[1].split(","))
    assert "'=HYPERLINK(1)" in answer.text
    assert not any(line.startswith("=") for line in lines)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert await rows.value(AUDITED, people.staff_id("nora")) == 1
    await give("terry", VIEW)
    mine = (await (await people.terry()).send("GET", FILE)).content.decode("utf-8-sig")
    assert "My charts,2026-04" in mine
    assert not {"44", "1204"} & set(re.split(r"[,\r\n]", mine))


async def test_before_anything_is_counted_the_page_says_so() -> None:
    await ReportFigure.delete(force=True)
    page = await (await people.nora()).open(PAGE)
    page.shows("Nothing is counted yet")
    assert (await (await people.nora()).send("GET", FILE)).status_code == 200


async def test_the_demo_practice_has_figures_from_the_first_day() -> None:
    await rows.change("delete from report_figure")
    months = await count_months()
    assert len(months) >= 8
    assert await rows.value(KNOWN, months[0], Figure.IN_CARE.value) == 4


def test_every_figure_has_a_column_and_a_meaning() -> None:
    shown = [figure for section in SECTIONS for figure in section.columns]
    assert sorted([*shown, *(figure for figure in Figure if figure.stands)]) == sorted(Figure)
    assert set(MEANINGS) == set(Figure)


def test_shares_and_spans_are_worded_as_people_say_them() -> None:
    assert [share_words(*each) for each in ((0, 0), (0, 9), (1, 900), (899, 900), (9, 9), (1, 3))] == [
        "", "0%", "1%", "99%", "100%", "33%",
    ]  # fmt: skip
    assert [span_words(each) for each in (1, 119, 120, 4319, 4320, 14400)] == [
        "1 minute", "119 minutes", "2 hours", "72 hours", "3 days", "10 days",
    ]  # fmt: skip


def test_a_picture_needs_two_months_and_something_to_show() -> None:
    assert drawing_of("x", [MAY], [("a", [5])]) is None
    assert drawing_of("x", [APRIL, MAY], [("a", [0, 0])]) is None
    drawing = drawing_of("x", [APRIL, MAY], [("a", [3, 9]), ("b", [1, 0])])
    assert drawing is not None
    assert [mark.words for mark in drawing.numbers] == ["0", "5", "10"]
    full, hatched = drawing.series
    assert (full.hatched, hatched.hatched) == (False, True)
    assert full.bars[1].height == pytest.approx(3 * full.bars[0].height, abs=0.2)


async def test_months_before_the_first_figure_are_not_shown_and_can_still_be_chosen() -> None:
    await keep("", date(2025, 10, 1), Figure.MESSAGES_RECEIVED, 0)
    page = await (await people.nora()).open(PAGE)
    assert [row.get_text() for row in page.all("section[aria-labelledby=messages-title] tbody th")] == [
        "May 2026",
        "Apr 2026",
        "Mar 2026",
    ]
    page.shows("The whole practice, Mar 2026 to May 2026")
    assert page.all("#since option[value='2025-10']")
    (await (await people.nora()).open(f"{PAGE}?since=2025-10")).shows("Oct 2025 to May 2026")

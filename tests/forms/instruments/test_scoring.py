"""Scores by published rules, with values written out; the product's own cases are compared in .ci/conformance."""

from collections.abc import Sequence

import pytest

from app.forms.instruments import scoring
from app.forms.instruments.known import INSTRUMENTS
from app.forms.instruments.scoring import Score, Sex


@pytest.mark.parametrize(
    ("points", "total", "band", "positive"),
    [
        ([0, 0, 0, 0, 0, 0, 0, 0, 0], 0, "minimal", False),
        ([2, 2, 1, 1, 1, 1, 1, 0, 0], 9, "mild", False),
        ([2, 2, 1, 1, 1, 1, 1, 1, 0], 10, "moderate", True),
        ([2, 2, 2, 2, 2, 2, 2, 1, 0], 15, "moderately severe", True),
        ([3, 3, 3, 3, 3, 3, 2, 0, 0], 20, "severe", True),
    ],
)
def test_the_phq_9_has_five_bands_and_is_positive_from_10_on(
    points: Sequence[int], total: int, band: str, *, positive: bool
) -> None:
    assert scoring.phq_9(points) == Score(total, band, positive)


def test_item_9_of_the_phq_9_is_flagged_even_where_nothing_else_is_answered() -> None:
    assert scoring.phq_9([0, 0, 0, 0, 0, 0, 0, 0, 1]).flags == {"safety": True}
    assert scoring.phq_9([None] * 8 + [2]) == Score(flags={"safety": True})
    assert scoring.phq_9([3, 3, 3, 3, 3, 3, 3, 3, 0]).flags == {}


@pytest.mark.parametrize("key", sorted(INSTRUMENTS))
def test_an_instrument_with_an_unanswered_item_has_no_score(key: str) -> None:
    instrument = INSTRUMENTS[key]
    score = instrument.rule([None] * instrument.items, Sex.UNKNOWN)
    assert (score.total, score.band, score.positive) == (None, "", None)


@pytest.mark.parametrize("key", sorted(INSTRUMENTS))
def test_most_points_in_every_item_make_the_highest_total(key: str) -> None:
    instrument = INSTRUMENTS[key]
    score = instrument.rule([instrument.most] * instrument.items, Sex.UNKNOWN)
    assert score.total == (instrument.highest if instrument.has_total else None)


@pytest.mark.parametrize("key", [key for key, each in INSTRUMENTS.items() if each.bands])
def test_the_bands_of_an_instrument_leave_no_total_out(key: str) -> None:
    bands = INSTRUMENTS[key].bands
    covered = [total for band in bands for total in range(band.least, band.most + 1)]
    assert covered == list(range(INSTRUMENTS[key].highest + 1))


def test_the_gad_7_is_severe_from_15_on() -> None:
    assert scoring.gad_7([2, 2, 2, 2, 2, 2, 2]) == Score(14, "moderate", True)
    assert scoring.gad_7([3, 2, 2, 2, 2, 2, 2]) == Score(15, "severe", True)


def test_the_phq_2_is_positive_from_3_on() -> None:
    assert scoring.phq_2([1, 1]).positive is False
    assert scoring.phq_2([1, 2]).positive is True


@pytest.mark.parametrize(("sex", "positive"), [(Sex.FEMALE, True), (Sex.UNKNOWN, True), (Sex.MALE, False)])
def test_the_audit_c_asks_for_one_point_more_of_men(sex: Sex, *, positive: bool) -> None:
    assert scoring.audit_c([1, 1, 1], sex).positive is positive


def test_the_audit_c_tells_when_all_its_points_come_from_question_1() -> None:
    assert scoring.audit_c([4, 0, 0], Sex.MALE).flags == {"cutoff": 4, "only_question_1": True}
    assert scoring.audit_c([2, 2, 0], Sex.MALE).flags == {"cutoff": 4}


def test_the_pc_ptsd_5_tells_what_a_lower_cut_off_says() -> None:
    assert scoring.pc_ptsd_5([1, 1, 1, 0, 0]) == Score(3, "", False, {"at_3": True})
    assert scoring.pc_ptsd_5([1, 1, 1, 1, 0]) == Score(4, "", True, {"at_3": True})


def test_the_pcl_5_counts_items_of_each_cluster_apart_from_its_total() -> None:
    few = [2] + [0] * 4 + [2, 0] + [2, 2] + [0] * 5 + [2, 2] + [0] * 4
    assert scoring.pcl_5(few) == Score(
        12, "", False, {"B": 2, "C": 2, "D": 4, "E": 4, "provisional": True, "at_31": False}
    )
    many = [4] * 5 + [1, 1] + [4] * 13
    assert scoring.pcl_5(many).positive is True
    assert scoring.pcl_5(many).flags["provisional"] is False


def test_question_3_of_the_dast_10_may_be_asked_the_other_way_round() -> None:
    assert scoring.turned(0) == 1
    assert scoring.turned(1) == 0
    assert scoring.turned(None) is None


def test_the_answers_of_the_epds_run_both_ways() -> None:
    assert scoring.epds_points([0] * 10) == [0, 0, 3, 0, 3, 3, 3, 3, 3, 3]
    assert scoring.epds_points([3, None, 0, 3, 0, 0, 0, 0, 0, 0]) == [3, None, 3, 3, 3, 3, 3, 3, 3, 3]


@pytest.mark.parametrize(
    ("points", "risk", "urgency"),
    [
        ([0, 0, None, None, None, 0, None], "none", "none"),
        ([1, 0, None, None, None, 0, None], "low", "routine review"),
        ([1, 1, 1, 0, 0, 0, None], "moderate", "same day"),
        ([0, 0, None, None, None, 1, 0], "moderate", "same day"),
        ([0, 0, None, None, None, 1, 1], "high", "immediate"),
        ([1, 1, 0, 0, 1, 0, None], "high", "immediate"),
    ],
)
def test_the_c_ssrs_is_sorted_by_its_triage(points: Sequence[int | None], risk: str, urgency: str) -> None:
    score = scoring.c_ssrs(points)
    assert (score.band, score.positive, score.flags["urgency"]) == (risk, risk != "none", urgency)


def test_a_yes_in_a_c_ssrs_that_was_left_halfway_is_flagged() -> None:
    assert scoring.c_ssrs([1, 1, None, None, None, None, None]) == Score(flags={"safety": True})

"""How the scores of a chart went, drawn and as a table: clear in light and dark, on a phone and on a desk, and on paper."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.filled_forms import forget_forms
from tests.journeys.person import SCHEMES, Look
from tests.journeys.server import Server
from tests.people import client_id

pytestmark = pytest.mark.browser

BOB = client_id("bob")
SCORES = f"/staff/clients/{BOB}/scores"
TOTALS = ((21, "severe", 80), (14, "moderate", 50), (6, "mild", 10))
MADE_BY = "Made for a picture"
SEED = """
with form as (select id from questionnaire where url = 'urn:client-portal:form:phq-9'),
assigned as (
  insert into form_assignment (id, client, questionnaire, required, assigned_at, assigned_by_name, completed_at, taken_back_by_name)
  select gen_random_uuid(), $1, form.id, true, now(), $5, now(), '' from form returning id),
given as (
  insert into form_response (id, client, assignment, status, answers, revision, page, started_at, saved_at, sent_at,
    written_by_kind, written_by_name, source, reviewed_by_name)
  select gen_random_uuid(), $1, assigned.id, 'completed', '\\x00', 1, 1, now(), now(),
    now() - make_interval(days => $4), 'client', 'Bob Baker', 'portal', '' from assigned returning id)
insert into form_score (id, client, response, instrument, total, band, positive, flags, scored_at)
select gen_random_uuid(), $1, given.id, 'phq-9', $2, $3, true, '{"safety": true}', now() from given returning id
"""
OF_THE_TEST = "select id from form_assignment where assigned_by_name = $1"
ANSWERS = f"select id from form_response where assignment in ({OF_THE_TEST})"
CLEAR = (
    f"delete from form_score where response in ({ANSWERS}) returning id",
    f"delete from form_response where assignment in ({OF_THE_TEST}) returning id",
    "delete from form_assignment where assigned_by_name = $1 returning id",
)


@pytest.fixture
def scored(server: Server) -> Iterator[None]:
    """Let Bob have sent three PHQ-9 in three months."""
    forget_forms(server, "bob")
    for total, band, days in TOTALS:
        server.rows(SEED, BOB, total, band, days, MADE_BY)
    yield
    for statement in CLEAR:
        server.rows(statement, MADE_BY)


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_line_through_scores_is_clear_on_every_screen(invite: Invite, language: str) -> None:
    dana = invite("dana", look=Look(language=language))
    dana.open(SCORES)
    picture = dana.page.locator("svg.trend")
    expect(picture.locator("circle")).to_have_count(3)
    expect(dana.page.locator("tbody tr")).to_have_count(3)
    for width in (320, 390, 1280):
        dana.page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            dana.page.emulate_media(color_scheme=scheme)
            dana.check_sight()


@pytest.mark.usefixtures("scored")
def test_the_picture_of_scores_is_told_in_words_to_who_does_not_see_it(invite: Invite) -> None:
    dana = invite("dana")
    dana.open(SCORES)
    picture = dana.page.get_by_role("img", name="PHQ-9 scores")
    expect(picture).to_have_accessible_description(
        re.compile(r"3 scores\. The first was 21 of 27, severe on")
    )

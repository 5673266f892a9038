"""Forms of the admin that name a client by the login: for charts that are open to whoever fills them in."""

import pytest

from app.activity.kinds import Kind
from tests import people, rows
from tests.admin import audit
from tests.admin.desk import Desk, desk_of

pytestmark = pytest.mark.usefixtures("rolled_back")

LIFT, NO_SECOND_STEP = "lift-a-client-sign-in-lock", "reset-a-client-second-step"
ANSWER = "No client whose chart is open to you signs in with this login."


async def dana_with_the_rule() -> Desk:
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), id, 'Portal accounts', true, true, true, true from profile where name = 'Clinician'"
    )
    return await desk_of("dana")


@pytest.mark.parametrize("form", [LIFT, NO_SECOND_STEP])
async def test_a_login_of_another_clinicians_client_answers_like_one_that_nobody_has(form: str) -> None:
    dana = await dana_with_the_rule()
    refused = await audit.count(Kind.ACCESS_DENIED)
    alice, nobody = await dana.take(form, username="alice"), await dana.take(form, username="nobody-at-all")
    assert (alice.status_code, alice.text) == (nobody.status_code, nobody.text)
    assert alice.status_code == 422
    assert ANSWER in alice.text
    assert await audit.count(Kind.ACCESS_DENIED) == refused + 2
    for kind in (Kind.SIGN_IN_LOCK_LIFTED, Kind.SECOND_STEP_RESET):
        assert await audit.count(kind) == 0


@pytest.mark.parametrize(
    ("form", "done"), [(LIFT, Kind.SIGN_IN_LOCK_LIFTED), (NO_SECOND_STEP, Kind.SECOND_STEP_RESET)]
)
async def test_a_login_of_ones_own_client_is_let_in_again(form: str, done: Kind) -> None:
    dana = await dana_with_the_rule()
    for username in ("BOB", "gina"):
        answer = await dana.take(form, username=username)
        assert answer.status_code == 200, answer.text
    assert await audit.count(done) == 2


@pytest.mark.parametrize("form", [LIFT, NO_SECOND_STEP])
async def test_a_login_that_opens_another_clinicians_chart_besides_is_left_alone(form: str) -> None:
    await rows.change(
        "insert into chart_grant (id, account, client, kind, starts_on, created_at)"
        " values (gen_random_uuid(), $1, $2, 'guardian', '2026-01-01', now())",
        people.account_id("gina"),
        people.client_id("alice"),
    )
    answer = await (await dana_with_the_rule()).take(form, username="gina")
    assert answer.status_code == 403
    assert "opens charts that you may not" in answer.text

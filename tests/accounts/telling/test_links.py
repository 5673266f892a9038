"""The link of a notice lands on what waits, after signing in, for whom it was sent to and nobody else."""

from uuid import uuid4

import pytest

from tests import people, rows
from tests.accounts.grants.access import open_to, revoke
from tests.accounts.telling.told import noticed
from tests.messages.threads import JAM, thread_id

pytestmark = pytest.mark.usefixtures("rolled_back")

THREAD = f"/messages/{thread_id(JAM)}"


async def test_it_lands_on_what_waits() -> None:
    notice = await noticed("alice", path=THREAD)
    alice = await people.alice()
    assert (await alice.open(f"/notices/{notice}")).path == THREAD


async def test_whoever_is_not_signed_in_lands_there_after_signing_in() -> None:
    notice = await noticed("alice", path=THREAD)
    somebody = await people.nobody()
    page = await somebody.open(f"/notices/{notice}")
    assert page.path == f"/sign-in?next=/notices/{notice}"
    page = await somebody.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert page.path == THREAD


async def test_the_link_of_several_leads_to_all_of_their_kind_in_the_right_chart() -> None:
    await open_to("bob", "alice")
    notice = await noticed("alice", account="bob", path=THREAD)
    bob = await people.bob()
    page = await bob.open(f"/notices/{notice}/all")
    page.shows("What waits for you is in the chart of Alice Anderson.")
    assert (await bob.press("Open the chart and go on")).path == "/messages"
    somebody = await people.nobody()
    own = await noticed("alice", notice="document", path="/documents/x")
    await somebody.open(f"/notices/{own}/all")
    page = await somebody.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert page.path == "/documents"


async def test_to_anybody_else_it_is_nothing() -> None:
    notice = await noticed("alice", path=THREAD)
    for other in (await people.bob(), await people.gina()):
        await other.open(f"/notices/{notice}", status=404)
    await open_to("bob", "alice")
    bob = await people.bob()
    await bob.open(f"/notices/{notice}", status=404)
    await (await people.nora()).open(
        f"/notices/{notice}", status=200
    )  # to whom it is a client's page: they sign in


async def test_another_sign_in_is_told_to_sign_out_and_go_on_whether_or_not_there_is_such_a_notice() -> None:
    notice, none = await noticed("alice", path=THREAD), uuid4()
    bob, told = await people.bob(), []
    for link in (notice, none):
        refused = await rows.value("select count(*) from audit_event where kind = 'access_denied'")
        page = await bob.open(f"/notices/{link}", status=404)
        page.shows("This link is for another sign-in", "sign in with the login the message was for")
        told.append(page.words)
        assert (
            await rows.value("select count(*) from audit_event where kind = 'access_denied'") == refused + 1
        )
    assert told[0] == told[1]
    await bob.open(f"/notices/{notice}", status=404)
    page = await bob.press("Sign out")
    assert page.path == f"/sign-in?next=/notices/{notice}"
    page.shows("You are signed out.")
    page = await bob.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert page.path == THREAD


async def test_signing_out_leads_nowhere_else() -> None:
    bob = await people.bob()
    await bob.open(f"/notices/{uuid4()}", status=404)
    assert (await bob.press("Sign out", next="//evil.example")).path == "/sign-in"


async def test_about_another_chart_it_says_whose_and_opens_that_on_the_way() -> None:
    await open_to("bob", "alice")
    notice = await noticed("alice", account="bob", path=THREAD)
    bob = await people.bob()
    page = await bob.open(f"/notices/{notice}")
    page.shows("In another chart", "What waits for you is in the chart of Alice Anderson.")
    assert (
        await rows.value("select count(*) from portal_session where chart = $1", people.client_id("alice"))
        == 0
    )
    page = await bob.press("Open the chart and go on")
    assert page.path == THREAD
    page.shows("Alice Anderson")


async def test_about_ones_own_chart_while_another_is_open_it_says_so() -> None:
    await open_to("bob", "alice")
    bob = await people.bob()
    await bob.open("/account/chart")
    await bob.press("Open Alice Anderson")
    page = await bob.open(f"/notices/{await noticed('bob')}")
    page.shows("What waits for you is in your own chart.")
    assert (await bob.press("Open the chart and go on")).path == "/messages"


async def test_about_a_chart_that_is_closed_it_is_nothing_any_more() -> None:
    await open_to("bob", "alice")
    notice = await noticed("alice", account="bob")
    await revoke("bob", "alice")
    await (await people.bob()).open(f"/notices/{notice}", status=404)


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/x\r\ny", "x", ""])
async def test_choosing_a_chart_leads_nowhere_else(wanted: str) -> None:
    await open_to("bob", "alice")
    bob = await people.bob()
    await bob.open(f"/notices/{await noticed('alice', account='bob')}")
    assert (await bob.press("Open the chart and go on", next=wanted)).path == "/home"


async def test_a_path_that_is_none_of_ours_leads_home() -> None:
    notice = await noticed("alice", path="//evil.example/")
    assert (await (await people.alice()).open(f"/notices/{notice}")).path == "/home"

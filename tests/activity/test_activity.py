"""The client's own log in plain words, and behind it the practice's, which nobody can change unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from app import db
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import KINDS, Kind
from app.activity.service import authenticate, record
from app.activity.tables import AuditEvent
from tests import checks, people
from tests.activity.happened import actor, happened, lines, who
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_what_alice_did_is_listed_newest_first_as_hers() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Send message", task_type="Something else", subject="Hello", body="Hello")
    await alice.open("/messages")
    page = await alice.open("/activity")
    assert page.heading == "Activity"
    assert lines(page) == ["Sent a message"]
    assert checks.words(page.find(".entry .meta span")) == "You"


@pytest.mark.parametrize("kind", Kind)
async def test_every_kind_for_clients_has_its_sentence_and_no_other_is_listed(kind: Kind) -> None:
    await happened(kind)
    page = await (await people.alice()).open("/activity")
    words = KINDS[kind].words
    assert lines(page) == ([str(words)] if words is not None else [])


async def test_never_another_clients_lines() -> None:
    await happened(Kind.MESSAGE_SENT, client="alice")
    for person in (people.bob, people.charlie, people.gina):
        page = await (await person()).open("/activity")
        assert lines(page) == []
        page.lacks("Alice")


async def test_a_line_says_who_did_it() -> None:
    guardian = Actor(kind=ActorKind.GUARDIAN, name="Gina Grant", account_id=people.account_id("gina"))
    staff = Actor(kind=ActorKind.STAFF, name="Terry Tran, LCSW", staff_id=people.staff_id("terry"))
    await happened(Kind.MESSAGE_SENT, by=guardian)
    await happened(Kind.MESSAGE_ANSWERED, by=staff)
    await happened(Kind.LANGUAGE_CHANGED, by=Actor.system("test"))
    page = await (await people.alice()).open("/activity")
    assert who(page) == ["The portal", "Terry Tran, LCSW", "Gina Grant"]


async def test_two_people_of_one_name_are_told_apart() -> None:
    await happened(Kind.MESSAGE_SENT, by=actor("alice", called="Alice Anderson"))
    await happened(Kind.MESSAGE_READ, by=actor("gina", called="Alice Anderson", kind=ActorKind.GUARDIAN))
    page = await (await people.alice()).open("/activity")
    assert who(page) == ["Alice Anderson", "You"]


async def test_one_person_is_you_under_a_former_name_too() -> None:
    await happened(Kind.MESSAGE_SENT, by=actor("alice", called="Alice Before"))
    assert who(await (await people.alice()).open("/activity")) == ["You"]


async def test_a_guardian_is_told_what_the_client_did_by_name() -> None:
    await happened(Kind.MESSAGE_SENT, by=actor("bob", called="Max Grant"), client="max")
    await happened(
        Kind.MESSAGE_READ, by=actor("gina", called="Gina Grant", kind=ActorKind.GUARDIAN), client="max"
    )
    assert who(await (await people.gina()).open("/activity")) == ["You", "Max Grant"]


async def test_a_failed_sign_in_is_not_said_to_be_ones_own() -> None:
    visitor = Browser()
    await visitor.open("/sign-in")
    await visitor.press("Sign in", username="alice", password="not hers", status=422)
    page = await (await people.alice()).open("/activity")
    assert lines(page) == ["Tried to sign in with a wrong password"]
    assert who(page) == ["Somebody with your login"]


async def test_a_guardians_failed_sign_in_names_whose_login_it_was() -> None:
    await happened(Kind.SIGN_IN_FAILED, by=actor("gina", called="Gina Grant", kind=ActorKind.GUARDIAN))
    assert who(await (await people.alice()).open("/activity")) == ["Somebody with the login of Gina Grant"]


async def test_each_day_has_one_heading() -> None:
    for days_ago in (5, 5, 1, 0, 0):
        await happened(Kind.MESSAGE_SENT, at=datetime.now(UTC) - timedelta(days=days_ago))
    page = await (await people.alice()).open("/activity")
    headings = [checks.words(heading) for heading in page.all(".entry h2")]
    assert len(headings) == 3
    assert len(set(headings)) == 3


async def test_thirty_lines_a_page_and_none_left_out_or_twice() -> None:
    for number in range(70):
        kind = Kind.MESSAGE_SENT if number % 2 else Kind.MESSAGE_READ
        await happened(kind)
    alice = await people.alice()
    page = await alice.open("/activity")
    pages = [lines(page)]
    while page.all(".older a"):
        page = await alice.follow("Show older")
        pages.append(lines(page))
    assert [len(each) for each in pages] == [30, 30, 10]
    assert pages[0][:2] == ["Sent a message", "Marked a message as read"]


async def test_a_client_with_nothing_yet_is_told_so() -> None:
    page = await (await people.bob()).open("/activity")
    page.shows("Nothing yet")


async def test_home_leads_to_it() -> None:
    alice = await people.alice()
    await alice.open("/home")
    assert (await alice.follow("View All Activity")).path == "/activity"


async def stored(kind: Kind) -> AuditEvent:
    row = (
        await AuditEvent.objects()
        .where(AuditEvent.kind == kind)
        .order_by(AuditEvent.at, ascending=False)
        .first()
    )
    assert row is not None
    return row


async def test_a_row_of_the_audit_log_is_authentic_as_it_comes_back() -> None:
    await record(
        by=Actor(kind=ActorKind.STAFF, name="Nora Novak", staff_id=people.staff_id("nora")),
        kind=Kind.STAFF_SIGNED_IN,
        object_kind="staff_member",
        object_id=people.staff_id("nora"),
        detail={"old": "canary-old", "new": "canary-new"},
    )
    row = await stored(Kind.STAFF_SIGNED_IN)
    assert row.mac == authenticate(row)
    assert b"canary" not in row.detail
    assert AuditEvent.detail.open_json(row.detail, row=row.id) == {"old": "canary-old", "new": "canary-new"}


CHANGES = {
    "kind": Kind.SIGNED_OUT,
    "actor_kind": ActorKind.SYSTEM,
    "account": None,
    "staff": db.new_id(),
    "job": "x",
    "client": None,
    "object_kind": "other",
    "object_id": db.new_id(),
    "detail": b"x",
    "request_id": "x",
    "network": "10.0.0.0/24",
    "id": db.new_id(),
}


@pytest.mark.parametrize("column", CHANGES)
async def test_a_change_of_any_column_spoils_its_authenticity(column: str) -> None:
    await happened(Kind.MESSAGE_SENT)
    row = await stored(Kind.MESSAGE_SENT)
    assert row.mac == authenticate(row)
    setattr(row, column, CHANGES[column])
    assert row.mac != authenticate(row)


async def test_a_change_of_its_moment_spoils_it_too() -> None:
    await happened(Kind.MESSAGE_SENT)
    row = await stored(Kind.MESSAGE_SENT)
    row.at += timedelta(microseconds=1)
    assert row.mac != authenticate(row)


async def test_every_column_of_the_audit_log_is_authenticated() -> None:
    columns = {column._meta.name for column in AuditEvent._meta.columns}
    assert columns == set(CHANGES) | {"at", "mac"}

"""The record as it is gathered: whom it is about, scores where clients see them, and what was asked to be changed."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from app.activity.actor import Actor
from app.db import new_id
from app.information.basic import write_identity
from app.information.details import write_details
from app.practice.service import set_settings
from app.practice.settings import load_settings
from app.record.clinical.facts import Kind, Observation
from app.record.making.record import Clinician, Record
from app.record.making.service import gather
from app.record.rules import RequestKind, RequestState
from app.record.tables import RecordRequest
from app.web.frame import Portal
from tests import people, statements
from tests.forms.instruments.sent import last_response, send_phq, sent_days_ago
from tests.record.kept import keep, problem

pytestmark = pytest.mark.usefixtures("as_before", "rolled_back")
ALICE, MAX = people.client_id("alice"), people.client_id("max")
NORA = Actor.system("a test")
TODAY = datetime.now(UTC).date()


@pytest.fixture
async def as_before(portal: Portal) -> AsyncIterator[None]:
    """Forget the settings of a test once its changes are undone."""
    yield
    await load_settings()


async def in_force(**values: str) -> None:
    """Set settings, and have this process know them, as a session does."""
    await set_settings(by=NORA, values=values)
    await load_settings()


async def gathered(
    name: str = "alice",
    *,
    for_self: bool = True,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Record:
    return await gather(
        client_id=people.client_id(name),
        for_self=for_self,
        from_on=from_on,
        until_on=until_on,
        copy_id=new_id(),
        made_at=datetime.now(UTC),
    )


def scores_in(record: Record) -> list[Any]:
    return [
        entry.fact for entry in record.entries if isinstance(entry.fact, Observation) and not entry.source
    ]


async def asked(
    words: str, *, about: UUID | None = None, by_self: bool = True, **columns: Any
) -> RecordRequest:
    """Ask for an amendment of the record of Max, who has none in the demo."""
    once = new_id()
    request = RecordRequest(
        id=once,
        client=MAX,
        kind=RequestKind.AMENDMENT,
        account=new_id(),
        by_self=by_self,
        asked_by_name="Gina Grant",
        asked_at=datetime.now(UTC),
        about=about,
        words=RecordRequest.words.seal_json({"words": words}, row=once),
        due_on=TODAY,
        **columns,
    )
    await RecordRequest.insert(request)
    return request


async def test_it_names_the_person_the_practice_and_the_clinicians_in_two_statements() -> None:
    await write_details(
        ALICE,
        ALICE,
        {"origin": "2118-8 2135-2", "origin_2118_8": "2121-2", "sex": "248152002", "language": "es"},
    )
    async with statements.counted() as sql:
        record = await gathered()
    assert sql.count == 2
    person = record.person
    assert (person.number, person.first_name, person.middle_name, person.last_name) == (
        1001,
        "Alice",
        "Rose",
        "Anderson",
    )
    assert (person.born_on, person.gender, person.language) == (date(1988, 4, 12), "F", "es")
    assert [race.code for race in person.races] == ["2106-3", "2118-8", "2121-2"]
    assert person.ethnicity is not None
    assert person.ethnicity.code == "2135-2"
    assert person.address is not None
    assert person.address.street.splitlines() == ["48 Example Street", "Apt 3"]
    assert record.practice.name == "Sunrise Counseling"
    assert record.clinicians == (Clinician("Terry", "Tran", "LCSW"),)


async def test_nobody_who_declined_is_given_a_race_and_no_social_security_number_comes_along() -> None:
    await write_identity(ALICE, ALICE, {"ssn": "536904321"})
    await write_details(ALICE, ALICE, {"origin": "ASKU"})
    record = await gathered()
    assert [race.code for race in record.person.races] == ["ASKU"]
    assert record.person.ethnicity is not None
    assert record.person.ethnicity.code == "ASKU"
    said = msgspec.json.encode(record)
    assert b"536904321" not in said
    assert b"536-90-4321" not in said
    await write_details(ALICE, ALICE, {"origin": ""})
    assert (await gathered()).person.races == ()


async def test_scores_are_in_it_where_clients_see_theirs_and_not_for_who_acts_for_them() -> None:
    await send_phq(await people.alice())
    await sent_days_ago(await last_response(), 10)
    assert scores_in(await gathered()) == []
    await in_force(client_scores="score")
    (score, *_) = scores_in(await gathered())
    assert (score.panel.codes[0].code, score.what.codes[0].code) == ("44249-1", "44261-6")
    assert (score.found.amount.value, score.note) == ("8", "")
    await in_force(client_scores="words")
    newest = max(scores_in(await gathered()), key=lambda each: each.taken.at)
    assert newest.note == "mild"
    assert scores_in(await gathered(for_self=False)) == []
    assert newest in scores_in(await gathered(from_on=TODAY - timedelta(days=12)))
    assert newest not in scores_in(await gathered(from_on=TODAY - timedelta(days=5)))


async def test_an_amendment_goes_with_it_unless_it_was_taken_back() -> None:
    entry = await keep(Kind.PROBLEM, problem("Asthma"), client="max")
    await asked("It was never asthma.", about=entry, state=RequestState.DECLINED)
    await asked("I moved.", state=RequestState.ACCEPTED)
    await asked("Never mind.", state=RequestState.WITHDRAWN)
    await asked("And this?")
    amendments = {each.words: each for each in (await gathered("max")).amendments}
    assert {words: each.accepted for words, each in amendments.items()} == {
        "It was never asthma.": False,
        "I moved.": True,
        "And this?": None,
    }
    assert amendments["It was never asthma."].about == str(entry)


async def test_who_acts_for_a_client_sees_no_wish_about_what_they_are_not_shown() -> None:
    kept, open_to_all = (
        await keep(Kind.PROBLEM, problem("Private"), own_only=True, client="max"),
        await keep(Kind.PROBLEM, problem("Asthma"), client="max"),
    )
    for words, about, by_self in (
        ("About what is private", kept, True),
        ("About what all see", open_to_all, True),
        ("About nothing, by the client", None, True),
        ("About nothing, by the guardian", None, False),
    ):
        await asked(words, about=about, by_self=by_self)
    assert len((await gathered("max")).amendments) == 4
    assert {each.words for each in (await gathered("max", for_self=False)).amendments} == {
        "About what all see",
        "About nothing, by the guardian",
    }


async def test_the_notice_of_part_2_goes_with_it_by_the_setting_or_by_what_is_in_it() -> None:
    assert not (await gathered("max")).part_2
    await keep(Kind.PROBLEM, problem("Asthma"), part_2=True, client="max")
    assert (await gathered("max")).part_2
    assert not (await gathered("charlie")).part_2
    await in_force(part_2="on")
    assert (await gathered("charlie")).part_2

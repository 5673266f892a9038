"""What the demo's clients have asked about their records: Alice twice, and Bob, who was not agreed with."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from app import db
from app.accounts.sessions import today
from app.record.asking.words import Wanted, sealed
from app.record.rules import RequestKind, RequestState
from app.record.tables import RecordRequest

SPACE = UUID("0c1d8f55-3a0e-4a0b-9a52-5f7d0c6f7b3e")
DAYS = 30
ABOUT = """
select entry.id from clinical_entry entry join clinical_resource resource on resource.id = entry.resource
where entry.client = $1 and resource.resource_id = $2 order by entry.position limit 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    key: str
    client: str
    kind: RequestKind
    days_ago: int
    words: str
    whom: str = ""
    about: str = ""
    """What the EHR calls it that this is about; "": nothing."""
    state: RequestState = RequestState.WAITING
    answer: str = ""


STORIES = (
    _Story(
        key="dose",
        client="alice",
        kind=RequestKind.AMENDMENT,
        days_ago=9,
        words="I take the tablet in the evening, not in the morning. We changed that in our last talk.",
        about="medicationrequest-sertraline",
    ),
    _Story(
        key="employer",
        client="alice",
        kind=RequestKind.RESTRICTION,
        days_ago=120,
        words="That I come to you at all",
        whom="My employer",
        state=RequestState.ACCEPTED,
        answer="We have noted it, and tell your employer nothing.",
    ),
    _Story(
        key="tablets",
        client="bob",
        kind=RequestKind.AMENDMENT,
        days_ago=45,
        words="I stopped the tablets for my blood pressure last spring.",
        about="medicationrequest-lisinopril",
        state=RequestState.DECLINED,
        answer="Your doctor still prescribes them. Please bring the letter with you, and we look at it together.",
    ),
)


def asked_id(key: str) -> UUID:
    """Give the id of what a demo client asked."""
    return uuid5(SPACE, key)


async def add_requests(practice: Any) -> None:
    """Add what the demo's clients have asked."""
    for story in STORIES:
        await RecordRequest.insert(await _request(practice, story))


async def _request(practice: Any, story: _Story) -> RecordRequest:
    asked_on = today() - timedelta(days=story.days_ago)
    asked_at = datetime.combine(asked_on, time(15), UTC)
    about = await db.row(ABOUT, practice.clients[story.client], story.about) if story.about else None
    row = RecordRequest(
        id=asked_id(story.key),
        client=practice.clients[story.client],
        kind=story.kind,
        state=story.state,
        account=practice.accounts[story.client],
        by_self=True,
        asked_by_name=practice.names[story.client],
        asked_at=asked_at,
        about=about["id"] if about else None,
        due_on=asked_on + timedelta(days=DAYS),
    )
    row.words = sealed(Wanted(story.words, story.whom), row=row.id)
    if not story.state.is_open:
        row.answered_at = asked_at + timedelta(days=4)
        row.answered_by_name = practice.names["nora"]
        row.staff = practice.staff["nora"]
        row.answer = RecordRequest.answer.seal(story.answer, row=row.id)
    return row

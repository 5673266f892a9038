"""Photos of insurance cards: documents of the chart, which a policy points to."""

from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.changes import access
from app.changes.rules import Section
from app.changes.service import GONE, HOLD
from app.documents import service as documents
from app.files import service as files
from app.files.service import TakenIn
from app.insurance.listing import UNPLACED, Known, policy_of
from app.insurance.rules import Side
from app.insurance.tables import PolicyCard

DOCUMENTS = "documents"
"""The area in which photos lie."""
TYPE = "select id from document_type where key = 'insurance_card'"
REPLACE = "update policy_card set replaced_at = $3 where policy = $1 and side = $2 and replaced_at is null"
THIS = f"{UNPLACED} and document.id = $2"


def opens_cards(chart: CurrentChart) -> bool:
    return chart.opens(DOCUMENTS)


async def policy_for_card(chart: CurrentChart, policy_id: UUID) -> Known:
    """Give the policy that a photo is added to; raises NotFound, NotAllowed, and StateForbids where it has ended."""
    access.check_can_change(chart, Section.INSURANCE)
    if not opens_cards(chart):
        raise NotFound(by=chart.actor, object_kind=f"area {DOCUMENTS}", client_id=chart.client_id)
    policy = await policy_of(chart, policy_id)
    if policy.has_ended:
        raise StateForbids(GONE)
    return policy


async def add_photo(*, chart: CurrentChart, policy_id: UUID, side: Side, taken: TakenIn) -> None:
    """Make a photo that was taken in a document of the chart, and a policy's; raises Unacceptable where there is no room."""
    await policy_for_card(chart, policy_id)
    async with db.transaction():
        file_id = await files.add(taken, client_id=chart.client_id, from_client=True)
        (row,) = await db.rows(TYPE)
        document_id = await documents.add_uploaded(chart, file_id, title=taken.name, document_type=row["id"])
        await _place(chart, policy_id, side, document_id)


async def choose_photo(*, chart: CurrentChart, policy_id: UUID, side: Side, document_id: UUID) -> None:
    """Make a card that was sent before a policy's; raises NotFound for what is no such card, or another policy's."""
    await policy_for_card(chart, policy_id)
    async with db.transaction():
        await db.row(HOLD, chart.client_id)
        if await db.row(THIS, chart.client_id, document_id) is None:
            raise NotFound(
                by=chart.actor, object_kind="document", object_id=document_id, client_id=chart.client_id
            )
        await _place(chart, policy_id, side, document_id)


async def _place(chart: CurrentChart, policy_id: UUID, side: Side, document_id: UUID) -> None:
    now = datetime.now(UTC)
    await db.rows(REPLACE, policy_id, side, now)
    await PolicyCard.insert(PolicyCard(policy=policy_id, side=side, document=document_id, added_at=now))
    await activity.record(
        by=chart.actor,
        kind=Kind.INFORMATION_CHANGED,
        object_kind="insurance_policy",
        object_id=policy_id,
        client_id=chart.client_id,
        detail={"card": side, "document": str(document_id)},
    )

"""What the chart holds of a client that the registration asks for, as the client sees it: with what waits for review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.accounts.sessions import today
from app.changes import access
from app.changes.listing import ChangeLine, changes_of, subject_view, waiting_additions
from app.changes.parts import ENDED, Part, Texts, by_name
from app.information.basic import BASIC, IDENTITY, read_both
from app.information.blocks import CONTACT_PARTS
from app.information.contacts import contacts_of
from app.information.details import DETAILS_PART, read_details
from app.insurance.listing import standing_policy
from app.insurance.policy import TYPED

_Row = tuple[UUID, Texts]
PARTS = by_name((BASIC, IDENTITY, DETAILS_PART, *CONTACT_PARTS.values(), TYPED))


@dataclass(frozen=True, slots=True)
class Held:
    """One subject of a part: the client, a contact, the first policy."""

    part: Part
    subject: UUID | None
    """None: the chart has no such contact or policy yet."""
    texts: Texts
    is_waiting: bool = False
    """Whether there is one that is not in the chart yet, but in review."""


async def held_of(client_id: UUID) -> dict[str, Held]:
    """Give what is held by the names of parts, in five statements; what clients are not shown is left out."""
    changes = await changes_of(client_id, PARTS)
    rows = await _rows(client_id)
    waiting = {part.name for part, _ in waiting_additions(changes, PARTS)}
    shown = [part for part in PARTS.values() if not access.is_hidden(part.section)]
    return {part.name: _held(part, rows.get(part.name), changes, waiting) for part in shown}


def _held(part: Part, row: _Row | None, changes: Sequence[ChangeLine], waiting: set[str]) -> Held:
    if row is None:
        return Held(part, None, {}, part.name in waiting)
    subject, holds = row
    return Held(part, subject, subject_view(part, subject, holds, changes).texts)


async def _rows(client_id: UUID) -> Mapping[str, _Row]:
    """Give the row that is meant of each part: of several the one that was added first, and stands."""
    found: dict[str, _Row] = {}
    both = await read_both(client_id)
    if both is not None:
        found |= {BASIC.name: (client_id, both[0]), IDENTITY.name: (client_id, both[1])}
    found[DETAILS_PART.name] = (client_id, await read_details(client_id, client_id) or {})
    for contact in await contacts_of(client_id):
        if contact.ended_on is None or contact.ended_on > today():
            found.setdefault(contact.role.value, (contact.id, contact.texts))
    policy = await standing_policy(client_id)
    return found if policy is None else {**found, TYPED.name: policy}


def is_held(held: Mapping[str, Held], name: str) -> bool:
    return name in held and held[name].subject is not None and not held[name].texts.get(ENDED)

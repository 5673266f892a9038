"""What the chart holds of a client that the registration asks for, as the client sees it: with what waits for review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.accounts.sessions import today
from app.changes import access
from app.changes.listing import ChangeLine, changes_of, subject_view, waiting_additions
from app.changes.parts import ENDED, Part, Texts, by_name
from app.information.basic import BASIC, IDENTITY
from app.information.blocks import CONTACT_PARTS
from app.information.contacts import contacts_of
from app.information.details import DETAILS_PART
from app.insurance.listing import standing_policy
from app.insurance.policy import TYPED

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
    """Give what is held by the names of parts; those that the practice does not show to clients are left out."""
    changes = await changes_of(client_id, PARTS)
    subjects = await _subjects(client_id)
    waiting = {part.name for part, _ in waiting_additions(changes, PARTS)}
    shown = [part for part in PARTS.values() if not access.is_hidden(part.section)]
    return {
        part.name: await _held(client_id, part, subjects.get(part.name), changes, waiting) for part in shown
    }


async def _held(
    client_id: UUID, part: Part, subject: UUID | None, changes: Sequence[ChangeLine], waiting: set[str]
) -> Held:
    if subject is None:
        return Held(part, None, {}, part.name in waiting)
    holds = await part.read(client_id, subject)
    return Held(part, subject, subject_view(part, subject, holds, changes).texts)


async def _subjects(client_id: UUID) -> Mapping[str, UUID]:
    """Give which row of each part is meant: of several the one that was added first, and stands."""
    found = {part.name: client_id for part in (BASIC, IDENTITY, DETAILS_PART)}
    for contact in await contacts_of(client_id):
        if contact.ended_on is None or contact.ended_on > today():
            found.setdefault(contact.role.value, contact.id)
    policy = await standing_policy(client_id)
    return found if policy is None else {**found, TYPED.name: policy}


def is_held(held: Mapping[str, Held], name: str) -> bool:
    return name in held and held[name].subject is not None and not held[name].texts.get(ENDED)

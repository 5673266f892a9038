"""Contacts as their page shows them: a card each, block by block, and those that were ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.changes.listing import ChangeLine, FieldView, SubjectView, subject_view, waiting_additions
from app.changes.parts import ENDED
from app.information.blocks import BLOCKS, CONTACT_PARTS, Block, block_of
from app.information.contacts import KeptContact


@dataclass(frozen=True, slots=True)
class Card:
    """A contact that stands in the chart, or is to."""

    view: SubjectView

    @property
    def facts(self) -> tuple[FieldView, ...]:
        """What is known besides the name, which heads the card; the name too where it is being changed."""
        return tuple(
            field
            for field in self.view.known
            if field.name != ENDED
            and (field.name != "name" or field.declined or (field.in_review and not self.view.is_new))
        )

    @property
    def is_ending(self) -> bool:
        """Whether its end is in review."""
        return self.view.field(ENDED).in_review

    @property
    def is_settled(self) -> bool:
        """Whether it can be changed: it stands in the chart, and nobody wants it ended."""
        return not (self.view.is_new or self.is_ending)


@dataclass(frozen=True, slots=True)
class FilledBlock:
    block: Block
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class EndedContact:
    name: str
    title: str
    ended_on: date


def filled_blocks(kept: Sequence[KeptContact], changes: Sequence[ChangeLine]) -> tuple[FilledBlock, ...]:
    """Lay contacts out by block: those of the chart, then what waits to be added."""
    standing = [
        subject_view(block_of(contact.role).part, contact.id, contact.texts, changes)
        for contact in kept
        if contact.ended_on is None
    ]
    known = {contact.id for contact in kept}
    waiting = [
        subject_view(part, subject, None, changes)
        for part, subject in waiting_additions(changes, CONTACT_PARTS)
        if subject not in known
    ]
    return tuple(
        FilledBlock(block, tuple(Card(view) for view in (*standing, *waiting) if view.part is block.part))
        for block in BLOCKS
    )


def ended_contacts(kept: Iterable[KeptContact]) -> tuple[EndedContact, ...]:
    """Give those that were ended, the latest first."""
    ended = [
        EndedContact(each.texts["name"], str(block_of(each.role).part.title), each.ended_on)
        for each in kept
        if each.ended_on is not None
    ]
    return tuple(sorted(ended, key=lambda contact: contact.ended_on, reverse=True))


def names_of(blocks: Iterable[FilledBlock], kept: Iterable[KeptContact]) -> Mapping[UUID, str]:
    """Name every contact that the history may tell of."""
    shown = {card.view.subject: card.view.called for each in blocks for card in each.cards}
    return {contact.id: contact.texts["name"] for contact in kept} | shown

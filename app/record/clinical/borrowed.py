"""Words of a fact that came from another resource: who may not have that one has them nowhere."""

from collections.abc import Set as AbstractSet

import msgspec

from app.record.clinical.facts import Encounter, Fact, Medication, Observation

Named = tuple[str, str]
"""A resource: its source, and "Type/id" there."""

HIDDEN = """
(entry.gone_at is not null or entry.withheld_at is not null
  or (not {for_self} and (entry.own_only or entry.kept_own_at is not null)))
"""
"""In SQL: whether an entry is in no copy for the client, or where not `for_self`, for who acts for them."""


def without(fact: Fact, *, source: str, hidden: AbstractSet[Named]) -> Fact:
    """Give a fact without the words that came from hidden resources of its source."""
    if isinstance(fact, Medication | Encounter):
        is_lent = any((source, each) in hidden for each in fact.reason_of)
        return msgspec.structs.replace(fact, reason="", reason_of=()) if is_lent else fact
    if isinstance(fact, Observation) and (source, fact.panel_of) in hidden:
        return msgspec.structs.replace(fact, panel=None, panel_of="")
    return fact

"""What clients may change of their chart, and what becomes of a change."""

from collections.abc import Mapping
from enum import StrEnum

from app.activity.refusals import StateForbids
from app.web.language import Phrase, _l


class Section(StrEnum):
    """The tabs of what clients look after themselves; settings name them."""

    BASIC = "basic"
    DETAILS = "details"
    CONTACTS = "contacts"
    INSURANCE = "insurance"
    MESSAGING = "messaging"


SECTION_NAMES: Mapping[Section, Phrase] = {
    Section.BASIC: _l("Basic Information"),
    Section.DETAILS: _l("Details"),
    Section.CONTACTS: _l("Contacts"),
    Section.INSURANCE: _l("Insurance"),
    Section.MESSAGING: _l("Messaging Preferences"),
}


class Access(StrEnum):
    """What a practice lets clients do with a section (settings -621 to -624)."""

    YES = "yes"
    NO = "no"
    """It can be viewed only."""
    HIDDEN = "hidden"


class Act(StrEnum):
    EDIT = "edit"
    ADD = "add"
    END = "end"


class Standing(StrEnum):
    """How one changed field stands."""

    APPLIED = "applied"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DECLINED = "declined"
    REPLACED = "replaced"
    """The client changed the field once more before anybody decided."""
    PUT_BACK = "put_back"
    """Staff gave the field its old value again."""
    TAKEN_BACK = "taken_back"
    """The client made the field again what the chart holds, before anybody decided about another change of it."""


class Verdict(StrEnum):
    """What staff decide about a field; LATER leaves it in review."""

    LATER = "later"
    ACCEPT = "accept"
    CORRECT = "correct"
    DECLINE = "decline"


HOLDS = frozenset({Standing.APPLIED, Standing.ACCEPTED, Standing.CORRECTED})
"""A change that stands in the chart, or did until another came."""

CLOSED = _l("Your practice keeps this part up to date itself. If something is wrong, please call.")
ONLY_WAITING = _l("This change does not wait for a decision any more. Please look at it again.")
MOVED_ON = _l("The chart has changed since you opened this page. Please look at it again.")
NOT_IN_FORCE = _l("This change does not stand in the chart, so there is nothing to put back.")
CANNOT_PUT_BACK = _l("What was added cannot be put back. End it in its own list instead.")
NO_REASON = _l("Write why, in a sentence. The client reads it.")
NEEDED = _l("“%(field)s” is needed: accept or correct it, or decline every line.")
ALL_AT_ONCE = _l("What is new is added as a whole: decide about every line, or decline every line.")


def check_can_decide(standing: Standing) -> None:
    """Raise StateForbids unless the field waits for a decision."""
    if standing is not Standing.IN_REVIEW:
        raise StateForbids(ONLY_WAITING)


def check_can_put_back(standing: Standing, act: Act, *, in_force: bool) -> None:
    """Raise StateForbids unless the old value can be given again; `in_force`: the chart holds what the change put there, not the old value."""
    if act is Act.ADD:
        raise StateForbids(CANNOT_PUT_BACK)
    if standing not in HOLDS or not in_force:
        raise StateForbids(NOT_IN_FORCE)


def can_put_back(standing: Standing, act: Act, *, in_force: bool) -> bool:
    """Whether `check_can_put_back` has nothing against it."""
    return act is not Act.ADD and standing in HOLDS and in_force

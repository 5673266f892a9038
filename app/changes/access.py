"""What the practice lets clients do with each section, by its settings."""

from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotAllowed, NotFound
from app.changes.rules import CLOSED, Access, Section
from app.practice.settings import setting

REVIEW = "review"


def access_to(section: Section) -> Access:
    """Give what clients may do; Messaging Preferences never closes, for consent must stay revocable."""
    if section is Section.MESSAGING:
        return Access.YES
    return Access(setting(f"update_{section}"))


def is_hidden(section: Section) -> bool:
    return access_to(section) is Access.HIDDEN


def may_change(section: Section) -> bool:
    return access_to(section) is Access.YES


def is_reviewed(section: Section) -> bool:
    """Whether staff decide about changes before they stand in the chart."""
    return section is not Section.MESSAGING and setting(f"review_{section}") == REVIEW


def check_can_see(chart: CurrentChart, section: Section) -> None:
    """Raise NotFound where the practice does not show the section."""
    if is_hidden(section):
        raise NotFound(by=chart.actor, object_kind=f"section {section}", client_id=chart.client_id)


def check_can_change(chart: CurrentChart, section: Section) -> None:
    """Raise NotFound for a hidden section, NotAllowed for one that can only be viewed."""
    check_can_see(chart, section)
    if access_to(section) is Access.NO:
        raise NotAllowed(
            by=chart.actor, object_kind=f"section {section}", client_id=chart.client_id, sentence=CLOSED
        )

"""The tabs of Update Your Information, and which of them is shown first."""

from app.changes.access import is_hidden
from app.changes.rules import Section
from app.web.language import _l
from app.web.panel import Bar, PageTab

TABS = (
    PageTab(
        Bar.INFORMATION,
        _l("Basic Information"),
        "/information/basic",
        order=10,
        hidden=lambda: is_hidden(Section.BASIC),
    ),
    PageTab(
        Bar.INFORMATION,
        _l("Details"),
        "/information/details",
        order=20,
        hidden=lambda: is_hidden(Section.DETAILS),
    ),
    PageTab(
        Bar.INFORMATION,
        _l("Contacts"),
        "/information/contacts",
        order=30,
        hidden=lambda: is_hidden(Section.CONTACTS),
    ),
    PageTab(Bar.INFORMATION, _l("Messaging"), "/information/messaging", order=50, stays=True),
)
"""Insurance, 40, is handed in by its own panel."""


def first_tab() -> str:
    """Give the address of the first tab that the practice shows; Messaging is always there."""
    return next(tab.path for tab in TABS if not tab.hidden())

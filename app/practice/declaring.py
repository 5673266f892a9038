"""How a setting is declared: its kind of value, its heading, and the words its choices are read by."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.practice import values
from app.practice.values import ValueKind
from app.web.language import Phrase, _l

LONGEST_IDLE_MINUTES = 12 * 60
"""A session ends after twelve hours in any case."""


class Group(Enum):
    """The headings that settings stand under, in their order."""

    PRACTICE = _l("Your practice")
    LOOK = _l("How pages look")
    REACHING = _l("How clients reach you")
    SIGN_IN = _l("Signing in")
    CREDENTIALS = _l("Credentials by e-mail")
    CHARTS = _l("Who opens a chart")
    PANELS = _l("What stands in the portal")
    SECTIONS = _l("What clients look after themselves")
    MESSAGES = _l("Messages")
    FORMS = _l("Forms")
    SAFETY = _l("Safety")
    APPOINTMENTS = _l("Appointments and reminders")
    BILLING = _l("Billing")
    RECORD = _l("Records")


USERNAMES = {
    "email": _l("E-mail address"),
    "initial_last": _l("First initial and last name"),
    "first_last": _l("First name, dot, last name"),
    "number": _l("Client number"),
}
SECTION_ACCESS = {
    "yes": _l("Yes, clients view and update it"),
    "no": _l("No, clients only view it"),
    "hidden": _l("Hidden from clients"),
}
SECTION_REVIEW = {
    "direct": _l("Goes straight to the chart"),
    "review": _l("Waits until staff have looked at it"),
}
SCORES = {
    "never": _l("Never"),
    "score": _l("The number only"),
    "words": _l("The number, and what it is called"),
}
SECTIONS = {
    "basic": (_l("Clients update Basic Information"), _l("Changes of Basic Information"), -621),
    "details": (_l("Clients update Details"), _l("Changes of Details"), -622),
    "contacts": (_l("Clients update Contacts"), _l("Changes of Contacts"), -623),
    "insurance": (_l("Clients update Insurance"), _l("Changes of Insurance"), -624),
}
"""How the settings of a section are called, and the number of the first. Messaging Preferences have none."""
RELEASES = {
    "at_once": _l("At once"),
    "by_staff": _l("When staff have released it"),
}
PASSWORD_SIDES = {"link": _l("Single-use link"), "temporary": _l("Temporary password")}


PANELS = {
    "billing": (
        _l("Billing"),
        _l("Off: clients neither see bills here nor pay. What is under way still ends well."),
    ),
    "messages": (
        _l("Messages"),
        _l("Off: clients cannot write to you here; the crisis line and your phone stay."),
    ),
    "information": (
        _l("Update Your Information"),
        _l(
            "Off: only Messaging Preferences stay, on the client's account page: consent must stay revocable."
        ),
    ),
    "forms": (
        _l("Complete Forms"),
        _l("Off: forms that are assigned wait; nobody can answer them in the portal."),
    ),
    "insurance": (_l("Insurance"), _l("Off: clients neither see their insurance here nor send a new card.")),
    "appointments": (
        _l("Appointments"),
        _l("Off: clients see no appointments here, and are sent no reminders of them."),
    ),
    "documents": (
        _l("Documents and Upload"),
        _l("Off: clients see no documents and send none, nor do they attach any to a message."),
    ),
    "record": (
        _l("CCD Download"),
        _l("Off: clients cannot ask for their record here. They still have a right to it (45 CFR 164.524)."),
    ),
}
"""How the setting of a panel is called, by the panel's name, and what it means to switch it off."""


@dataclass(frozen=True, slots=True)
class Weaker:
    """The values of a setting that make the portal less safe for clients, and why."""

    holds: Callable[[str], bool]
    says: Phrase


def above(most: int) -> Callable[[str], bool]:
    """Give whether a whole number is greater than `most`."""
    return lambda value: int(value) > most


def being(weaker: str) -> Callable[[str], bool]:
    """Give whether a value is `weaker`."""
    return lambda value: value == weaker


@dataclass(frozen=True, slots=True)
class Setting:
    """`number` is the source's, where it has one; it is shown with its minus sign."""

    name: str
    group: Group
    label: Phrase
    meaning: Phrase
    kind: ValueKind
    default: str = ""
    number: int | None = None
    weaker: Weaker | None = None

    def warning(self, value: str) -> str:
        """Say what is less safe about a value of it; "" where nothing is."""
        return str(self.weaker.says) if self.weaker is not None and self.weaker.holds(value) else ""


def setting_of_panel(panel: str) -> Setting:
    """Declare whether clients find a panel in the portal."""
    label, meaning = PANELS[panel]
    return Setting(f"panel_{panel}", Group.PANELS, label, meaning, values.off_or_on(), default="on")


def settings_of(section: str) -> tuple[Setting, Setting]:
    """Declare what clients may do with a section, and what becomes of what they change there."""
    update, review, number = SECTIONS[section]
    return (
        Setting(
            f"update_{section}",
            Group.SECTIONS,
            update,
            _l(
                "Hidden, it stands nowhere in the portal. Messaging Preferences always stay open: whoever agreed to text "
                "messages must be able to take that back."
            ),
            values.one_of(SECTION_ACCESS, sentence=values.NO_CHOICE),
            default="yes",
            number=number,
        ),
        Setting(
            f"review_{section}",
            Group.SECTIONS,
            review,
            _l("Waiting, the client sees the new value as “In review”, and what the chart holds below it."),
            values.one_of(SECTION_REVIEW, sentence=values.NO_CHOICE),
            default="direct",
        ),
    )

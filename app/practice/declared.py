"""The settings, declared once as data: what each means, and what holds until the practice says otherwise."""

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from app.practice import values
from app.practice.values import ValueKind
from app.web.language import Phrase, _l

LONGEST_IDLE_MINUTES = 12 * 60
"""A session ends after twelve hours in any case."""


class Group(Enum):
    """The headings that settings stand under, in their order."""

    PRACTICE = _l("Your practice")
    REACHING = _l("How clients reach you")
    SIGN_IN = _l("Signing in")
    CREDENTIALS = _l("Credentials by e-mail")
    CHARTS = _l("Who opens a chart")
    SECTIONS = _l("What clients look after themselves")
    FORMS = _l("Forms")
    SAFETY = _l("Safety")
    APPOINTMENTS = _l("Appointments and reminders")
    BILLING = _l("Billing")


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
PASSWORD_SIDES = {"link": _l("Single-use link"), "temporary": _l("Temporary password")}


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


def _settings_of(section: str) -> tuple[Setting, Setting]:
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


_declared = (
    Setting(
        "practice_name",
        Group.PRACTICE,
        _l("Name of the practice"),
        _l("As clients know it. It stands on every page."),
        values.text(most=80, missing=_l("Type the name of the practice.")),
        default="Your practice",
    ),
    Setting(
        "mail_name",
        Group.PRACTICE,
        _l("Name in e-mails"),
        _l(
            "Sender and heading of every e-mail. Others may see it: leave out what kind of practice you are."
            " Without one it is “Client portal”."
        ),
        values.sender(most=60),
    ),
    Setting(
        "practice_acronym",
        Group.PRACTICE,
        _l("Acronym of the practice"),
        _l("Begins the web address of the portal. It is made from the name; change it here."),
        values.name(
            pattern=r"[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?",
            sentence=_l("Use 1 to 20 letters and digits, with hyphens only between them."),
        ),
    ),
    Setting(
        "portal_domain",
        Group.PRACTICE,
        _l("Portal domain"),
        _l("What follows the acronym in the web address, such as portal.example.com."),
        values.name(
            pattern=r"(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
            sentence=_l("Type a domain, such as portal.example.com, without https:// and without a path."),
        ),
    ),
    Setting(
        "practice_zone",
        Group.PRACTICE,
        _l("Time zone of the practice"),
        _l(
            "Dates and times are shown in it. Appointments online, and at locations without a time zone of their own, "
            "follow it: those that are booked are shown by the new clocks."
        ),
        values.zone(),
        default="America/New_York",
    ),
    Setting(
        "practice_phone",
        Group.REACHING,
        _l("Phone number"),
        _l("Stands on every page, also in the crisis line. Type it with the country code."),
        values.phone(),
    ),
    Setting(
        "practice_hours",
        Group.REACHING,
        _l("Phone hours"),
        _l("When somebody answers the phone. Stands in the foot of every page."),
        values.text(most=120),
    ),
    Setting(
        "practice_hours_es",
        Group.REACHING,
        _l("Phone hours in Spanish"),
        _l("Shown to people who read Spanish; without it they see the English words."),
        values.text(most=120),
    ),
    Setting(
        "crisis_text",
        Group.REACHING,
        _l("Crisis text"),
        _l("One sentence after the crisis line, such as who answers at night."),
        values.text(most=200),
    ),
    Setting(
        "crisis_text_es",
        Group.REACHING,
        _l("Crisis text in Spanish"),
        _l("Shown to people who read Spanish; without it they see the English words."),
        values.text(most=200),
    ),
    Setting(
        "failed_sign_ins",
        Group.SIGN_IN,
        _l("Failed sign-ins before the lock"),
        _l(
            "So many wrong passwords within five minutes, and nobody signs in under that name for a few minutes. "
            "Devices signed in from before are not held up."
        ),
        values.whole_number(least=3, most=50),
        default="10",
        number=-1,
    ),
    Setting(
        "session_idle_minutes",
        Group.SIGN_IN,
        _l("Session idle minutes"),
        _l("A client who does nothing for this long is signed out."),
        values.whole_number(least=1, most=LONGEST_IDLE_MINUTES),
        default="15",
        number=-2,
    ),
    Setting(
        "staff_idle_minutes",
        Group.SIGN_IN,
        _l("Staff session idle minutes"),
        _l("A staff member who does nothing for this long is signed out."),
        values.whole_number(least=1, most=LONGEST_IDLE_MINUTES),
        default="30",
    ),
    Setting(
        "client_password_validation",
        Group.SIGN_IN,
        _l("Client password validation"),
        _l(
            "On: a client's new password needs a capital letter, a small letter, a digit and a sign. Off by default, as "
            "NIST SP 800-63B-4 advises against such rules: they lead to passwords that are easy to guess and hard to "
            "remember. Length, and a check against common passwords, keep them safe."
        ),
        values.off_or_on(),
        default="off",
        number=-661,
    ),
    Setting(
        "client_password_expiration",
        Group.SIGN_IN,
        _l("Client password expiration in days"),
        _l(
            "A client whose password is older than this chooses a new one before going on; 0 is never. Never by default, as "
            "NIST SP 800-63B-4 advises against it: people who must change a password choose a weaker one."
        ),
        values.whole_number(least=0, most=3650),
        default="0",
        number=-678,
    ),
    Setting(
        "email_required",
        Group.CREDENTIALS,
        _l("An e-mail address is required for portal logins"),
        _l("On: a client without an e-mail address on file is given no login."),
        values.off_or_on(),
        default="on",
        number=-644,
    ),
    Setting(
        "credentials_username",
        Group.CREDENTIALS,
        _l("Username when credentials are e-mailed"),
        _l("Where somebody has it already, the next of the list is taken."),
        values.one_of(USERNAMES, sentence=values.NO_CHOICE),
        default="email",
        number=-687,
    ),
    Setting(
        "credentials_password",
        Group.CREDENTIALS,
        _l("Password side when credentials are e-mailed"),
        _l(
            "The link works once and for one day, and the client chooses a password there. A temporary password stands in "
            "the e-mail itself, where others may read it; the client changes it at the first sign-in."
        ),
        values.one_of(PASSWORD_SIDES, sentence=values.NO_CHOICE),
        default="link",
        number=-679,
    ),
    Setting(
        "credentials_on_adding",
        Group.CREDENTIALS,
        _l("Send credentials when a client with e-mail is added"),
        _l("On: a new client with an e-mail address on file is invited at once."),
        values.off_or_on(),
        default="off",
        number=-811,
    ),
    Setting(
        "age_of_consent",
        Group.CHARTS,
        _l("Age of consent"),
        _l("On this birthday a client's guardians lose the chart, unless staff have kept their access."),
        values.whole_number(least=10, most=25),
        default="18",
    ),
    Setting(
        "read_and_pay_days",
        Group.CHARTS,
        _l("Days to read and pay after a discharge"),
        _l(
            "From the day of the discharge nothing can be sent; after so many days the chart does not open any more."
        ),
        values.whole_number(least=0, most=3650),
        default="90",
    ),
    *(setting for section in SECTIONS for setting in _settings_of(section)),
    Setting(
        "client_scores",
        Group.FORMS,
        _l("Clients see their scores"),
        _l(
            "Beside the answers they have sent. A score is no diagnosis, and words such as “severe” can frighten somebody"
            " who reads them alone. Staff always see both."
        ),
        values.one_of(SCORES, sentence=values.NO_CHOICE),
        default="never",
    ),
    Setting(
        "safety_minutes",
        Group.SAFETY,
        _l("Minutes until the second person is told"),
        _l(
            "When an answer shows that a client may be in danger, somebody must acknowledge the alert. When nobody has"
            " done so within this time, the second person is told as well."
        ),
        values.whole_number(least=1, most=24 * 60),
        default="15",
    ),
    Setting(
        "cancellation_hours",
        Group.APPOINTMENTS,
        _l("Cancellation notice in hours"),
        _l(
            "Up to so many hours before an appointment a client can ask here to cancel or move it; after that the page"
            " says to call."
        ),
        values.whole_number(least=0, most=14 * 24),
        default="24",
    ),
    Setting(
        "appointment_reminders",
        Group.APPOINTMENTS,
        _l("Reminders of appointments, in hours before"),
        _l("One number or several, such as 72, 24. A client is reminded once for each; 0 is never."),
        values.whole_numbers(most=14 * 24),
        default="48",
    ),
    Setting(
        "form_reminders",
        Group.APPOINTMENTS,
        _l("Reminders of forms, in days before they are due"),
        _l("One number or several, such as 7, 2. A client is reminded once for each; 0 is never."),
        values.whole_numbers(most=60),
        default="2",
    ),
    Setting(
        "billing_address",
        Group.BILLING,
        _l("Address for payments by mail"),
        _l("In one line. It stands on statements and receipts, and where clients read how to pay."),
        values.text(most=200),
    ),
    Setting(
        "tax_id",
        Group.BILLING,
        _l("Tax id"),
        _l("Stands on receipts, for clients who hand them in for their taxes or to their insurance."),
        values.text(most=40),
    ),
    Setting(
        "how_to_pay",
        Group.BILLING,
        _l("How clients can pay"),
        _l("One or two sentences, such as where to send checks, and what can be paid at the office."),
        values.text(most=400),
    ),
    Setting(
        "how_to_pay_es",
        Group.BILLING,
        _l("How clients can pay, in Spanish"),
        _l("Shown to people who read Spanish; without it they see the English words."),
        values.text(most=400),
    ),
    Setting(
        "due_days",
        Group.BILLING,
        _l("Days until a statement is due"),
        _l("What the form of a new statement begins with."),
        values.whole_number(least=0, most=365),
        default="30",
    ),
)
SETTINGS = MappingProxyType({setting.name: setting for setting in _declared})

"""The settings, declared once as data: what each means, and what holds until the practice says otherwise."""

from types import MappingProxyType

from app.practice import values
from app.practice.declaring import (
    LONGEST_IDLE_MINUTES,
    PASSWORD_SIDES,
    RELEASES,
    SCORES,
    SECTIONS,
    USERNAMES,
    Group,
    Setting,
    settings_of,
)
from app.web.language import _l

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
    *(setting for section in SECTIONS for setting in settings_of(section)),
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
    Setting(
        "record_release",
        Group.RECORD,
        _l("Clients get a copy of their record"),
        _l(
            "The law asks that clients get it without delay unless one of a few named reasons stands against it; waiting"
            " for staff should be the exception."
        ),
        values.one_of(RELEASES, sentence=values.NO_CHOICE),
        default="at_once",
    ),
    Setting(
        "record_days",
        Group.RECORD,
        _l("Days until a request about the record is due"),
        _l(
            "Copies, changes and restrictions. Staff are reminded a few days before; 45 CFR 164.524 allows 30 days."
        ),
        values.whole_number(least=1, most=60),
        default="30",
    ),
    Setting(
        "record_link_days",
        Group.RECORD,
        _l("Days a link to a record works"),
        _l("A client can send a copy of the record to any address, as a link that ends."),
        values.whole_number(least=1, most=30),
        default="7",
    ),
    Setting(
        "part_2",
        Group.RECORD,
        _l("Records are covered by 42 CFR Part 2"),
        _l(
            "On: every copy of a record carries the notice that it must not be passed on. Off: only copies that hold"
            " something which came marked as covered."
        ),
        values.off_or_on(),
        default="off",
    ),
    Setting(
        "practice_npi",
        Group.RECORD,
        _l("NPI of the practice"),
        _l("Ten digits. It stands in copies of the record, so that others know where they come from."),
        values.npi(),
    ),
)
SETTINGS = MappingProxyType({setting.name: setting for setting in _declared})

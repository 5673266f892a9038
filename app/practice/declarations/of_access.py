"""How clients and staff sign in, who opens a chart, and what stands open there."""

from app.practice import values
from app.practice.declaring import (
    LONGEST_IDLE_MINUTES,
    PANELS,
    PASSWORD_SIDES,
    SECTIONS,
    USERNAMES,
    Group,
    Setting,
    Weaker,
    above,
    being,
    setting_of_panel,
    settings_of,
)
from app.web.language import _l

OF_ACCESS = (
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
        weaker=Weaker(above(10), _l("More tries before the lock make it easier to guess a password.")),
    ),
    Setting(
        "session_idle_minutes",
        Group.SIGN_IN,
        _l("Session idle minutes"),
        _l("A client who does nothing for this long is signed out."),
        values.whole_number(least=1, most=LONGEST_IDLE_MINUTES),
        default="15",
        number=-2,
        weaker=Weaker(
            above(15),
            _l(
                "Whoever picks up a phone or sits down at a computer that was left can read the chart for longer."
            ),
        ),
    ),
    Setting(
        "staff_idle_minutes",
        Group.SIGN_IN,
        _l("Staff session idle minutes"),
        _l("A staff member who does nothing for this long is signed out."),
        values.whole_number(least=1, most=LONGEST_IDLE_MINUTES),
        default="30",
        weaker=Weaker(
            above(30),
            _l("Whoever sits down at a computer that was left can read the charts of clients for longer."),
        ),
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
        weaker=Weaker(being("on"), _l("Such rules make passwords easier to guess (NIST SP 800-63B-4).")),
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
        weaker=Weaker(above(0), _l("Who must change a password chooses a weaker one (NIST SP 800-63B-4).")),
    ),
    Setting(
        "email_required",
        Group.CREDENTIALS,
        _l("An e-mail address is required for portal logins"),
        _l("On: a client without an e-mail address on file is given no login."),
        values.off_or_on(),
        default="on",
        number=-644,
        weaker=Weaker(
            being("off"),
            _l(
                "Without an e-mail address nobody is told of a sign-in from a new device, and a forgotten password needs a call."
            ),
        ),
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
        weaker=Weaker(
            being("temporary"),
            _l("Whoever reads the e-mail can sign in with the password that stands in it."),
        ),
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
        weaker=Weaker(
            above(18),
            _l("From 18 on the chart is the client's own; guardians would go on reading an adult's chart."),
        ),
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
    *(setting_of_panel(panel) for panel in PANELS),
    *(setting for section in SECTIONS for setting in settings_of(section)),
)

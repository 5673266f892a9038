"""What holds for forms, safety, appointments, bills and records."""

from app.practice import values
from app.practice.declaring import RELEASES, SCORES, Group, Setting, Weaker, above, being
from app.web.language import _l

OF_WORK = (
    Setting(
        "reply_days",
        Group.MESSAGES,
        _l("Usual working days until an answer"),
        _l(
            "Clients read: usually within so many working days; later than that a message counts as late. It holds for"
            " task types without a number of their own (Admin, Task Types). 0: clients are told no time."
        ),
        values.whole_number(least=0, most=60),
        default="0",
    ),
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
        weaker=Weaker(
            above(15), _l("A client who may be in danger waits longer until a second person hears of it.")
        ),
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
        weaker=Weaker(
            being("by_staff"),
            _l(
                "A client who waits for a copy without one of the named reasons may complain of you: 45 CFR 171 and 45 CFR 164.524."
            ),
        ),
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
        weaker=Weaker(
            above(7),
            _l("Whoever comes by the link, in a mailbox or a browser, can read the record for longer."),
        ),
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

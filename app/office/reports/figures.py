"""What the reports count, on one screen: every figure, what it is called and how it is counted."""

from dataclasses import dataclass
from enum import StrEnum

from app.web.language import Phrase, _l


class Figure(StrEnum):
    """A number that is kept for each month."""

    IN_CARE = "in_care"
    INVITED = "invited"
    UNDELIVERED = "undelivered"
    FIRST_SIGN_INS = "first_sign_ins"
    SIGNED_IN = "signed_in"
    SIGN_INS = "sign_ins"
    FORMS_ASSIGNED = "forms_assigned"
    FORMS_SENT = "forms_sent"
    FORMS_OVERDUE = "forms_overdue"
    FORM_MINUTES = "form_minutes"
    MESSAGES_RECEIVED = "messages_received"
    MESSAGES_SENT = "messages_sent"
    ANSWERS_IN_TIME = "answers_in_time"
    ANSWERS_LATE = "answers_late"
    ANSWERS_UNTIMED = "answers_untimed"
    ANSWER_MINUTES = "answer_minutes"
    ALERTS = "alerts"
    ALERTS_SEEN = "alerts_seen"
    ALERT_MINUTES = "alert_minutes"
    SAFETY = "safety"
    SAFETY_IN_TIME = "safety_in_time"
    DOCUMENTS = "documents"
    CHANGES = "changes"
    PAYMENTS = "payments"
    STANDS_ACTIVE = "stands_active"
    STANDS_INVITED = "stands_invited"
    STANDS_UNDELIVERED = "stands_undelivered"
    STANDS_EXPIRED = "stands_expired"
    STANDS_NEVER = "stands_never"
    STANDS_CLOSED = "stands_closed"

    @property
    def is_median(self) -> bool:
        """Whether it is minutes of which half took less, not how many there were."""
        return self in MEDIANS

    @property
    def stands(self) -> bool:
        """Whether it says how clients stand when it is counted, and so is of the newest month alone."""
        return self in STANDINGS


MEDIANS = (Figure.FORM_MINUTES, Figure.ANSWER_MINUTES, Figure.ALERT_MINUTES)
STANDINGS = (
    Figure.STANDS_ACTIVE,
    Figure.STANDS_INVITED,
    Figure.STANDS_UNDELIVERED,
    Figure.STANDS_EXPIRED,
    Figure.STANDS_NEVER,
    Figure.STANDS_CLOSED,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure is called above its column, and how it is counted."""

    label: Phrase
    counted: Phrase
    alone: Phrase | None = None
    """What it is called where it stands apart from its section; None: the same."""
    part_of: tuple[Figure, ...] = ()
    """What it is a share of: all of these together; none named: of nothing."""


MEANINGS: dict[Figure, Meaning] = {
    Figure.IN_CARE: Meaning(
        _l("In care"), _l("Clients with a chart who were not discharged before the month ended.")
    ),
    Figure.INVITED: Meaning(
        _l("Invited"), _l("Clients who were e-mailed their credentials, or for whom a login was made.")
    ),
    Figure.UNDELIVERED: Meaning(
        _l("Could not be delivered"), _l("Clients whose e-mail with credentials did not arrive.")
    ),
    Figure.FIRST_SIGN_INS: Meaning(
        _l("First sign-in"), _l("Clients whose chart was opened in the portal for the first time.")
    ),
    Figure.SIGNED_IN: Meaning(
        _l("Signed in"),
        _l("Clients for whom somebody signed in: they, a guardian, or somebody else."),
        part_of=(Figure.IN_CARE,),
    ),
    Figure.SIGN_INS: Meaning(_l("Sign-ins"), _l("How often that was.")),
    Figure.FORMS_ASSIGNED: Meaning(
        _l("Assigned"), _l("Forms that were assigned in the month."), alone=_l("Forms assigned")
    ),
    Figure.FORMS_SENT: Meaning(
        _l("Sent"),
        _l("Forms that were sent in the month, whenever they were assigned."),
        alone=_l("Forms sent"),
    ),
    Figure.FORMS_OVERDUE: Meaning(
        _l("Fell overdue"),
        _l("Forms that were due in the month and were not sent by that day."),
        alone=_l("Forms overdue"),
    ),
    Figure.FORM_MINUTES: Meaning(
        _l("Half sent within"), _l("From when a form was assigned until it was sent: half took less.")
    ),
    Figure.MESSAGES_RECEIVED: Meaning(
        _l("From clients"), _l("Messages that clients sent."), alone=_l("Messages from clients")
    ),
    Figure.MESSAGES_SENT: Meaning(_l("From the practice"), _l("Messages that staff sent.")),
    Figure.ANSWERS_IN_TIME: Meaning(
        _l("Answered in time"),
        _l("Answers within the working days of their task type. Saturdays and Sundays do not count."),
        part_of=(Figure.ANSWERS_IN_TIME, Figure.ANSWERS_LATE),
    ),
    Figure.ANSWERS_LATE: Meaning(_l("Answered late"), _l("Answers that came after those working days.")),
    Figure.ANSWERS_UNTIMED: Meaning(
        _l("Answered, no time told"), _l("Answers in a task type that tells clients no usual time.")
    ),
    Figure.ANSWER_MINUTES: Meaning(
        _l("Half answered within"),
        _l("From the first message a client waited with until the answer, nights and weekends included."),
    ),
    Figure.ALERTS: Meaning(_l("Raised"), _l("Alerts, each counted once, however many people were told.")),
    Figure.ALERTS_SEEN: Meaning(
        _l("Acknowledged"),
        _l("Those that somebody acknowledged or marked as done, up to now."),
        part_of=(Figure.ALERTS,),
    ),
    Figure.ALERT_MINUTES: Meaning(
        _l("Half acknowledged within"), _l("From when an alert was raised until then: half took less.")
    ),
    Figure.SAFETY: Meaning(_l("Safety"), _l("Answers that showed that somebody may be in danger.")),
    Figure.SAFETY_IN_TIME: Meaning(
        _l("Safety, in time"),
        _l("Those that were acknowledged before the second person was told."),
        part_of=(Figure.SAFETY,),
    ),
    Figure.DOCUMENTS: Meaning(_l("Documents"), _l("Documents and photos that clients sent.")),
    Figure.CHANGES: Meaning(_l("Changes"), _l("Saves of information, contacts and insurance by clients.")),
    Figure.PAYMENTS: Meaning(
        _l("Payments"), _l("Payments by card in the portal. Demo payments are left out.")
    ),
    Figure.STANDS_ACTIVE: Meaning(_l("Active"), _l("Somebody has signed in with what they were given last.")),
    Figure.STANDS_INVITED: Meaning(_l("Invited"), _l("An invitation is on its way or waits to be used.")),
    Figure.STANDS_UNDELIVERED: Meaning(
        _l("Could not be delivered"), _l("The last e-mail with credentials did not arrive.")
    ),
    Figure.STANDS_EXPIRED: Meaning(_l("Invitation expired"), _l("The invitation was not used in time.")),
    Figure.STANDS_NEVER: Meaning(_l("Never invited"), _l("No credentials were ever e-mailed.")),
    Figure.STANDS_CLOSED: Meaning(_l("Suspended or inactive"), _l("The login is closed by the practice.")),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together: the table has them all, the picture the first of them that can be compared."""

    name: str
    title: Phrase
    columns: tuple[Figure, ...]
    drawn: tuple[Figure, ...]
    """One or two, side by side."""


SECTIONS = (
    Section(
        "getting-in",
        _l("Getting in"),
        (
            Figure.IN_CARE,
            Figure.INVITED,
            Figure.UNDELIVERED,
            Figure.FIRST_SIGN_INS,
            Figure.SIGNED_IN,
            Figure.SIGN_INS,
        ),
        (Figure.SIGNED_IN, Figure.FIRST_SIGN_INS),
    ),
    Section(
        "forms",
        _l("Forms"),
        (Figure.FORMS_ASSIGNED, Figure.FORMS_SENT, Figure.FORMS_OVERDUE, Figure.FORM_MINUTES),
        (Figure.FORMS_ASSIGNED, Figure.FORMS_SENT),
    ),
    Section(
        "messages",
        _l("Messages"),
        (
            Figure.MESSAGES_RECEIVED,
            Figure.MESSAGES_SENT,
            Figure.ANSWERS_IN_TIME,
            Figure.ANSWERS_LATE,
            Figure.ANSWERS_UNTIMED,
            Figure.ANSWER_MINUTES,
        ),
        (Figure.ANSWERS_IN_TIME, Figure.ANSWERS_LATE),
    ),
    Section(
        "alerts",
        _l("Alerts"),
        (Figure.ALERTS, Figure.ALERTS_SEEN, Figure.ALERT_MINUTES, Figure.SAFETY, Figure.SAFETY_IN_TIME),
        (Figure.ALERTS, Figure.ALERTS_SEEN),
    ),
    Section(
        "more",
        _l("What else clients did"),
        (Figure.DOCUMENTS, Figure.CHANGES, Figure.PAYMENTS),
        (Figure.DOCUMENTS, Figure.CHANGES),
    ),
)

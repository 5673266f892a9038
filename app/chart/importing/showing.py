"""How what a file of charts would do is shown, what its columns mean, and a file to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.chart.importing.planning import Act, Plan, Planned, What
from app.chart.importing.service import KINDS
from app.web.language import Phrase, _l, gettext
from app.web.sheet import ShownPlan, shown_plan

TITLES: dict[What, Phrase] = {
    What.CLIENTS: _l("Clients"),
    What.CONTACTS: _l("Contacts"),
    What.POLICIES: _l("Insurance"),
    What.ASSIGNMENTS: _l("Assignments"),
}
SAME_CLIENT = _l("Needed. The client's number here.")
AN_EMAIL = _l("Such as name@example.org.")
A_PHONE = _l("With the area code, such as 312 555 0107.")
A_DAY = _l("2026-12-03 or 12/3/2026.")
ABROAD = _l("Blank: the United States.")
STREET = _l("With city, state and ZIP code it replaces the whole address.")
STATE = _l("Its two letters or its name; abroad the region.")
ZIP = _l("Abroad the postal code.")
OF_IT = _l("Of the address.")
MORE_STREET = _l("Such as Apt 3.")
MEANINGS: dict[What, dict[str, Phrase]] = {
    What.CLIENTS: {
        "client number": _l(
            "The number they have in your other program. It is kept if it is free here; the same number again is the same client. "
            "Blank: the next number is given."
        ),
        "first name": _l("Needed for a new client."),
        "middle name": _l("If there is one."),
        "last name": _l("Needed for a new client."),
        "preferred name": _l("If the client is called something else."),
        "birth date": _l("Such as 1988-04-12 or 4/12/1988."),
        "email": AN_EMAIL,
        "phone": _l("The mobile phone, with its area code."),
        "home phone": A_PHONE,
        "work phone": A_PHONE,
        "language": _l("Such as English, Spanish or Vietnamese. Who speaks Spanish gets e-mails in Spanish."),
        "interpreter": _l("yes or no."),
        "pronouns": _l("Such as she, he or they; or a code of LOINC LL5144-2."),
        "sex": _l("Female or Male."),
        "gender identity": _l("As Details has it, such as Woman or girl."),
        "marital status": _l("As Details has it, such as Married; or its HL7 letter."),
        "employment": _l("As Details has it, such as Full time."),
        "clinician": _l("E-mail address, username or name of a staff member, who looks after the client from today."),
        "discharged on": _l("The last day in care. Blank: in care."),
    },
    What.CONTACTS: {
        "client number": SAME_CLIENT,
        "role": _l("Needed. emergency contact, legal guardian, preferred physician or responsible party."),
        "name": _l("Needed. The same client, role and name again is the same contact."),
        "relationship": _l("Who they are to the client, such as Mother; or the code of HL7 RoleCode."),
        "phone": _l("With the area code. An emergency contact needs one."),
        "second phone": A_PHONE,
        "email": AN_EMAIL,
        "practice": _l("Of a physician."),
        "fax": _l("Of a physician."),
        "npi": _l("Of a physician: ten digits."),
        "proof": _l("Of a guardian or responsible party: the paper that says so."),
        "since": _l("Of a guardian or responsible party: the first day."),
        "ended on": _l("The last day. Blank: still stands."),
    },
    What.POLICIES: {
        "client number": SAME_CLIENT,
        "order": _l("Primary, Secondary or Further; or 1, 2, 3. Blank: primary, for a new one."),
        "insurance company": _l("Needed. As Picklist Management has it, or as it is written."),
        "member id": _l("Needed. The same client, company and member ID again is the same policy."),
        "plan": _l("If the card names one, such as Gold PPO."),
        "group number": _l("If the card has one."),
        "first day": A_DAY,
        "last day": _l("As far as it is known: 2026-12-03 or 12/3/2026."),
        "relationship": _l("Who the client is to the subscriber: Myself, Spouse, Child and so on. Blank: Myself, for a new one."),
        "subscriber name": _l("Needed if the client is not the subscriber."),
        "subscriber birth date": _l("Needed if the client is not the subscriber."),
        "subscriber sex": _l("Female, Male, Other or Unknown."),
        "phone": _l("Of the insurance company."),
        "copay": _l("In dollars, such as 25 or 25.00."),
        "ended on": _l("The last day of an insurance that is over."),
    },
    What.ASSIGNMENTS: {
        "client number": SAME_CLIENT,
        "staff": _l("Needed. E-mail address, username or name of a staff member."),
        "role": _l("clinician or care team. Blank: clinician."),
        "from": _l("The first day. Blank: today."),
        "until": _l("The last day. Blank: until further notice."),
    },
}  # fmt: skip
OF_ADDRESS = {
    "street": STREET,
    "street 2": MORE_STREET,
    "city": OF_IT,
    "state": STATE,
    "zip": ZIP,
    "country": ABROAD,
}
EXAMPLES: dict[What, tuple[dict[str, str], ...]] = {
    What.CLIENTS: (
        {
            "client number": "20417", "first name": "Rosa", "last name": "Example", "birth date": "1988-04-12",
            "email": "rosa@example.org", "phone": "312 555 0107", "street": "48 Example Street", "street 2": "Apt 3",
            "city": "Chicago", "state": "IL", "zip": "60614", "language": "Spanish", "pronouns": "she, her",
            "marital status": "Married",
        },
    ),
    What.CONTACTS: (
        {
            "client number": "20417", "role": "emergency contact", "name": "Luis Example", "relationship": "Spouse",
            "phone": "312 555 0108",
        },
        {
            "client number": "20417", "role": "preferred physician", "name": "Dr. Ana Sample",
            "practice": "Sample Family Medicine", "phone": "312 555 0120", "npi": "1234567893",
        },
    ),
    What.POLICIES: (
        {
            "client number": "20417", "order": "Primary", "insurance company": "Example Health", "member id": "XH-0012345",
            "plan": "Gold PPO", "group number": "7700", "first day": "2026-01-01", "relationship": "Spouse",
            "subscriber name": "Luis Example", "subscriber birth date": "1986-09-30", "copay": "25.00",
        },
    ),
    What.ASSIGNMENTS: (
        {"client number": "20417", "role": "clinician", "from": "2026-12-01"},
        {"client number": "20417", "role": "care team", "from": "2026-12-01", "until": "2027-05-31"},
    ),
}  # fmt: skip
WORDS: dict[Act, Phrase] = {Act.ADD: _l("Add"), Act.CHANGE: _l("Change")}
LOOKS = {Act.ADD: "ok", Act.CHANGE: "warn"}


@dataclass(frozen=True, slots=True)
class PlannedLine:
    row: int
    words: str
    look: str
    client: str
    called: str
    changes: str


def shown(plan: Plan) -> ShownPlan[PlannedLine]:
    """Give as much of a plan as a page shows, what would become another first."""
    ordered = sorted(plan.planned, key=lambda each: (each.act is Act.ADD, each.row))
    return shown_plan(ordered, plan.problems, line=_line)


def meanings(what: What) -> list[tuple[str, str]]:
    """Give each column of a file with what it means, as far as its name does not say it."""
    return [(column.name, _meaning(what, column.name)) for column in KINDS[what].columns]


def _meaning(what: What, name: str) -> str:
    of_subscriber = name.removeprefix("subscriber ")
    found = MEANINGS[what].get(name) or OF_ADDRESS.get(of_subscriber)
    return str(found) if found else ""


def example(what: What, *, staff: str) -> list[Sequence[str]]:
    """Give a file with every column, which can be taken in as it is; `staff` is the username of somebody who works here."""
    names = [column.name for column in KINDS[what].columns]
    lines = ({**row, "staff": staff} for row in EXAMPLES[what])
    return [names, *([line.get(name, "") for name in names] for line in lines)]


def _line(planned: Planned) -> PlannedLine:
    number = planned.client_number
    return PlannedLine(
        row=planned.row,
        words=str(WORDS[planned.act]),
        look=LOOKS[planned.act],
        client=gettext("Client %(number)s") % {"number": number} if number else gettext("The next number"),
        called=planned.called,
        changes=gettext("Changed: %(columns)s") % {"columns": ", ".join(planned.changes)}
        if planned.changes
        else "",
    )

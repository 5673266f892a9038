"""Whom a copy of the record is about, who made it, and which days it covers: labels and words, in the order they stand in."""

from app.clients.lists.languages import LANGUAGES
from app.clients.lists.origin import DECLINED, DETAILS, HISPANIC, ORIGINS, UNKNOWN
from app.clients.lists.person import GENDER, MARITAL_STATUS
from app.record.clinical.facts import Code
from app.record.making.record import Address, Clinician, Person, Record
from app.record.making.words import zone_of
from app.web.language import gettext
from app.web.templates import clock_of, day_as, phone

GENDERS = {"F": "female", "M": "male", "UN": "other"}
Facts = tuple[tuple[str, str], ...]


def about(record: Record) -> Facts:
    """Give what is known of the person, the practice and the copy, each with its label; what is not known is left out."""
    facts = (*_of_person(record.person), *_of_practice(record), *_of_copy(record))
    return tuple((label, words) for label, words in facts if words)


def full_name(person: Person) -> str:
    """Give the name as the chart has it, for papers that others read."""
    return " ".join(part for part in (person.first_name, person.middle_name, person.last_name) if part)


def _of_person(person: Person) -> Facts:
    born_on = day_as(person.born_on, "medium") if person.born_on else ""
    guardian = ", ".join(part for part in (person.guardian_name, phone(person.guardian_phone)) if part)
    return (
        (gettext("Client"), full_name(person)),
        (gettext("Preferred name"), person.preferred_name),
        (gettext("Date of birth"), born_on),
        (gettext("Sex"), GENDER.label(GENDERS[person.gender]) if person.gender in GENDERS else ""),
        (gettext("Client number"), str(person.number)),
        (gettext("Address"), address_words(person.address)),
        (gettext("Phone"), phone(person.phone)),
        (gettext("E-mail address"), person.email),
        (gettext("Primary language"), LANGUAGES.label(person.language)),
        (gettext("Marital status"), MARITAL_STATUS.label(person.marital_status)),
        (gettext("Race and ethnicity"), _origin(person)),
        (gettext("Legal guardian"), guardian),
    )


def _origin(person: Person) -> str:
    """Give race and ethnicity as one answer, as they are asked."""
    hispanic = [person.ethnicity] if person.ethnicity and person.ethnicity.code == HISPANIC else []
    known = [each for each in person.races if each.code != UNKNOWN or not hispanic]
    return ", ".join(dict.fromkeys(_label(each) for each in (*known, *hispanic)))


def _label(code: Code) -> str:
    if code.code in (DECLINED, UNKNOWN):
        return gettext("Not answered by choice") if code.code == DECLINED else gettext("Not known")
    for values in (ORIGINS, *DETAILS.values()):
        if code.code in values.english:
            return values.label(code.code)
    return code.display or code.code


def address_words(address: Address | None) -> str:
    """Give an address in one line."""
    if address is None:
        return ""
    place = " ".join(part for part in (address.state, address.postal_code) if part)
    return ", ".join(part for part in (*address.street.splitlines(), address.city, place) if part)


def _of_practice(record: Record) -> Facts:
    practice = record.practice
    reached = (practice.name, address_words(practice.address), phone(practice.phone))
    return (
        (gettext("Practice"), " · ".join(part for part in reached if part)),
        (gettext("Your clinician"), "; ".join(map(clinician_words, record.clinicians))),
    )


def clinician_words(person: Clinician) -> str:
    name = f"{person.first_name} {person.last_name}".strip()
    return f"{name}, {person.credentials}" if person.credentials else name


def _of_copy(record: Record) -> Facts:
    here = record.made_at.astimezone(zone_of(record.practice.zone))
    made = f"{day_as(here.date(), 'medium')}, {clock_of(here)} {here.tzname()}"
    return ((gettext("Made on"), made), (gettext("Days it covers"), days_words(record)))


def days_words(record: Record) -> str:
    """Say which days a copy covers; facts that go on, or have no date, are in it whichever those are."""
    begin = day_as(record.from_on, "medium") if record.from_on else ""
    end = day_as(record.until_on, "medium") if record.until_on else ""
    if begin and end:
        return gettext("%(since)s to %(until)s") % {"since": begin, "until": end}
    if begin:
        return gettext("From %(date)s on") % {"date": begin}
    return gettext("Until %(date)s") % {"date": end} if end else gettext("All that the practice has")

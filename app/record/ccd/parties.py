"""Who and where: addresses, telephones, names and organizations as CDA has them. What is not known says so."""

from urllib.parse import quote

from app.record.ccd.elements import Element, Part, clean, el, named_id
from app.record.making.record import Address, Clinician, Practice

NPI = "2.16.840.1.113883.4.6"


def address(where: Address | None, *, use: str) -> Element:
    """Make an address; here all of its parts are asked for, so that what is not known says so."""
    given = where or Address()
    streets = [el("streetAddressLine", line) for line in given.street.splitlines() if line.strip()]
    return el(
        "addr",
        streets[:4] or _part("streetAddressLine", ""),
        _part("city", given.city),
        _part("state", given.state),
        _part("postalCode", given.postal_code),
        el("country", given.country or "US"),
        use=use,
    )


def _part(tag: str, words: str) -> Element:
    return el(tag, words) if words.strip() else el(tag, nullFlavor="UNK")


def telephone(number: str, *, use: str) -> Element:
    """Make a telephone of a number as it is kept; an extension is told as RFC 3966 does."""
    plain = quote("".join(clean(number).split()), safe="+;=-().,*")
    return el("telecom", use=use, value=f"tel:{plain}") if plain else el("telecom", nullFlavor="UNK")


def mail(where: str) -> Element | None:
    """Make an e-mail address (RFC 6068); None: there is none."""
    return el("telecom", value=f"mailto:{quote(clean(where), safe='@+-._~')}") if where else None


def npi(number: str, record_id: str, name: str) -> Element:
    """Give an id: the National Provider Identifier where it is known, else one of the record's own."""
    return el("id", root=NPI, extension=number) if number else named_id(record_id, name)


def practice_name(practice: Practice) -> Element:
    return el("name", practice.name)


def organization(tag: str, practice: Practice, record_id: str) -> Element:
    return el(
        tag,
        npi(practice.npi, record_id, "practice"),
        practice_name(practice),
        telephone(practice.phone, use="WP"),
        address(practice.address, use="WP"),
    )


def clinician_name(person: Clinician) -> Element:
    suffix = el("suffix", person.credentials) if person.credentials else None
    return el("name", el("given", person.first_name), el("family", person.last_name), suffix)


def performer(name: str, *parts: Part, phone: str = "") -> Element:
    """Make who did something, known by a name alone."""
    return el(
        "performer",
        *parts,
        el(
            "assignedEntity",
            el("id", nullFlavor="UNK"),
            address(None, use="WP"),
            telephone(phone, use="WP"),
            el("assignedPerson", el("name", name)),
        ),
        typeCode="PRF",
    )

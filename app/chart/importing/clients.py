"""Files of clients: their columns, and what a file would do. Pure: what there is already is handed in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from app.accounts.new_clients import NewClient
from app.activity.refusals import Unfit
from app.changes.parts import Part, Texts
from app.chart.importing.cells import (
    address_cells,
    cell_of,
    day_text_cell,
    list_cell,
    number_or_blank_cell,
    past_day_cell,
)
from app.chart.importing.planning import (
    Act,
    Allowed,
    ChangedChart,
    Edited,
    NewChart,
    Plan,
    Planned,
    StaffNames,
    changed,
    in_order,
    plan_rows,
    staff_called,
)
from app.clients.lists.languages import INTERPRETER, LANGUAGES
from app.clients.lists.person import EMPLOYMENT_STATUS, GENDER_IDENTITY, MARITAL_STATUS, PRONOUNS, SEX
from app.information.basic import BASIC, IDENTITY
from app.information.details import DETAILS_PART
from app.web.forms import Form, text
from app.web.language import Language, Phrase, _l, gettext
from app.web.sheet import Column, ReadRow

ADDRESS = (
    Column("street", also=("address", "address 1", "address line 1", "street address"), into="address_line1"),
    Column("street 2", also=("address 2", "address line 2", "apartment", "unit"), into="address_line2"),
    Column("city", also=("town",), into="address_city"),
    Column("state", also=("region", "province"), into="address_state"),
    Column("zip", also=("zip code", "postal code", "postcode"), into="address_zip"),
    Column("country", into="address_country"),
)
COLUMNS = (
    Column("client number", also=("client", "client no", "client id", "chart number", "number", "mrn")),
    Column("first name", also=("given name", "first")),
    Column("middle name", also=("middle",)),
    Column("last name", also=("family name", "surname", "last")),
    Column("preferred name", also=("nickname", "goes by")),
    Column("birth date", also=("date of birth", "dob", "birthdate", "born on"), into="born_on"),
    Column("email", also=("e mail", "email address", "e mail address")),
    Column("phone", also=("mobile phone", "mobile", "cell phone", "cell", "phone number")),
    Column("home phone", also=("home",)),
    Column("work phone", also=("work",)),
    *ADDRESS,
    Column("language", also=("primary language", "preferred language")),
    Column("interpreter", also=("interpreter needed",)),
    Column("pronouns"),
    Column("sex", also=("sex at birth",)),
    Column("gender identity"),
    Column("marital status"),
    Column("employment", also=("employment status",)),
    Column("clinician", also=("clinician email", "clinician e mail", "provider", "staff")),
    Column("discharged on", also=("discharge date", "discharged")),
)  # fmt: skip
NAMES = {column.field: column.name for column in COLUMNS}
WORDS = NAMES | {"address": "address"}
"""What a change of a field is called."""
IN_CHART = ("first_name", "last_name", "preferred_name", "email", "phone")
"""Basic Information that stands on the chart's first page."""
PRONOUNS_ALSO = {
    **dict.fromkeys(("she", "she her"), "LA29519-8"),
    **dict.fromkeys(("he", "he him"), "LA29518-0"),
    **dict.fromkeys(("they", "they them"), "LA29520-6"),
}
OF_DETAILS = ("language", "interpreter", "sex", "gender_identity", "marital_status", "employment")

NO_FIRST_NAME = _l("Write the first name: this client is not here yet.")
NO_LAST_NAME = _l("Write the last name: this client is not here yet.")
SAME_NUMBER = _l("Row %(row)s has the same number.")
ALIKE_IN_FILE = _l("Row %(row)s has the same name and birth date.")
ALIKE = _l("This may be client %(number)s, %(name)s, who is here already.")
SOMEBODY_ELSE = _l(
    "Client %(number)s is %(name)s here, whose name and birth date are not these. "
    "Write both as they stand here, or leave the number blank so that a new one is given."
)


class ClientRow(Form):
    """A row of which every cell is good by itself; fields are called as in the chart, their texts too."""

    client_number: Annotated[int | None, number_or_blank_cell()]
    first_name: Annotated[str, cell_of(BASIC.field("first_name"))]
    middle_name: Annotated[str, cell_of(BASIC.field("middle_name"))]
    last_name: Annotated[str, cell_of(BASIC.field("last_name"))]
    preferred_name: Annotated[str, cell_of(BASIC.field("preferred_name"))]
    born_on: Annotated[str, past_day_cell()]
    email: Annotated[str, cell_of(BASIC.field("email"))]
    phone: Annotated[str, cell_of(BASIC.field("phone"))]
    home_phone: Annotated[str, cell_of(BASIC.field("home_phone"))]
    work_phone: Annotated[str, cell_of(BASIC.field("work_phone"))]
    address: Annotated[str, address_cells()]
    language: Annotated[str, list_cell(LANGUAGES, {"en us": "en", "es us": "es", "es mx": "es"})]
    interpreter: Annotated[str, list_cell(INTERPRETER, {"y": "yes", "sí": "yes", "si": "yes", "n": "no"})]
    pronouns: Annotated[
        str,
        list_cell(PRONOUNS, PRONOUNS_ALSO),
    ]
    sex: Annotated[str, list_cell(SEX, {"f": "248152002", "m": "248153007"})]
    gender_identity: Annotated[str, list_cell(GENDER_IDENTITY)]
    marital_status: Annotated[str, list_cell(MARITAL_STATUS, {"single": "S"})]
    employment: Annotated[str, list_cell(EMPLOYMENT_STATUS)]
    clinician: Annotated[str, text(most=254)]
    discharged_on: Annotated[str, day_text_cell()]

    def told(self, names: Collection[str]) -> dict[str, str]:
        """Give the texts of these fields, as far as the row tells them."""
        texts = {name: getattr(self, name) for name in names}
        return {name: words for name, words in texts.items() if words}

    @property
    def discharged(self) -> date | None:
        return date.fromisoformat(self.discharged_on) if self.discharged_on else None

    @property
    def letters(self) -> Language | None:
        """The language of letters, where the row's language is one that the portal speaks."""
        return Language(self.language) if self.language in set(Language) else None


@dataclass(frozen=True, slots=True)
class KnownChart:
    """A chart that is here already, its fields as texts."""

    id: UUID
    name: str
    basic: Texts
    identity: Texts
    details: Texts
    language: Language | None
    discharged_on: date | None
    clinicians: Collection[UUID]


@dataclass(frozen=True, slots=True)
class Double:
    """A client who may be somebody of the file."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    charts: Mapping[int, KnownChart]
    """By number."""
    doubles: Mapping[int, Double]
    """By the rows of the file."""
    staff: StaffNames


Read = ReadRow[ClientRow]


def plan(rows: Sequence[Read], known: Known, allowed: Allowed) -> Plan:
    """Say what these rows would do: a number that is here already is the same client."""
    seen = _Seen({}, {})

    def planned(read: Read) -> Planned | None:
        number = read.form.client_number
        chart = known.charts.get(number) if number is not None else None
        if chart is not None:
            found = _change(read, chart, known)
            seen.check_number(read)
            return found
        added = _new(read, known)
        seen.check_number(read)
        if not allowed.doubles:
            _check_alike(read, known)
            seen.check_alike(read)
        return added

    return plan_rows(rows, planned, names=NAMES, may_change=allowed.change)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The rows above: by number, and by name and birth date."""

    numbers: dict[int, int]
    people: dict[tuple[str, str, str], int]

    def check_number(self, read: Read) -> None:
        number = read.form.client_number
        if number is None:
            return
        above = self.numbers.setdefault(number, read.row.number)
        if above != read.row.number:
            raise Unfit("client_number", gettext(SAME_NUMBER.message) % {"row": above})

    def check_alike(self, read: Read) -> None:
        row = read.form
        person = (row.first_name.casefold(), row.last_name.casefold(), row.born_on)
        above = self.people.setdefault(person, read.row.number)
        if above != read.row.number:
            raise Unfit("last_name", gettext(ALIKE_IN_FILE.message) % {"row": above})


def _check_alike(read: Read, known: Known) -> None:
    double = known.doubles.get(read.row.number)
    if double is not None:
        raise Unfit("last_name", _said(ALIKE, double.number, double.name))


def _said(words: Phrase, number: int | None, name: str) -> str:
    return gettext(words.message) % {"number": number, "name": name}


def _new(read: Read, known: Known) -> Planned:
    row = read.form
    if not row.first_name:
        raise Unfit("first_name", NO_FIRST_NAME)
    if not row.last_name:
        raise Unfit("last_name", NO_LAST_NAME)
    new = NewClient(
        **row.told(IN_CHART),
        born_on=date.fromisoformat(row.born_on) if row.born_on else None,
        language=row.letters,
        clinician=staff_called(row.clinician, known.staff, field="clinician") if row.clinician else None,
        number=row.client_number,
        discharged_on=row.discharged,
    )
    beside = [field.name for field in BASIC.fields if field.name not in IN_CHART]
    return Planned(
        row=read.row.number,
        act=Act.ADD,
        client_id=None,
        client_number=row.client_number,
        called=f"{row.first_name} {row.last_name}",
        changes=(),
        does=NewChart(new, row.told(beside), row.told(OF_DETAILS)),
    )


def _change(read: Read, chart: KnownChart, known: Known) -> Planned | None:
    row = read.form
    if is_somebody_else(row, chart):
        raise Unfit("client_number", _said(SOMEBODY_ELSE, row.client_number, chart.name))
    edits = tuple(edit for edit in _edits(row, chart) if edit.new)
    clinician = staff_called(row.clinician, known.staff, field="clinician") if row.clinician else None
    is_new = clinician is not None and clinician not in chart.clinicians
    moved = row.discharged is not None and row.discharged != chart.discharged_on
    letters = row.letters if row.letters is not chart.language else None
    does = ChangedChart(
        edits,
        language=letters,
        clinician=clinician if is_new else None,
        discharged_on=row.discharged if moved else None,
        discharged_before=chart.discharged_on,
    )
    names = {name for edit in edits for name in edit.new}
    others = {"clinician": is_new, "discharged_on": moved, "language": letters is not None}
    names |= {name for name, is_so in others.items() if is_so}
    if not names:
        return None
    return Planned(
        row=read.row.number,
        act=Act.CHANGE,
        client_id=chart.id,
        client_number=row.client_number,
        called=chart.name,
        changes=in_order(names, WORDS),
        does=does,
    )


def _edits(row: ClientRow, chart: KnownChart) -> tuple[Edited, ...]:
    sides: tuple[tuple[Part, Texts, Collection[str]], ...] = (
        (BASIC, chart.basic, [field.name for field in BASIC.fields]),
        (IDENTITY, chart.identity, ["born_on"]),
        (DETAILS_PART, chart.details, OF_DETAILS),
    )
    return tuple(Edited(part, chart.id, old, changed(old, row.told(names))) for part, old, names in sides)


def is_somebody_else(row: ClientRow, chart: KnownChart) -> bool:
    """Whether a row's number belongs to another person here: two systems may have given it to two people.

    One of name and birth date may have been corrected, not both; a row that tells neither is trusted.
    """
    firsts = {chart.basic["first_name"].casefold(), chart.basic["preferred_name"].casefold()} - {""}
    same_first = not row.first_name or row.first_name.casefold() in firsts
    same_last = not row.last_name or row.last_name.casefold() == chart.basic["last_name"].casefold()
    if same_first and same_last and (row.first_name or row.last_name):
        return False
    known_day = chart.identity["born_on"]
    if row.born_on and row.born_on == known_day:
        return False
    return bool(row.first_name or row.last_name or (row.born_on and known_day))

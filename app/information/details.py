"""Details as a part: what somebody may tell of themselves. Every question is optional."""

from collections.abc import Mapping
from uuid import UUID

from app import db
from app.changes import fields
from app.changes.fields import Field
from app.changes.parts import FieldGroup, Part, Texts
from app.changes.rules import Section
from app.clients.lists.languages import INTERPRETER, LANGUAGES
from app.clients.lists.origin import ALONE, DETAILS, INDIGENOUS, ORIGINS
from app.clients.lists.person import EMPLOYMENT_STATUS, GENDER_IDENTITY, MARITAL_STATUS, SEX
from app.information.basic import MAKE
from app.information.tables import ClientInformation
from app.web.forms import BadParts
from app.web.language import _l
from app.web.readers.choices import goes_alone

READ = "select details from client_information where id = $1"
HELD = f"{READ} for update"


async def read_details(client_id: UUID, subject: UUID) -> dict[str, str] | None:
    """Give Details; the subject is the client."""
    return None if subject != client_id else details_of_row(client_id, await db.row(READ, client_id))


def details_of_row(client_id: UUID, row: db.Record | None) -> dict[str, str]:
    """Give the texts of a row that has the column `details`; none where there is no row."""
    if row is None or row["details"] is None:
        return {}
    found: dict[str, str] = ClientInformation.details.open_json(row["details"], row=client_id)
    return found


async def write_details(client_id: UUID, _subject: UUID, texts: Mapping[str, str]) -> None:
    await db.rows(MAKE, client_id)
    told = {**details_of_row(client_id, await db.row(HELD, client_id)), **texts}
    known = {name: text for name, text in told.items() if text}
    sealed = ClientInformation.details.seal_json(known, row=client_id) if known else None
    await ClientInformation.update({ClientInformation.details: sealed}).where(
        ClientInformation.id == client_id
    )


def detail_name(code: str) -> str:
    """Give the field of the detailed boxes below a box of the question about race and ethnicity."""
    return f"origin_{code.replace('-', '_')}"


def _details_of_origin() -> tuple[Field, ...]:
    written = fields.line(
        detail_name(INDIGENOUS),
        ORIGINS.phrase(INDIGENOUS),
        most=200,
        hint=_l("Write the nations or groups, such as Navajo Nation, Maya or Aztec."),
    )
    boxes = tuple(
        fields.ticks(detail_name(code), ORIGINS.phrase(code), values) for code, values in DETAILS.items()
    )
    return written, *boxes


def with_boxes(texts: Texts) -> dict[str, str]:
    """Tick the box of race and ethnicity above every detail that is given: to take a box away, its details go too.

    Raises BadParts with a sentence at each detail beside an answer that stands alone.
    """
    chosen = texts["origin"].split()
    above = [code for code in (INDIGENOUS, *DETAILS) if texts[detail_name(code)]]
    for answer in ALONE:
        if above and answer in chosen:
            sentence = goes_alone(ORIGINS.label(answer))
            raise BadParts({detail_name(code): sentence for code in above})
    return {**texts, "origin": " ".join(code for code in ORIGINS.codes if code in {*chosen, *above})}


DETAILS_PART = Part(
    name="details",
    section=Section.DETAILS,
    title=_l("Details"),
    groups=(
        FieldGroup(
            "",
            (
                fields.ticks(
                    "origin",
                    _l("Race and ethnicity"),
                    ORIGINS,
                    hint=_l("Tick all that apply. What you add under “More” below ticks its box here too."),
                    alone=ALONE,
                ),
            ),
        ),
        FieldGroup(_l("More about race and ethnicity"), _details_of_origin(), folded=True),
        FieldGroup(
            _l("Language"),
            (
                fields.choice("language", _l("Primary language"), LANGUAGES, first=("en", "es")),
                fields.choice("interpreter", _l("Interpreter"), INTERPRETER),
            ),
        ),
        FieldGroup(
            _l("About you"),
            (
                fields.choice("marital_status", _l("Marital status"), MARITAL_STATUS),
                fields.choice("employment", _l("Employment"), EMPLOYMENT_STATUS),
                fields.choice("sex", _l("Sex"), SEX),
                fields.choice("gender_identity", _l("Gender identity"), GENDER_IDENTITY),
            ),
        ),
    ),
    read=read_details,
    write=write_details,
)

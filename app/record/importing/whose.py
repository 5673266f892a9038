"""Whose chart a file belongs to: the one it is named for, the one its patient was taken into before, or the only alike."""

import unicodedata
from uuid import UUID

from app import db
from app.clients import details
from app.record.importing.refusing import NO_CLIENT, NOT_FOUND, OTHER_CHART, Refused
from app.record.importing.report import Difference, PatientSeen
from app.web.language import gettext

SEEN = """
select client from clinical_resource where source = $1 and resource_type = 'Patient' and resource_id = $2
"""
ALIKE = """
select id from client
where lower(last_name) = lower($2) and (lower(first_name) = lower($1) or lower(preferred_name) = lower($1))
  and birth_date_hash = $3 limit 2
"""
CHART = """
select client.id, client.first_name, client.preferred_name, client.last_name, client.birth_date,
  exists (select from clinical_resource where client = $1 and source = $2 and resource_type = 'Patient'
    and resource_id <> $3) as filled_from_another
from client where client.id = $1
"""


async def chart_numbered(number: int) -> UUID:
    """Give the client of a number; raises Refused when there is none."""
    row = await db.row("select id from client where number = $1", number)
    if row is None:
        raise Refused(NO_CLIENT)
    client_id: UUID = row["id"]
    return client_id


async def chart_of(patient: PatientSeen, *, source: str) -> UUID | None:
    """Give the chart that a patient belongs to without being told; None where there is nobody of this name and birth date.

    Raises Refused where several are called so, or the file does not say enough.
    """
    known = await _taken_before(patient, source)
    if known is not None:
        return known
    if not (patient.first_name and patient.last_name and patient.born_on):
        raise Refused(NOT_FOUND)
    born = details.hash_of_birth_date(patient.born_on)
    alike = await db.rows(ALIKE, patient.first_name, patient.last_name, born)
    if len(alike) > 1:
        raise Refused(NOT_FOUND)
    return alike[0]["id"] if alike else None


async def check_chart(patient: PatientSeen, *, source: str, client_id: UUID) -> tuple[Difference, ...]:
    """Give how a patient differs from a chart; raises Refused where they belong to another."""
    known = await _taken_before(patient, source)
    if known not in (None, client_id):
        raise Refused(gettext(OTHER_CHART.message) % {"source": source})
    row = await db.row(CHART, client_id, source, patient.id)
    if row is None:
        raise Refused(NO_CLIENT)
    return tuple(_differences(patient, row))


async def _taken_before(patient: PatientSeen, source: str) -> UUID | None:
    row = await db.row(SEEN, source, patient.id)
    found: UUID | None = row["client"] if row else None
    return found


def _differences(patient: PatientSeen, row: db.Record) -> list[Difference]:
    differs = []
    called = {_plain(row["first_name"]), _plain(row["preferred_name"])}
    if _plain(patient.last_name) != _plain(row["last_name"]) or _plain(patient.first_name) not in called:
        differs.append(Difference.NAME)
    born_on = details.birth_date(row["id"], row["birth_date"])
    if born_on is not None and patient.born_on is not None and born_on != patient.born_on:
        differs.append(Difference.BIRTH_DATE)
    if row["filled_from_another"]:
        differs.append(Difference.OTHER_PATIENT)
    return differs


def _plain(name: str) -> str:
    """Give a name without accents, case and signs: systems write them as they can."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if letter.isalnum()).casefold()

"""A chart for the patient of a file, where the practice has none."""

from uuid import UUID

from app.accounts.new_clients import NewClient, begin_chart
from app.activity.actor import Actor
from app.record.importing.refusing import NOT_FOUND, Refused
from app.record.importing.report import PatientSeen
from app.web.language import Language
from app.web.readers.contact import email_address, phone_number


async def add_chart(patient: PatientSeen, *, by: Actor) -> UUID:
    """Begin a chart as the file says whose it is; raises Refused where it does not say enough.

    In the transaction under way. Nobody looks after the client yet, so only Client Admins open the chart.
    """
    if not (patient.first_name and patient.last_name and patient.born_on):
        raise Refused(NOT_FOUND)
    new = NewClient(
        first_name=patient.first_name,
        last_name=patient.last_name,
        born_on=patient.born_on,
        email=_email(patient.email),
        phone=_phone(patient.phone),
        language=_language(patient.language),
    )
    return await begin_chart(by=by, new=new)


def _email(written: str) -> str:
    try:
        return email_address(written) if written else ""
    except ValueError:
        return ""


def _phone(written: str) -> str:
    try:
        return phone_number(written) if written else ""
    except ValueError:
        return ""


def _language(tag: str) -> Language | None:
    begins = tag.partition("-")[0].lower()
    return Language(begins) if begins in set(Language) else None

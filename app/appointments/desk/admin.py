"""Appointments in Piccolo Admin: which there are, what clients ask, and which files were taken in. All is only read."""

from app.appointments.desk.admin_forms import APPOINTMENTS, FORMS
from app.appointments.desk.service import RULE
from app.appointments.desk.zones import check_zone
from app.appointments.importing.service import may_import
from app.appointments.tables import Appointment, AppointmentAsking, ImportedAppointments
from app.web.admin import AdminLink, AdminPart, AdminTable
from app.web.language import _l

TABLE = AdminTable(
    table=Appointment,
    name="appointments",
    group=APPOINTMENTS,
    rule=RULE,
    columns=(
        Appointment.id,
        Appointment.client,
        Appointment.starts_at,
        Appointment.minutes,
        Appointment.clinician,
        Appointment.location,
        Appointment.telehealth_url,
        Appointment.copay_cents,
        Appointment.state,
        Appointment.source,
        Appointment.external_id,
        Appointment.booked_at,
        Appointment.placed_at,
        Appointment.changed_at,
        Appointment.cancelled_at,
    ),
    named_by=(Appointment.starts_at,),
    newest_first=Appointment.starts_at,
    chart=Appointment.client,
    labels={
        "telehealth_url": _l("Link to the video visit"),
        "copay_cents": _l("Copay"),
        "source": _l("Came from"),
        "external_id": _l("Its id there"),
    },
)
ASKINGS = AdminTable(
    table=AppointmentAsking,
    name="appointment_requests",
    group=APPOINTMENTS,
    rule=RULE,
    columns=(
        AppointmentAsking.id,
        AppointmentAsking.client,
        AppointmentAsking.appointment,
        AppointmentAsking.asking,
        AppointmentAsking.state,
        AppointmentAsking.asked_at,
        AppointmentAsking.asked_by_name,
        AppointmentAsking.settled_at,
        AppointmentAsking.settled_by_name,
    ),
    named_by=(AppointmentAsking.asked_at,),
    newest_first=AppointmentAsking.asked_at,
    chart=AppointmentAsking.client,
    labels={"asking": _l("Asked for"), "asked_by_name": _l("Asked by"), "settled_by_name": _l("Answered by")},
)
FILES = AdminTable(
    table=ImportedAppointments,
    name="imported_appointments",
    group=APPOINTMENTS,
    rule=RULE,
    columns=(
        ImportedAppointments.id,
        ImportedAppointments.imported_at,
        ImportedAppointments.imported_by_name,
        ImportedAppointments.added,
        ImportedAppointments.changed,
        ImportedAppointments.cancelled,
        ImportedAppointments.digest,
    ),
    named_by=(ImportedAppointments.imported_at,),
    newest_first=ImportedAppointments.imported_at,
    labels={"digest": _l("Hash of the file (SHA-256)")},
)


LINK = AdminLink(_l("Take in a file of appointments"), "/staff/appointments/import", may_import)

ADMIN = AdminPart(
    tables=(TABLE, ASKINGS, FILES), forms=FORMS, links=(LINK,), checks={"office_locations": check_zone}
)

"""Appointments, and what clients ask about them."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.appointments.rules import AppointmentState, Asking, AskingState
from app.clients.tables import Client
from app.db import new_id
from app.messages.tables import MessageThread
from app.practice.tables import OfficeLocation
from app.staff.tables import StaffMember


class Appointment(Table, tablename="appointment"):
    """A client is expected at a moment; it is never deleted, only cancelled. Its zone is the location's."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    clinician = ForeignKey(StaffMember, null=True, on_delete=OnDelete.restrict)  # none: not settled yet
    location = ForeignKey(OfficeLocation, null=True, on_delete=OnDelete.restrict)  # none: online
    starts_at = Timestamptz()
    minutes = SmallInt(default=50)
    telehealth_url = Varchar(length=500, default="")
    copay_cents = Integer(null=True, default=None)  # none: nothing to pay is known
    state = Varchar(length=20, choices=AppointmentState, default=AppointmentState.BOOKED)
    sequence = Integer(default=0)  # one more with each change a calendar should know of
    source = Varchar(length=20, default="")  # "": entered by hand; else what it was imported by
    external_id = Varchar(length=100, default="")  # what `source` calls it
    booked_at = Timestamptz()
    placed_at = Timestamptz()  # when it was last given its moment: reminders of before are not sent
    changed_at = Timestamptz()
    cancelled_at = Timestamptz(null=True, default=None)  # none: it stands
    cancelled_by_source = Varchar(length=20, default="")  # "": by hand; else by what, which may book it again
    reminded_for = Timestamptz(null=True, default=None)  # none: of none; else when the last reminder was due


class AppointmentAsking(Table, tablename="appointment_asking"):
    """Something a client asked about appointments, by a message; its id is that of the message."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    appointment = ForeignKey(Appointment, null=True, on_delete=OnDelete.restrict)  # none: a new one
    thread = ForeignKey(MessageThread, null=False, on_delete=OnDelete.restrict)
    asking = Varchar(length=20, choices=Asking)
    state = Varchar(length=20, choices=AskingState, default=AskingState.WAITING)
    asked_at = Timestamptz()
    asked_by_name = Varchar(length=200)
    settled_at = Timestamptz(null=True, default=None)  # none: it waits
    settled_by_name = Varchar(length=200, default="")


class ImportedAppointments(Table, tablename="imported_appointments"):
    """One file of appointments that was taken in, by the hash of its bytes: it is taken in once."""

    id = UUID(primary_key=True, default=new_id)
    digest = Varchar(length=64)
    imported_at = Timestamptz()
    imported_by_name = Varchar(length=200)
    added = Integer()
    changed = Integer()
    cancelled = Integer()

    imported_once = Unique(["digest"])

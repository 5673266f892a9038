"""What the staff's side of appointments hands to the panel."""

from app.appointments.desk.admin import ADMIN
from app.appointments.desk.agenda_controller import AgendaController
from app.appointments.desk.service import RULE
from app.appointments.desk.staff_controller import ChartAppointmentsController
from app.web.language import _l
from app.web.panel import ChartTab

__all__ = ["ADMIN", "HANDLERS", "TABS"]

HANDLERS = (ChartAppointmentsController, AgendaController)
TABS = (ChartTab("appointments", _l("Appointments"), "/appointments", (RULE,), order=70),)

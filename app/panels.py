"""Which panels there are, in the client's order. A panel is taken out by its line here."""

from app.appointments.panel import PANEL as APPOINTMENTS
from app.billing.panel import PANEL as BILLING
from app.documents.panel import PANEL as DOCUMENTS
from app.forms.panel import PANEL as FORMS
from app.information.panel import PANEL as INFORMATION
from app.insurance.panel import PANEL as INSURANCE
from app.messages.panel import PANEL as MESSAGES
from app.record.panel import PANEL as RECORD
from app.web.panel import Panels

PANELS: Panels = (BILLING, MESSAGES, INFORMATION, FORMS, INSURANCE, APPOINTMENTS, DOCUMENTS, RECORD)

"""What the review of answers hands to the panel of forms."""

from app.forms.reviewing.staff_controller import ChartFormsController
from app.forms.rules import READING
from app.web.language import _l
from app.web.panel import ChartTab

HANDLERS = (ChartFormsController,)
TABS = (ChartTab("forms", _l("Forms and scores"), "/forms", READING, order=40),)

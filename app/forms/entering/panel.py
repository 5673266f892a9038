"""What entering forms for clients hands to the panel of forms."""

from app.forms.entering.staff_controller import EnteringController

HANDLERS = (EnteringController,)

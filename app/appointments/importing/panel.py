"""What the import of files hands to the panel."""

from app.appointments.importing.controller import ImportController

HANDLERS = (ImportController,)

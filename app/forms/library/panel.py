"""What the library hands to the staff's side."""

from app.forms.library.staff_controller import LibraryController

HANDLERS = (LibraryController,)

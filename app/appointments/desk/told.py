"""What staff read after they changed an appointment: what was done, and whether the client hears of it."""

from uuid import UUID

from app.accounts.telling.readers import Reached, reach_of
from app.notices.preferences import Notice
from app.web.language import Phrase, _l

BOOKED = _l("The appointment is booked.")
MOVED = _l("The appointment is moved.")
CANCELLED = _l("The appointment is cancelled.")
HEARS: dict[Reached, Phrase] = {
    Reached.SOMEBODY: _l("The client is told."),
    Reached.NOBODY: _l("The portal cannot tell the client. Please call them."),
    Reached.NOT_WANTED: _l("The client chose not to be told of appointments."),
}


async def said(done: Phrase, client_id: UUID, *, needed: bool) -> str:
    """Say what was done and whether the client hears of it; `needed`: also one who chose not to hear of appointments."""
    return f"{done} {HEARS[await reach_of(client_id, Notice.APPOINTMENT, needed=needed)]}"

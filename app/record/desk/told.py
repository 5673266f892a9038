"""What staff read after they answered: what was done, and whether the client hears of it."""

from uuid import UUID

from app.accounts.telling.readers import Reached, reach_of
from app.notices.preferences import Notice
from app.web.language import Phrase, _l

HEARS: dict[Reached, Phrase] = {
    Reached.SOMEBODY: _l("The client is told."),
    Reached.NOBODY: _l("The portal cannot tell the client. Please call them."),
    Reached.NOT_WANTED: _l("The client is told."),
}


async def told(client_id: UUID, said: Phrase) -> str:
    """Say what was done and whether the client hears of it."""
    return f"{said} {HEARS[await reach_of(client_id, Notice.RECORD, needed=True)]}"

"""What staff read after they posted a statement: what was done, and whether the client hears of it."""

from uuid import UUID

from app.accounts.telling.readers import Reached, reach_of
from app.notices.preferences import Notice
from app.web.language import Phrase, _l

POSTED = _l("The statement is posted.")
TELLS_NOBODY = _l("The client sees it in the portal, and is not told.")
HEARS: dict[Reached, Phrase] = {
    Reached.SOMEBODY: _l("The client is told."),
    Reached.NOBODY: _l("The portal cannot tell the client. Please call them."),
    Reached.NOT_WANTED: _l("The client chose not to be told of bills."),
}


async def posted(client_id: UUID, *, told: bool) -> str:
    """Say that a statement is posted and whether the client hears of it."""
    hears = HEARS[await reach_of(client_id, Notice.BILL)] if told else TELLS_NOBODY
    return f"{POSTED} {hears}"

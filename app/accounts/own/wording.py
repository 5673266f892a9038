"""What is said to somebody whose session ran out."""

from app.accounts.own.ended import Ended
from app.accounts.own.tables import Reason
from app.web.language import gettext


def why_signed_out(ended: Ended, *, kept: bool = False) -> str:
    """Say why, and whether what was typed is kept."""
    if kept:
        return gettext(
            "You were signed out to keep your page private. What you typed is kept: sign in, and it is back."
        )
    if ended.reason is Reason.LONGEST:
        return gettext(
            "You were signed out because you had been signed in for a long time. Please sign in again."
        )
    return gettext(
        "You were away for a while, so we signed you out to keep your page private. Please sign in again."
    )

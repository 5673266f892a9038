"""What is said to somebody who tried too often: for how long nothing more is looked at."""

from app.accounts.limits import TooManyTries
from app.web.language import gettext, ngettext

MOST_IN_MINUTES = 90


def wait_words(wait: TooManyTries, *, at_door: bool = False) -> str:
    """Say how long to wait; `at_door` also that a device known before need not, where that is so."""
    how_long = _closed() if wait.until_lifted else _how_long(wait.seconds // 60)
    if not (at_door and wait.known_may):
        return how_long
    known = gettext("On a phone or computer you have signed in from before you can go on at once.")
    return f"{how_long} {known}"


def _closed() -> str:
    return gettext(
        "Too many wrong passwords were tried with this login, so it is closed here. "
        "Please ask the practice to open it again."
    )


def _how_long(minutes: int) -> str:
    if minutes <= MOST_IN_MINUTES:
        words = ngettext(
            "Please wait %(count)s minute, then try again.",
            "Please wait %(count)s minutes, then try again.",
            minutes,
        )
        return words % {"count": minutes}
    hours = -(-minutes // 60)
    words = ngettext(
        "Please wait %(count)s hour, then try again.", "Please wait %(count)s hours, then try again.", hours
    )
    return words % {"count": hours}

"""What is said after a save."""

from app.changes.parts import Part
from app.changes.service import Saved
from app.web.language import gettext


def said_of(saved: Saved, part: Part) -> str:
    """Say what became of a save, and which other fields have changed beside it."""
    words = _outcome(saved)
    if not saved.beside:
        return words
    labels = ", ".join(str(part.field(name).label) for name in saved.beside)
    return gettext("%(words)s Somebody else has changed this meanwhile: %(labels)s.") % {
        "words": words,
        "labels": labels,
    }


def said_of_adding(saved: Saved) -> str:
    """Say what became of something new; the same form sent again adds nothing."""
    if saved.request_id is None:
        return gettext("This was sent before. It is added once.")
    return _outcome(saved)


def said_of_ending(saved: Saved) -> str:
    return _outcome(saved) if saved.in_review else gettext("Ended. The name stands below now, under “Ended”.")


def _outcome(saved: Saved) -> str:
    if saved.request_id is None:
        return gettext("Nothing was changed.")
    if saved.in_review:
        return gettext("Sent. Your practice looks at it first, and you see here what becomes of it.")
    return gettext("Saved")

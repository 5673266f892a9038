"""What staff are told when an e-mail is on its way."""

from app.accounts.links.credentials import Emailed
from app.accounts.links.rules import Purpose
from app.web.language import gettext
from app.web.templates import moment_short


def said(emailed: Emailed) -> str:
    """Say what was sent to whom, or that it was sent before and when."""
    to = {"address": emailed.to_address}
    if not emailed.sent:
        sentence = gettext(
            "This was sent to %(address)s already: %(moment)s. Please wait five minutes before you send it again."
        )
        return sentence % (to | {"moment": moment_short(emailed.at)})
    if emailed.purpose is Purpose.RESET:
        return gettext("A link to choose a new password is on its way to %(address)s.") % to
    return gettext("Two e-mails are on their way to %(address)s.") % to

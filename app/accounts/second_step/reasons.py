"""What somebody is about to do who must first show that it is them. Only addresses of our own are known here."""

import re

from app.web.language import Phrase, _l

OF_SENDING = re.compile(r"/record/[^/]+/sending")
CLIENT_ROOT, STAFF_ROOT = "/account/second-step", "/staff/account/security"
PASSWORD = _l("You are about to change your password.")
SENDING = _l("You are about to send a copy of your record to somebody.")
REASONS: dict[str, Phrase] = {
    "/account/email": _l("You are about to change your sign-in e-mail."),
    "/account/safe-word": _l("You are about to choose a safe word."),
    "/information/basic/identity": _l(
        "You are about to look at your date of birth and Social Security number, or to change them."
    ),
    "/record": SENDING,
    "/record/everything": _l("You are about to take everything in this portal away as one file."),
    "/password/change": PASSWORD,
    "/staff/password/change": PASSWORD,
}
OF_SECOND_STEP: tuple[tuple[str, Phrase], ...] = (
    ("/recovery-codes", _l("You are about to make new recovery codes.")),
    ("/passkeys/new", _l("You are about to add a passkey.")),
    ("/passkeys/", _l("You are about to change one of your passkeys.")),
    ("/authenticator", _l("You are about to set up an authenticator app.")),
    ("", _l("You are about to change your second step.")),
)
"""By how what follows the address of the page begins, the first that fits."""


def reason_for(address: str) -> Phrase | None:
    """Say what is about to be done at `address`; None where that is not known."""
    path = address.partition("?")[0]
    for root in (CLIENT_ROOT, STAFF_ROOT):
        if path == root or path.startswith(f"{root}/"):
            leaf = path.removeprefix(root)
            return next(words for start, words in OF_SECOND_STEP if leaf.startswith(start))
    return SENDING if OF_SENDING.fullmatch(path) else REASONS.get(path)

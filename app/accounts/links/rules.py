"""What may be sent by e-mail to whom, what a link is still good for, and how an account stands."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.activity.refusals import StateForbids
from app.web.language import Phrase, _l


class Purpose(StrEnum):
    """What an e-mail is for. A temporary password is no link: nothing is opened by its token."""

    INVITATION = "invitation"
    TEMPORARY = "temporary"
    RESET = "reset"


class Delivery(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"


class LinkStanding(StrEnum):
    """What somebody who follows a link meets."""

    GOOD = "good"
    USED = "used"
    NEWER = "newer"
    ENDED = "ended"
    CLOSED = "closed"
    """No link of ours, or of an account that cannot sign in: the two read the same."""


class AccountStatus(StrEnum):
    NEVER_INVITED = "never_invited"
    INVITED = "invited"
    UNDELIVERABLE = "undeliverable"
    EXPIRED = "expired"
    ACTIVE = "active"
    LOCKED = "locked"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"


STATUS_WORDS: dict[AccountStatus, Phrase] = {
    AccountStatus.NEVER_INVITED: _l("Never invited"),
    AccountStatus.INVITED: _l("Invited"),
    AccountStatus.UNDELIVERABLE: _l("Could not be delivered"),
    AccountStatus.EXPIRED: _l("Invitation expired"),
    AccountStatus.ACTIVE: _l("Active"),
    AccountStatus.LOCKED: _l("Locked"),
    AccountStatus.SUSPENDED: _l("Suspended"),
    AccountStatus.INACTIVE: _l("Inactive"),
}

OF_STAFF, OF_CLIENT = timedelta(hours=24), timedelta(minutes=15)
"""How long a link is good: one that staff send, and one that somebody asks for on the sign-in page."""
TEMPORARY = timedelta(days=7)
"""How long a temporary password that went by e-mail is good while nobody has used it."""
AGAIN_AFTER = timedelta(minutes=5)
"""Pressed again sooner, nothing is sent: the first e-mail is still on its way."""

TYPED_BY_HAND = _l(
    "This login was typed by hand, so no credentials are sent. Hand over what was typed, or choose "
    "“Use e-mailed credentials instead”."
)
NOT_TYPED = _l("This login is one for e-mailed credentials already.")
NO_EMAIL = _l("There is no e-mail address on file. Credentials go by e-mail, so add the address first.")
NO_EMAIL_BUT_NEEDED = _l(
    "There is no e-mail address on file. Credentials go by e-mail, and portal logins need one (setting -644). "
    "Add the address first."
)
BAD_EMAIL = _l("The e-mail address on file cannot be sent to. Correct it on the Client Portal tab first.")
NO_MAIL = _l("This portal sends no e-mail. Type a login and a password by hand instead.")
IS_SUSPENDED = _l("This login is suspended. End that first.")
IS_INACTIVE = _l("This client cannot sign in until Active is checked.")


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What is known of a link and its account."""

    purpose: Purpose
    ends_at: datetime
    used: bool
    superseded: bool
    open: bool
    """Whether its account may sign in."""


def standing_of(link: LinkFacts | None, now: datetime) -> LinkStanding:
    """Give what a link is still good for; None: there is no such link."""
    if link is None or not link.open or link.purpose is Purpose.TEMPORARY:
        return LinkStanding.CLOSED
    if link.used:
        return LinkStanding.USED
    if link.superseded:
        return LinkStanding.NEWER
    return LinkStanding.ENDED if now >= link.ends_at else LinkStanding.GOOD


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the status of an account is told from."""

    active: bool
    suspended: bool
    locked: bool
    has_password: bool
    login_typed: bool
    last_sign_in_at: datetime | None
    invited_at: datetime | None = None
    """When the last invitation was made; None: never."""
    invitation_ends_at: datetime | None = None
    delivery: Delivery | None = None
    """Of the last e-mail with a link or a password."""


def is_activated(account: AccountFacts) -> bool:
    """Whether somebody has signed in with what they were given last."""
    if not account.has_password or account.last_sign_in_at is None:
        return False
    return account.invited_at is None or account.last_sign_in_at >= account.invited_at


def status_of(account: AccountFacts | None, now: datetime) -> AccountStatus:
    """Give how an account stands; None: the client has none."""
    if account is None:
        return AccountStatus.NEVER_INVITED
    if not account.active:
        return AccountStatus.INACTIVE
    if account.suspended:
        return AccountStatus.SUSPENDED
    if account.locked:
        return AccountStatus.LOCKED
    return AccountStatus.ACTIVE if is_activated(account) else _before_activation(account, now)


def _before_activation(account: AccountFacts, now: datetime) -> AccountStatus:
    if account.invited_at is None:
        return AccountStatus.NEVER_INVITED
    if account.delivery is Delivery.UNDELIVERABLE:
        return AccountStatus.UNDELIVERABLE
    over = account.invitation_ends_at is not None and now >= account.invitation_ends_at
    return AccountStatus.EXPIRED if over else AccountStatus.INVITED


class Obstacle(StrEnum):
    """What keeps a client who has not signed in from being invited."""

    TYPED = "typed"
    INVITED = "invited"
    NO_EMAIL = "no_email"
    BAD_EMAIL = "bad_email"
    SUSPENDED = "suspended"
    INACTIVE = "inactive"


OBSTACLES: dict[Obstacle, Phrase] = {
    Obstacle.TYPED: _l(
        "The login was typed by hand: hand it over, or use e-mailed credentials instead. The typed login then stops "
        "working."
    ),
    Obstacle.INVITED: _l("The invitation is on its way and still works."),
    Obstacle.NO_EMAIL: _l("No e-mail address is on file. Add it on the Client Portal tab."),
    Obstacle.BAD_EMAIL: _l(
        "The e-mail address on file cannot be sent to. Correct it on the Client Portal tab."
    ),
    Obstacle.SUSPENDED: IS_SUSPENDED,
    Obstacle.INACTIVE: IS_INACTIVE,
}


def check_can_email(account: AccountFacts | None) -> None:
    """Raise StateForbids where nothing may be sent to an account; None: the client has none yet."""
    if account is None:
        return
    if not account.active:
        raise StateForbids(IS_INACTIVE)
    if account.suspended:
        raise StateForbids(IS_SUSPENDED)
    if account.login_typed and not is_activated(account):
        raise StateForbids(TYPED_BY_HAND)


class UsernameFormat(StrEnum):
    """Setting -687, in the order in which they are tried when one is taken."""

    EMAIL = "email"
    INITIAL_LAST = "initial_last"
    FIRST_LAST = "first_last"
    NUMBER = "number"


def usernames(
    first: UsernameFormat, *, email: str, first_name: str, last_name: str, number: int
) -> list[str]:
    """Give the usernames a client may have, the wanted one first; the later ones are for those already taken."""
    given, family = _letters(first_name), _letters(last_name)
    made = {
        UsernameFormat.EMAIL: email.casefold(),
        UsernameFormat.INITIAL_LAST: f"{given[:1]}{family}" if given and family else "",
        UsernameFormat.FIRST_LAST: f"{given}.{family}" if given and family else "",
        UsernameFormat.NUMBER: str(number),
    }
    order = list(UsernameFormat)
    turned = order[order.index(first) :] + order[: order.index(first)]
    stem = made[UsernameFormat.FIRST_LAST] or str(number)
    return [*(made[each] for each in turned if made[each]), *(f"{stem}-{count}" for count in range(2, 100))]


def free_username(wished: Iterable[str], taken: Iterable[str]) -> str:
    """Give the first username that nobody has."""
    gone = set(taken)
    return next(name for name in wished if name not in gone)


def _letters(name: str) -> str:
    parted = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", parted.casefold())[:40]

"""The settings in force: each is the practice's own value, else the default it is declared with.

They are kept in memory, since every page needs them.
Every change raises one version number, which the session queries bring along (`keep_up_with`): another number
than the one in memory loads them anew, so a change is right at the next request in every process, at no cost
to any other request. Where no session brings it, on the sign-in pages and in the worker, `look_for_changes`
asks for it, at most every two seconds.
"""

import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app import db
from app.practice.declared import SETTINGS
from app.practice.values import BadValue
from app.web import templates
from app.web.language import Language, current_language, gettext
from app.web.logs import log_fault

LOOK_SECONDS = 2.0

IN_FORCE = """
select version.version, own.name, own.value
from settings_version version left join system_setting own on own.value is not null
"""


class _Memory:
    """What this process knows of the settings; the version is 0 before they are first loaded."""

    own: dict[str, str] = {}
    version = 0
    looked_at = float("-inf")


def setting(name: str) -> str:
    """Give the effective value; an undeclared name is a fault of the caller."""
    return _Memory.own.get(name, SETTINGS[name].default)


def zone_of(name: str) -> ZoneInfo:
    """Give a time zone by its name: the practice's for "", and for one that this machine does not know any more."""
    own = ZoneInfo(setting("practice_zone"))
    try:
        return ZoneInfo(name) if name else own
    except (ZoneInfoNotFoundError, ValueError):
        return own


async def load_settings() -> None:
    """Read the practice's own values, and their version, into memory (one statement)."""
    found = await db.rows(IN_FORCE)
    _Memory.own = {row["name"]: row["value"] for row in found if _fits(row["name"], row["value"])}
    _Memory.version = found[0]["version"]
    templates.show_moments_in(setting("practice_zone"))


def _fits(name: str | None, value: str) -> bool:
    """Whether a value that was kept is still one of a declared setting: else the default holds, and pages serve."""
    if name is None or name not in SETTINGS:
        return False
    try:
        SETTINGS[name].kind.read(value)
    except BadValue as fault:
        log_fault("setting does not fit", fault, kind=name)
        return False
    return True


async def keep_up_with(version: int) -> None:
    """Load the settings anew when `version`, which a session query brought along, is not the one in memory."""
    if version != _Memory.version:
        await load_settings()


async def look_for_changes() -> None:
    """Keep up where no session query brings the version along, at most every LOOK_SECONDS."""
    now = time.monotonic()
    if now - _Memory.looked_at < LOOK_SECONDS:
        return
    _Memory.looked_at = now
    try:
        row = await db.row("select version from settings_version")
    except db.UNREACHABLE:  # a page that needs no database is served by what is known
        return
    if row is not None:
        await keep_up_with(row["version"])


class Practice:
    """The practice as every page shows it; reads the settings of the moment."""

    @property
    def name(self) -> str:
        return setting("practice_name")

    @property
    def mail_name(self) -> str:
        return setting("mail_name") or gettext("Client portal")

    @property
    def phone_e164(self) -> str:
        return setting("practice_phone")

    @property
    def phone_display(self) -> str:
        return templates.phone(self.phone_e164)

    @property
    def hours(self) -> str:
        return _worded("practice_hours")

    @property
    def crisis_text(self) -> str:
        return _worded("crisis_text")

    @property
    def how_to_pay(self) -> str:
        return _worded("how_to_pay")

    @property
    def billing_address(self) -> str:
        return setting("billing_address")

    @property
    def tax_id(self) -> str:
        return setting("tax_id")


def _worded(name: str) -> str:
    """Give a text of the practice in the reader's language, in English where it has no other."""
    spanish = setting(f"{name}_es") if current_language() is Language.SPANISH else ""
    return spanish or setting(name)


PRACTICE = Practice()

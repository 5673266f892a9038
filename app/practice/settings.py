"""The settings in force: each is the practice's own value, else the default it is declared with.

They are kept in memory, since every page needs them.
Every change raises one version number, which the session queries bring along (`keep_up_with`): another number
than the one in memory loads them anew, so a change is right at the next request in every process, at no cost
to any other request. Where no session brings it, on the sign-in pages and in the worker, `look_for_changes`
asks for it, at most every two seconds.
"""

import time
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app import db
from app.practice.declared import SETTINGS
from app.practice.look import Look, look_of
from app.practice.values import BadValue
from app.web import templates
from app.web.language import Language, current_language, gettext
from app.web.logs import log_fault

LOOK_SECONDS = 2.0

IN_FORCE = """
select version.version, own.name, own.value, logo.digest, logo.width, logo.height
from settings_version version
left join system_setting own on own.value is not null left join practice_logo logo on true
"""


@dataclass(frozen=True, slots=True)
class Logo:
    """The practice's logo: where it is served, and its size in pixels."""

    digest: str
    width: int
    height: int

    @property
    def path(self) -> str:
        return f"/logo/{self.digest}.png"


class _Memory:
    """What this process knows of the settings; the version is 0 before they are first loaded."""

    own: dict[str, str] = {}
    logo: Logo | None = None
    version = 0
    looked_at = float("-inf")


def setting(name: str) -> str:
    """Give the effective value; an undeclared name is a fault of the caller."""
    return _Memory.own.get(name, SETTINGS[name].default)


def has_own(name: str) -> bool:
    """Whether the practice gave a setting a value of its own."""
    return name in _Memory.own


def is_switched_off(panel: str) -> bool:
    """Whether the practice does not show a panel to clients; what is no panel has no switch."""
    name = f"panel_{panel}"
    return name in SETTINGS and setting(name) == "off"


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
    first = found[0]
    _Memory.version = first["version"]
    _Memory.logo = Logo(first["digest"], first["width"], first["height"]) if first["digest"] else None
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
    def logo(self) -> Logo | None:
        return _Memory.logo

    @property
    def look(self) -> Look | None:
        """The sheet of its own colour; None: ours holds."""
        colour = setting("practice_colour")
        return look_of(colour) if colour else None

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

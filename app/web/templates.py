"""The one Jinja environment. Templates place, they do not decide: an unknown name is a fault, not blank."""

from collections.abc import MutableMapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_currency, format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from app.web.assets import asset
from app.web.language import FORMATS, Language, current_language, gettext, ngettext

NARROW_SPACE, NO_BREAK = "\u202f", "\u00a0"
"""Between a time and its AM or PM; many fonts draw the narrow one as nothing."""
MINUS = "\u2212"
MINUTES_AN_HOUR, MINUTES_A_DAY = 60, 1440
DAYS_UNTIL_DATED = 30

DAY_OF_THIS_YEAR = {Language.ENGLISH: "MMM d", Language.SPANISH: "d MMM"}
"""How babel writes a day without its year."""

FOLDER = Path(__file__).parents[2] / "templates"


class _Zone:
    """The practice's zone, told once by the app and again when the setting changes."""

    name = "America/New_York"


def show_moments_in(zone: str) -> None:
    _Zone.name = zone


def local(at: datetime) -> datetime:
    """Give a UTC moment in the practice's zone."""
    return at.astimezone(ZoneInfo(_Zone.name))


def midnight(on: date) -> datetime:
    """Give the moment a day begins in the practice's zone."""
    return datetime.combine(on, time(), ZoneInfo(_Zone.name))


def moment(at: datetime) -> str:
    """Word a moment in full, with its zone: "November 20, 2026, 4:12 PM EST"."""
    frame = str(get_datetime_format("long", locale=FORMATS[current_language()])).replace("'", "")
    return frame.replace("{0}", clock(at, zone=True)).replace("{1}", day_as(local(at), "long"))


def clock(at: datetime, *, zone: bool = False) -> str:
    """Word the time of day: "4:12 PM"."""
    here = local(at)
    return f"{clock_of(here)} {here.tzname()}" if zone else clock_of(here)


def moment_short(at: datetime) -> str:
    """Word a moment as people say it: "Today, 4:12 PM", "Nov 20, 4:12 PM", "Nov 20, 2025"."""
    here, now = local(at), local(datetime.now(UTC))
    days = (now.date() - here.date()).days
    if days == 0:
        return gettext("Today, %(time)s") % {"time": clock_of(here)}
    if days == 1:
        return gettext("Yesterday, %(time)s") % {"time": clock_of(here)}
    if here.year == now.year:
        return f"{day_as(here, DAY_OF_THIS_YEAR[current_language()])}, {clock_of(here)}"
    return day_as(here, "medium")


def ago(at: datetime) -> str:
    """Word how long ago something happened: "Just now", "3 hours ago"; from a month on as the day it was."""
    minutes = max(0, int((datetime.now(UTC) - at).total_seconds()) // 60)
    hours, days = minutes // MINUTES_AN_HOUR, minutes // MINUTES_A_DAY
    if days >= DAYS_UNTIL_DATED:
        return day_short(local(at).date())
    if days:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    if hours:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}
    if minutes:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}
    return gettext("Just now")


def day(on: date | datetime) -> str:
    """Word a day in full: "Friday, November 20, 2026"."""
    return day_as(local(on) if isinstance(on, datetime) else on, "full")


def day_short(on: date) -> str:
    """Word a day as people note it, kept on one line: "Nov 20, 2026"."""
    return day_as(on, "medium").replace(" ", NO_BREAK)


def clock_of(here: datetime | time) -> str:
    """Word a time of day that is local already: "4:12 PM"."""
    return _time_of_day(here.hour, here.minute, current_language())


def day_as(on: date, pattern: str) -> str:
    """Word a day as a pattern of babel's says: "MMM" is "Nov"."""
    return _day_of_the_calendar(on.year, on.month, on.day, pattern, current_language())


# Lists word many moments, and Babel reads its formats anew for each: a fifth of a page's time. There are not many
# minutes in a day, nor days in a year.
@lru_cache(maxsize=4096)
def _time_of_day(hour: int, minute: int, language: Language) -> str:
    words = format_time(time(hour, minute), "short", locale=FORMATS[language])
    return words.replace(NARROW_SPACE, NO_BREAK)


@lru_cache(maxsize=1024)
def _day_of_the_calendar(year: int, month: int, day: int, pattern: str, language: Language) -> str:
    return format_date(date(year, month, day), pattern, locale=FORMATS[language])


def phone(number: str) -> str:
    """Show a number kept as E.164 as people write it: "(312) 555-0199 ext. 12", "+44 20 7946 0958"."""
    main, _, extension = number.partition(";ext=")
    shown = _national(main) or _foreign(main)
    if not extension:
        return shown
    return gettext("%(number)s ext. %(extension)s") % {"number": shown, "extension": extension}


def _national(number: str) -> str:
    digits = number.removeprefix("+1")
    if len(digits) != 10 or not digits.isdigit():
        return ""
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


@lru_cache(maxsize=256)
def _foreign(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def money(cents: int) -> str:
    """Word an amount: "$25.00"; one below zero has a minus, which is read out where a hyphen often is not."""
    words = format_currency(Decimal(cents) / 100, "USD", locale=FORMATS[current_language()])
    return words.replace("-", MINUS)


def file_size(size: int) -> str:
    """Word a number of bytes as people say it: "2.1 MB", "40 kB"."""
    if size >= 1_000_000:
        return f"{_tenths(round(size / 100_000), current_language())}{NO_BREAK}MB"
    return f"{max(1, round(size / 1000))}{NO_BREAK}kB"


@lru_cache(maxsize=256)
def _tenths(tenths: int, language: Language) -> str:
    return format_decimal(tenths / 10, "0.#", locale=FORMATS[language])


def worded(message: str, /, **values: object) -> Markup:
    """Word a text of ours, which is markup, around values, which are not; a percent sign is written "%%"."""
    words = Markup(gettext(message))  # noqa: S704  # our own texts, and their translations
    return words % values if values or "%" in message else words


class _Context(Context):
    def call(self, called: Any, /, *args: Any, **values: Any) -> Any:
        """Call macros and `worded` straight away: Jinja asks at each of a page's hundred calls what else to pass.

        A macro goes without the escaping mode of its caller, since escaping is on everywhere.
        """
        if type(called) is not Macro and called is not worded:
            return super().call(called, *args, **values)
        values.pop("_loop_vars", None)
        values.pop("_block_vars", None)
        return called(*args, **values)


class _Environment(Environment):
    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give templates the globals themselves, not a chain over them: each import compares their names."""
        return super().make_globals(d) if d else self.globals


def _environment() -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # for trans
    environment.globals |= {"_": worded, "gettext": worded, "asset": asset}
    filters = (moment, moment_short, ago, clock, day, day_short, phone, money, file_size)
    environment.filters.update({chosen.__name__: chosen for chosen in filters})
    return environment


environment = _environment()

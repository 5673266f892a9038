"""The one Jinja environment. Templates place, they do not decide: an unknown name is a fault, not blank."""

from collections.abc import MutableMapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.web.assets import asset
from app.web.language import FORMATS, current_language, gettext, ngettext

NARROW_SPACE, NO_BREAK = "\u202f", "\u00a0"
"""Between a time and its AM or PM; many fonts draw the narrow one as nothing."""

FOLDER = Path(__file__).parents[2] / "templates"


class _Zone:
    """The practice's zone, told once by the app and again when the setting changes."""

    name = "America/New_York"


def show_moments_in(zone: str) -> None:
    _Zone.name = zone


def local(at: datetime) -> datetime:
    """Give a UTC moment in the practice's zone."""
    return at.astimezone(ZoneInfo(_Zone.name))


def moment(at: datetime) -> str:
    """Word a moment in full, with its zone: "November 20, 2026, 4:12 PM EST"."""
    here = local(at)
    locale = FORMATS[current_language()]
    words = format_datetime(here, "long", locale=locale)
    return words.replace(format_time(here, "long", locale=locale), clock(at, zone=True))


def clock(at: datetime, *, zone: bool = False) -> str:
    """Word the time of day: "4:12 PM"."""
    here = local(at)
    words = _time_of_day(here.hour, here.minute, FORMATS[current_language()])
    return f"{words} {here.tzname()}" if zone else words


def moment_short(at: datetime) -> str:
    """Word a moment as people say it: "Today, 4:12 PM", "Nov 20, 4:12 PM", "Nov 20, 2025"."""
    here, today = local(at), local(datetime.now(UTC)).date()
    days = (today - here.date()).days
    if days == 0:
        return gettext("Today, %(time)s") % {"time": clock(at)}
    if days == 1:
        return gettext("Yesterday, %(time)s") % {"time": clock(at)}
    locale = FORMATS[current_language()]
    if here.year == today.year:
        return f"{_day_of_year(here.date(), locale)}, {clock(at)}"
    return format_date(here.date(), "medium", locale=locale)


def day(on: date | datetime) -> str:
    """Word a day in full: "Friday, November 20, 2026"."""
    chosen = local(on).date() if isinstance(on, datetime) else on
    return format_date(chosen, "full", locale=FORMATS[current_language()])


# Lists word many moments, and Babel reads its formats anew for each: a fifth of a page's time. There are not many
# minutes in a day, nor days in a year.
@lru_cache(maxsize=4096)
def _time_of_day(hour: int, minute: int, locale: Locale) -> str:
    words = format_time(time(hour, minute), "short", locale=locale)
    return words.replace(NARROW_SPACE, NO_BREAK)


@lru_cache(maxsize=1024)
def _day_of_year(on: date, locale: Locale) -> str:
    return format_date(on, "MMM d" if locale.language == "en" else "d MMM", locale=locale)


def phone(number: str) -> str:
    """Show an E.164 number of North America as people write it: "(312) 555-0199"."""
    digits = number.removeprefix("+1")
    if len(digits) != 10 or not digits.isdigit():
        return number
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


def worded(message: str, **values: object) -> Markup:
    """Word a text of ours, which is markup, around values, which are not."""
    words = Markup(gettext(message))  # noqa: S704  # our own texts, and their translations
    return words % values if values else words


class _Environment(Environment):
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
    environment.globals |= {"_": worded, "asset": asset}
    filters = (moment, moment_short, clock, day, phone)
    environment.filters.update({chosen.__name__: chosen for chosen in filters})
    return environment


environment = _environment()

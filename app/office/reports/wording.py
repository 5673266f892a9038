"""How the numbers of the reports read: counts, shares, medians and months."""

from datetime import date

from babel.numbers import format_decimal, format_percent

from app.office.reports.figures import Figure
from app.web.language import FORMATS, current_language, gettext, ngettext
from app.web.templates import day_as

HOUR, DAY = 60, 24 * 60
IN_HOURS_BELOW, IN_MINUTES_BELOW = 3 * DAY, 2 * HOUR
NOTHING = "–"


def count_words(amount: int) -> str:
    """Word a number of things: "1,204"."""
    return str(format_decimal(amount, locale=FORMATS[current_language()]))


def share_words(part: int, whole: int) -> str:
    """Word a part of a whole as "96%"; "" of nothing. Only all is 100%, and only none is 0%."""
    if not whole:
        return ""
    percent = round(part * 100 / whole)
    if 0 < part < whole:
        percent = min(max(percent, 1), 99)
    return str(format_percent(percent / 100, locale=FORMATS[current_language()]))


def span_words(minutes: int) -> str:
    """Word how long something took, as roughly as people say it: "35 minutes", "11 hours", "4 days"."""
    if minutes < IN_MINUTES_BELOW:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < IN_HOURS_BELOW:
        hours = round(minutes / HOUR)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = round(minutes / DAY)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def month_words(month: date) -> str:
    """Word a month: "Nov 2026"."""
    return gettext("%(month)s %(year)s") % {"month": day_as(month, "LLL"), "year": month.year}


def amount_words(figure: Figure, amount: int | None) -> str:
    """Word a figure of one month; a dash where there is none."""
    if amount is None:
        return NOTHING
    return span_words(amount) if figure.is_median else count_words(amount)

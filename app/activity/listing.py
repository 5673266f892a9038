"""The client's activity as it is shown and taken away: what the reader chose, and each line in their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from babel.numbers import format_decimal
from pydantic import BeforeValidator

from app.activity.actor import ActorKind
from app.activity.categories import CATEGORIES, Category
from app.activity.kinds import Kind
from app.activity.service import EVERYTHING, MOST_DOWNLOADED, ActivityLine, Chosen, is_open
from app.web.forms import FilledForm, Form, asked, filled, parse
from app.web.language import FORMATS, _l, current_language, gettext
from app.web.panel import Panels
from app.web.readers.dates import day as one_day
from app.web.request import Request
from app.web.templates import day, day_short, local, midnight

Names = Mapping[UUID, str]
"""What is said of the rows that lines are about, by their ids."""

NO_SUCH_CATEGORY = _l("Choose one from the list.")
TURNED_ROUND = _l("This day is before the first one. Choose a later day.")


def _read_category(raw: Any) -> Category | None:
    try:
        return Category(raw) if raw else None
    except ValueError:
        raise ValueError(NO_SUCH_CATEGORY) from None


class Choosing(Form):
    """The form above the list: what happened, from which day to which, both included."""

    kind: Annotated[Category | None, BeforeValidator(_read_category)]
    since: Annotated[date | None, one_day()]
    until: Annotated[date | None, one_day()]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose: as the form, for the log, as part of an address, and in words ("" for everything)."""

    form: FilledForm
    query: str
    chosen: Chosen = EVERYTHING
    words: str = ""

    @property
    def older_query(self) -> str:
        """What stands before the cursor in the address of older lines."""
        return f"{self.query}&" if self.words else ""

    @property
    def download_path(self) -> str:
        return f"/activity.csv?{self.query}" if self.words else "/activity.csv"


def read_choice(request: Request) -> Choice:
    """Read what the address asks for; with a bad field nothing is chosen, and the form says why."""
    data = asked(request)
    form, typed = parse(Choosing, data), filled(data)
    query = urlencode({name: typed.value(name) for name in Choosing.model_fields if typed.value(name)})
    if isinstance(form, FilledForm):
        return Choice(form, query)
    if form.since and form.until and form.until < form.since:
        return Choice(typed.refused(until=TURNED_ROUND), query)
    return Choice(typed, query, _chosen(form), _words(form))


def _chosen(form: Choosing) -> Chosen:
    return Chosen(
        category=form.kind,
        since=midnight(form.since) if form.since else None,
        until=midnight(form.until + timedelta(days=1)) if form.until else None,
    )


def _words(form: Choosing) -> str:
    what = str(CATEGORIES[form.kind].name) if form.kind else gettext("Everything")
    days = _days(form)
    if days:
        return gettext("%(what)s, %(days)s") % {"what": what, "days": days}
    return what if form.kind else ""


def _days(form: Choosing) -> str:
    since = day_short(form.since) if form.since else ""
    until = day_short(form.until) if form.until else ""
    if since and until:
        return gettext("%(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return gettext("from %(since)s on") % {"since": since}
    return gettext("up to %(until)s") % {"until": until} if until else ""


def most_downloaded() -> str:
    """Word how many lines a file holds at most: "5,000"."""
    return format_decimal(MOST_DOWNLOADED, locale=FORMATS[current_language()])


def category_options(areas: frozenset[str]) -> list[tuple[str, str]]:
    """Give what the list can be narrowed down to by who may open these areas."""
    named = [
        (category.value, str(meaning.name))
        for category, meaning in CATEGORIES.items()
        if is_open(category, areas)
    ]
    return [("", gettext("Everything")), *named]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the activity page; `day` heads the lines of one day."""

    at: datetime
    words: str
    about: str
    """The name of what it was about; "" where the reader may not see that, or it has none."""
    who: str
    day: str
    starts_day: bool


async def names_in(lines: tuple[ActivityLine, ...], *, client_id: UUID, panels: Panels) -> Names:
    """Name what the lines of a chart's log are about, by the panels that are open to the reader."""
    names: dict[UUID, str] = {}
    for panel in panels:
        kinds = {kind for each in CATEGORIES.values() if each.area == panel.name for kind in each.kinds}
        about = {line.object_id for line in lines if line.kind in kinds and line.object_id}
        if panel.named is not None and about:
            names |= await panel.named(client_id, about)
    return names


def _about(line: ActivityLine, names: Names) -> str:
    return names.get(line.object_id, "") if line.object_id else ""


def entries(
    lines: tuple[ActivityLine, ...], *, names: Names, reader: UUID | None, below: datetime | None = None
) -> list[Entry]:
    """Word the lines of the log for the account that reads them, or for staff (None), under a heading for each day.

    `below` is the moment of the line on the page that these are put under; its day has a heading already.
    """
    shown: list[Entry] = []
    headed = day(below) if below else ""
    for line in lines:
        heading = day(line.at)
        shown.append(
            Entry(
                at=line.at,
                words=line.words,
                about=_about(line, names),
                who=_who(line, reader=reader),
                day=heading,
                starts_day=heading != headed,
            )
        )
        headed = heading
    return shown


def spreadsheet_rows(lines: tuple[ActivityLine, ...], *, names: Names) -> Iterator[tuple[str, ...]]:
    """Give the lines as rows under their headings; who did something is always named, since the file travels."""
    yield gettext("Date"), gettext("Time"), gettext("Time zone"), gettext("What was done"), gettext("By")
    for line in lines:
        here = local(line.at)
        yield f"{here:%Y-%m-%d}", f"{here:%H:%M:%S}", str(here.tzname()), _told(line, names), _who(line)


def _told(line: ActivityLine, names: Names) -> str:
    about = _about(line, names)
    return f"{line.words}: {about}" if about else line.words


def _who(line: ActivityLine, *, reader: UUID | None = None) -> str:
    """Say who did it, "You" to the `reader`. Whoever fails to sign in, or asks for
    a link, proves nothing but that they know the login."""
    own = reader is not None and line.account_id == reader
    if line.actor_kind is ActorKind.SYSTEM:
        return gettext("The portal")
    if line.kind in (Kind.SIGN_IN_FAILED, Kind.PASSWORD_LINK_ASKED):
        if own:
            return gettext("Somebody with your login")
        return gettext("Somebody with the login of %(name)s") % {"name": line.actor_name}
    return gettext("You") if own else line.actor_name

"""What a panel is: one area of the portal, handed as a list to home, navigation and all that shows panels."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum
from typing import Any, TypeAlias
from uuid import UUID

from litestar.types import ControllerRouterHandler

from app.web.admin import AdminPart
from app.web.language import Phrase


@dataclass(frozen=True, slots=True)
class Tile:
    """A panel's place on home.

    `statement` is one SQL expression giving a row of JSON for the client $1; `shown` turns that row into
    what the template `template` is given as `tile.row`.
    """

    statement: str
    shown: Callable[[Any], dict[str, Any]]
    template: str


class Gravity(IntEnum):
    """How much hangs on something that is to be mended; the gravest stands first."""

    URGENT = 1
    """Somebody may come to harm, or the law sets a day."""
    USUAL = 2
    """Something does not work as clients or staff expect."""
    ADVICE = 3
    """It works, and would work better."""


@dataclass(frozen=True, slots=True)
class Mend:
    """Something the practice should see to: what is wrong, and where it is put right."""

    sentence: str
    path: str
    label: str
    """What the link to `path` says."""
    gravity: Gravity = Gravity.USUAL


@dataclass(frozen=True, slots=True)
class Mending:
    """One thing a package looks for on the page of things to mend.

    `statement` is one SQL expression giving a row of JSON, in which `asked.today` is the day at the practice; `mends`
    says what of that row is to be mended.
    """

    statement: str
    mends: Callable[[Any], list[Mend]]


Mendings = tuple[Mending, ...]


@dataclass(frozen=True, slots=True)
class InboxPart:
    """A part of the staff's inbox, below the alerts, that a package hands in.

    `load` is handed `staff` and `asked`, which gives what stands in the address by its name, and gives what `template`
    is given as `section`; None: nothing to show.
    """

    load: Callable[..., Awaitable[Any]]
    template: str
    """It is given as `kept` what of the address belongs to others; links within the inbox begin with that."""
    keeps: tuple[str, ...] = ()
    """The names in the address that say what of the part is looked at."""


@dataclass(frozen=True, slots=True)
class AlertAbout:
    """What an alert is about, from the package that has its object; shown to whom the chart is open.

    `statement` is one SQL expression giving a row of JSON for `told.object` of the client `told.client`, null where
    the object is none of the package's; `words` gives of that row what it is about, in somebody's own words, and
    what kind of thing that is.
    """

    statement: str
    words: Callable[[Any], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Late:
    """A kind of thing that waits longer than it should, for the inbox of those who see to it.

    `statement` is SQL giving `id`, `client` and `since`, from which each is late, or is once `after_hours` more have
    passed; in it {today} is the day at the practice, {zone} its zone and {now} this moment.
    """

    name: str
    words: Phrase
    """What they are, as a heading."""
    statement: str
    path: str
    """Where one is seen to; {id} and {client} stand in it."""
    rules: tuple[str, ...]
    """View of one of these shows them."""
    gravity: Gravity = Gravity.USUAL
    after_hours: int = 0
    """What is waited after `since`, said apart so that an index on `since` gives the order."""


@dataclass(frozen=True, slots=True)
class ChartTab:
    """A tab of a client's chart as staff open it: its page stands at the chart's address followed by `leaf`."""

    name: str
    label: Phrase
    leaf: str
    rules: tuple[str, ...] = ()
    """View of one of these rules opens it; none: whoever may open the chart."""
    order: int = 1000
    within: str = ""
    """The tab whose place it shares: it is reached from there and has none of its own; "": it has one."""


ChartTabs = tuple[ChartTab, ...]


@dataclass(frozen=True, slots=True)
class HeadFact:
    """Something the head of every chart page says of the client."""

    words: str
    leaf: str = ""
    """The tab that it leads whom to who may open that; "": to none."""
    look: str | None = None
    """How its tag looks ("warn", "bad", ""); None: it is said plainly beside the name."""


@dataclass(frozen=True, slots=True)
class HeadPart:
    """What a package hands in for the head of a chart.

    `statement` is one SQL expression giving JSON for the client `chart.id`, in which `{today}` is the day at the
    practice; `facts` says what of it is shown. View of one of `rules` shows it; none: whoever may open the chart.
    """

    name: str
    statement: str
    facts: Callable[[UUID, Any], tuple[HeadFact, ...]]
    rules: tuple[str, ...] = ()


HeadParts = tuple[HeadPart, ...]


@dataclass(frozen=True, slots=True)
class PortalSection:
    """A part of the chart's tab Client Portal that a package hands in.

    `load` is handed `staff` and `chart`, and gives what `template` is given as `section`; None: nothing to show.
    """

    load: Callable[..., Awaitable[Any]]
    template: str
    knows_accounts: bool = False
    """Whether `load` is handed `accounts` as well: those that open the chart."""
    gives_access: bool = False
    """Whether it is a way to give access: then it stands above the login, all others below."""


PortalSections = tuple[PortalSection, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """Something of a panel's that stands in the chart's thread Documents Updated via Portal, beside the documents."""

    id: UUID
    title: str
    what: str
    """What kind of thing it is."""
    words: str
    look: str
    """How it stands, and how that looks."""
    by: str
    at: datetime
    path: str
    reviewed: str
    """Who has reviewed it and when, as a sentence; empty until somebody has."""
    warning: str = ""
    """What somebody must see to, as a sentence."""


@dataclass(frozen=True, slots=True)
class Exporting:
    """Whose portal record is exported, and for whom."""

    client_id: UUID
    client_name: str
    for_self: bool
    """Whether it is for the client themselves, or for staff; not: for somebody who acts for them."""
    account_id: UUID | None
    """Whose sign-in asked for it; none: staff did."""
    areas: frozenset[str]
    """The areas open to whoever gets it; none named are all."""


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """Rows of one kind: a page that people read, and a spreadsheet. Values are words as the pages show them."""

    name: str
    """In small letters with hyphens: what its files are called."""
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    long: bool = False
    """Whether there are texts in it, which are read row below row."""
    page: str = ""
    """The page it shares with those before and after it that name the same, titled as the first; "": its own."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file as it is."""

    name: str
    """With folder and ending, as in documents/Insurance card.pdf; made unique by who writes it."""
    parts: Callable[[], AsyncIterator[bytes]]


Exported: TypeAlias = ExportedTable | ExportedFile


class Bar(Enum):
    """The tab bars that several panels share."""

    LIBRARY = "library"
    INFORMATION = "information"


def never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class PageTab:
    """A page that a panel hands in for a tab bar; all of a bar stand in their `order`."""

    bar: Bar
    label: Phrase
    path: str
    order: int
    hidden: Callable[[], bool] = never
    """Whether the practice does not show it."""
    stays: bool = False
    """Whether it stays where the practice switched its panel off."""


@dataclass(frozen=True, slots=True)
class Panel:
    name: str
    """One word: the package, and the panel's colour."""
    title: Phrase
    path: str
    icon: str
    handlers: tuple[ControllerRouterHandler, ...]
    tile: Tile | None = None
    """Its place on home; None: it is reached by the navigation only."""
    badge: str = "0"
    """An SQL expression: how many things wait for the client $1, at most 100."""
    staff_handlers: tuple[ControllerRouterHandler, ...] = ()
    pays: bool = False
    """Whether its forms stay open in the time a discharged client has to read and pay."""
    admin: AdminPart | None = None
    """Its tables and action forms in Piccolo Admin."""
    demo: Callable[[Any], Awaitable[None]] | None = None
    """Adds the panel's part of the demo practice, which it is handed."""
    chart_tabs: ChartTabs = ()
    head_parts: HeadParts = ()
    page_tabs: tuple[PageTab, ...] = ()
    parts: tuple[Any, ...] = ()
    """What clients may change in it: each a Part of the package `changes`."""
    hidden: Callable[[], bool] = never
    """Whether the practice does not show the panel at all."""
    within: str = ""
    """The panel whose place in the navigation it shares; "": it has one of its own."""
    front: Callable[[], str] | None = None
    """Gives the page that its links lead to, where that depends on settings; None: `path`."""
    portal_sections: PortalSections = ()
    mendings: Mendings = ()
    """What it looks for that is not as it should be, for the page of things to mend."""
    filed: Callable[..., Awaitable[tuple[Filed, ...]]] | None = None
    """Gives what it files in a chart's thread: handed `staff`, `client_id` and `most`, the newest that may be read."""
    named: Callable[[UUID, Collection[UUID]], Awaitable[Mapping[UUID, str]]] | None = None
    """Names those of its rows that the client whose id it is handed may see, for the log of their chart."""

    inbox: InboxPart | None = None
    alert_about: AlertAbout | None = None
    late: tuple[Late, ...] = ()
    """What of it waits too long."""

    seen_by: tuple[str, ...] = ()
    """View of one of these rules shows it to staff who look at the portal as the client sees it."""
    exported: Callable[[Exporting], AsyncIterator[Exported]] | None = None
    """Gives what it holds of a chart, for the export of a client's whole portal record."""

    @property
    def address(self) -> str:
        """The page that its links lead to."""
        return self.front() if self.front else self.path


Panels = tuple[Panel, ...]

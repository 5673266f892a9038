"""Pages of somebody signed in: what stands around them, and the fragment alone when htmx asks."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import db
from app.accounts.admission import PORTAL_COOKIE, STAFF_COOKIE
from app.accounts.as_client.rules import shown_areas
from app.accounts.chart_head import ShownFact, age_on, facts_of
from app.accounts.charts import CHART_RULES, StaffChart
from app.accounts.grants.rules import ACTIVITY
from app.accounts.sessions import CurrentAccount, CurrentChart, CurrentStaff, today
from app.clients.lists.languages import LANGUAGES
from app.practice.settings import setting
from app.staff.rules import Action, PermissionRule, may
from app.web.language import Phrase, _l
from app.web.logs import log_fault
from app.web.pages import Page, page
from app.web.panel import Bar, ChartTab, ChartTabs, Panels
from app.web.request import Request
from app.web.templates import day_short

MOST_COUNTED = 100
SIDE_BY_SIDE = 8
"""How many places of the staff stand in one line; one more may, rather than alone behind “More”."""
HOME = _l("Home")
STAFF_FRONT = "/staff"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    name: str
    label: str
    path: str
    icon: str
    current: bool
    badge: int
    behind: bool = False
    """Whether it stands behind “More” where the navigation lies open."""


@dataclass(frozen=True, slots=True)
class StaffPlace:
    """A page that staff move around by; View of one of `rules` opens it."""

    name: str
    label: Phrase
    path: str
    icon: str
    rules: tuple[PermissionRule, ...]
    for_client_admins: bool = False
    """Whether it is open to Client Admins as well, whatever their rules."""


ADMIN_RULES = (
    PermissionRule.STAFF,
    PermissionRule.PICKLISTS,
    PermissionRule.CLIENTS,
    PermissionRule.PORTAL_ACCOUNTS,
    PermissionRule.FORMS,
    PermissionRule.APPOINTMENTS,
    PermissionRule.BILLING,
    PermissionRule.RECORD,
    PermissionRule.AUDIT,
)
STAFF_PLACES = (
    StaffPlace("inbox", _l("Inbox"), STAFF_FRONT, "inbox", tuple(PermissionRule), for_client_admins=True),
    StaffPlace("clients", _l("Clients"), "/staff/clients", "users", CHART_RULES),
    StaffPlace(
        "messages", _l("Messages"), "/staff/messages", "message-circle", (PermissionRule.SEND_MESSAGES,)
    ),
    StaffPlace("admin", _l("Admin"), "/staff/admin/", "shield-check", ADMIN_RULES),
    StaffPlace(
        "appointments",
        _l("Appointments"),
        "/staff/appointments",
        "calendar-days",
        (PermissionRule.APPOINTMENTS,),
    ),
    StaffPlace("billing", _l("Billing"), "/staff/billing", "receipt-text", (PermissionRule.BILLING,)),
    StaffPlace("record", _l("Records"), "/staff/record", "file-text", (PermissionRule.RECORD,)),
    StaffPlace("forms", _l("Forms"), "/staff/forms", "clipboard-list", (PermissionRule.FORMS,)),
    StaffPlace("reports", _l("Reports"), "/staff/reports", "chart-column", (PermissionRule.REPORTS,)),
    StaffPlace("settings", _l("Settings"), "/staff/settings", "settings", (PermissionRule.SETTINGS,)),
    StaffPlace(
        "mend",
        _l("Things to mend"),
        "/staff/mend",
        "wrench",
        (*ADMIN_RULES, PermissionRule.SETTINGS),
        for_client_admins=True,
    ),
)
"""In the order of the navigation, which is also the order in which somebody signing in finds a first page."""


@dataclass(frozen=True, slots=True)
class ChartFrame:
    """The chart as the layout shows it."""

    client_name: str
    account_name: str
    own: bool
    """Whether it is the reader's own, not that of somebody they act for."""
    previous_sign_in_at: Any
    several: bool
    """Whether there are other charts to choose from."""
    activity: bool
    """Whether the log of the chart is open to the reader."""


def open_panels(request: Request, chart: CurrentChart) -> Panels:
    """Give the panels that are open to whoever acts in a chart."""
    panels: Panels = request.app.state.panels
    return tuple(panel for panel in panels if chart.opens(panel.name) and not panel.hidden())


def page_tabs(
    request: Request, chart: CurrentChart, bar: Bar, *, here: str
) -> list[tuple[str, str, bool, int]]:
    """Give a tab bar: the pages of it that are open to whoever acts, in their order."""
    panels: Panels = request.app.state.panels
    found = [
        tab
        for panel in panels
        for tab in panel.page_tabs
        if (chart.opens(panel.name) and not panel.hidden()) or (tab.stays and chart.is_granted(panel.name))
    ]
    shown = sorted((tab for tab in found if tab.bar is bar and not tab.hidden()), key=lambda tab: tab.order)
    return [(str(tab.label), tab.path, tab.path == here, 0) for tab in shown]


@dataclass(frozen=True, slots=True)
class Staying:
    """For how long the session still lasts, and where a page may ask again."""

    seconds: int
    path: str
    minutes: int
    """How long without use ends it."""


async def portal_page(
    request: Request, chart: CurrentChart, name: str, *, status: int = 200, **values: Any
) -> Page:
    """Render a page of the open chart, with navigation and its badges (one statement)."""
    panels = open_panels(request, chart)
    badges = await _badges(panels, chart.client_id)
    frame = {
        "chart": ChartFrame(
            client_name=chart.client_name,
            account_name=chart.account.name,
            own=chart.is_own,
            previous_sign_in_at=chart.account.previous_sign_in_at,
            several=chart.account.opens_others,
            activity=chart.opens(ACTIVITY),
        ),
        "navigation": _navigation(panels, badges, here=values.get("here") or request.url.path),
        **({} if chart.looking else {"staying": _client_stays(chart.account)}),
    }
    return page(request, name, status=status, frame=frame, cookie=PORTAL_COOKIE, **values)


def account_page(
    request: Request, account: CurrentAccount, name: str, *, status: int = 200, **values: Any
) -> Page:
    """Render a page of an account that needs no open chart."""
    frame = {"account_name": account.name, "staying": _client_stays(account)}
    return page(request, name, status=status, frame=frame, cookie=PORTAL_COOKIE, **values)


def _client_stays(account: CurrentAccount) -> Staying:
    return Staying(account.over.seconds, "/session", int(setting("session_idle_minutes")))


def staff_page(request: Request, staff: CurrentStaff, name: str, *, status: int = 200, **values: Any) -> Page:
    """Render a page of the staff member signed in."""
    here = values.get("here") or request.url.path
    frame = {
        "staff": staff,
        "navigation": _staff_navigation(staff, here=here),
        "staying": Staying(staff.over.seconds, "/staff/session", int(setting("staff_idle_minutes"))),
    }
    return page(request, name, status=status, frame=frame, cookie=STAFF_COOKIE, **values)


def chart_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    name: str,
    *,
    tab: str,
    status: int = 200,
    **values: Any,
) -> Page:
    """Render a page of a client's chart, under the tabs that the staff member may open; `tab` names its own."""
    tabs = tuple(each for each in _tabs(request) if _opens_tab(staff, each))
    own = next(each for each in _tabs(request) if each.name == tab)
    frame = {
        "here": chart.path + own.leaf,
        "chart": chart,
        "tabs": [
            (str(each.label), chart.path + each.leaf, each.name in (own.name, own.within), 0)
            for each in tabs
            if not each.within
        ],
        "born_on": day_short(chart.born_on) if chart.born_on else "",
        "age": age_on(today(), chart.born_on) if chart.born_on else None,
        "language_name": LANGUAGES.label(chart.language) if chart.language else "",
        "head": _head(staff, chart, {each.leaf for each in tabs}),
        "may_look": _opens_charts(staff) and bool(shown_areas(staff.permissions, request.app.state.panels)),
    }
    return staff_page(request, staff, name, status=status, **frame, **values)


def _tabs(request: Request) -> ChartTabs:
    tabs: ChartTabs = request.app.state.chart_tabs
    return tabs


def _opens_charts(staff: CurrentStaff) -> bool:
    return any(may(staff.permissions, rule, Action.VIEW) for rule in CHART_RULES)


def _opens_tab(staff: CurrentStaff, tab: ChartTab) -> bool:
    return not tab.rules or any(
        may(staff.permissions, PermissionRule(rule), Action.VIEW) for rule in tab.rules
    )


def _head(staff: CurrentStaff, chart: StaffChart, leaves: set[str]) -> tuple[ShownFact, ...]:
    """Give what the head of a chart says; a fact leads to its tab only where that is open."""
    facts = facts_of(chart.client_id, chart.head, staff.permissions)
    return tuple(
        ShownFact(fact.words, chart.path + fact.leaf if fact.leaf in leaves - {""} else "", fact.look)
        for fact in facts
    )


def landing_of(staff: CurrentStaff) -> str:
    """Give the first page a staff member may open; the inbox, which says what is missing, when none is."""
    return next((place.path for place in STAFF_PLACES if opens(staff, place)), STAFF_FRONT)


def opens(staff: CurrentStaff, place: StaffPlace) -> bool:
    """Whether a rule of the staff member opens the page, or their being a Client Admin."""
    by_rule = any(may(staff.permissions, rule, Action.VIEW) for rule in place.rules)
    return by_rule or (place.for_client_admins and staff.permissions.client_admin)


def _staff_navigation(staff: CurrentStaff, *, here: str) -> list[NavigationItem]:
    open_places = [place for place in STAFF_PLACES if opens(staff, place)]
    in_line = SIDE_BY_SIDE if len(open_places) > SIDE_BY_SIDE + 1 else len(open_places)
    return [
        NavigationItem(
            name=place.name,
            label=str(place.label),
            path=place.path,
            icon=place.icon,
            current=_is_current(place.path, here),
            badge=staff.unread_alerts if place.path == STAFF_FRONT else 0,
            behind=position >= in_line,
        )
        for position, place in enumerate(open_places)
    ]


def _is_current(path: str, here: str) -> bool:
    """Whether `here` is the place or lies within it; every staff page lies within the front, so that is itself only."""
    return here == path or (path != STAFF_FRONT and here.startswith(f"{path.rstrip('/')}/"))


def _navigation(panels: Panels, badges: dict[str, int], *, here: str) -> list[NavigationItem]:
    names = {panel.name for panel in panels}
    home = NavigationItem("home", str(HOME), "/home", "house", current=here == "/home", badge=0)
    return [
        home,
        *(
            NavigationItem(
                name=panel.name,
                label=str(panel.title),
                path=panel.address,
                icon=panel.icon,
                current=any(
                    _is_current(each.path, here) for each in panels if panel.name in (each.name, each.within)
                ),
                badge=badges.get(panel.name, 0),
            )
            for panel in panels
            if panel.within not in names
        ),
    ]


async def _badges(panels: Panels, client_id: UUID) -> dict[str, int]:
    """Count what waits in each panel; a panel whose count fails shows none, and the page still serves."""
    if not panels:
        return {}
    counts = ", ".join(f"'{panel.name}', ({panel.badge})" for panel in panels)
    try:
        row = await db.row(f"select json_build_object({counts}) as badges", client_id)
    except db.UNREACHABLE:
        raise
    except Exception as fault:  # noqa: BLE001  # a broken count must not take the page with it
        log_fault("badges failed", fault)
        return {}
    badges: dict[str, int] = json.loads(row["badges"]) if row else {}
    return badges

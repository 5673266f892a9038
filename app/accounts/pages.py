"""Pages of somebody signed in: what stands around them, and the fragment alone when htmx asks."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import db
from app.accounts.admission import PORTAL_COOKIE, STAFF_COOKIE
from app.accounts.sessions import CurrentAccount, CurrentChart, CurrentStaff
from app.web.language import _l
from app.web.logs import log_fault
from app.web.pages import Page, page
from app.web.panel import Panels
from app.web.request import Request

MOST_COUNTED = 100
HOME = _l("Home")
STAFF_INBOX = _l("Inbox")


@dataclass(frozen=True, slots=True)
class NavigationItem:
    name: str
    label: str
    path: str
    icon: str
    current: bool
    badge: int


@dataclass(frozen=True, slots=True)
class ChartFrame:
    """The chart as the layout shows it."""

    client_name: str
    account_name: str
    previous_sign_in_at: Any
    several: bool = False


async def portal_page(
    request: Request, chart: CurrentChart, name: str, *, status: int = 200, **values: Any
) -> Page:
    """Render a page of the open chart, with navigation and its badges (one statement)."""
    panels: Panels = request.app.state.panels
    badges = await _badges(panels, chart.client_id)
    frame = {
        "chart": ChartFrame(
            client_name=chart.client_name,
            account_name=chart.account.name,
            previous_sign_in_at=chart.account.previous_sign_in_at,
        ),
        "navigation": _navigation(panels, badges, here=values.get("here") or request.url.path),
    }
    return page(request, name, status=status, frame=frame, cookie=PORTAL_COOKIE, **values)


def account_page(
    request: Request, account: CurrentAccount, name: str, *, status: int = 200, **values: Any
) -> Page:
    """Render a page of an account that needs no open chart."""
    frame = {"account_name": account.name}
    return page(request, name, status=status, frame=frame, cookie=PORTAL_COOKIE, **values)


def staff_page(request: Request, staff: CurrentStaff, name: str, *, status: int = 200, **values: Any) -> Page:
    """Render a page of the staff member signed in."""
    inbox = NavigationItem("inbox", str(STAFF_INBOX), "/staff", "inbox", current=True, badge=0)
    frame = {"staff": staff, "navigation": [inbox]}
    return page(request, name, status=status, frame=frame, cookie=STAFF_COOKIE, **values)


def _navigation(panels: Panels, badges: dict[str, int], *, here: str) -> list[NavigationItem]:
    home = NavigationItem("home", str(HOME), "/home", "house", current=here == "/home", badge=0)
    return [
        home,
        *(
            NavigationItem(
                name=panel.name,
                label=str(panel.title),
                path=panel.path,
                icon=panel.icon,
                current=here == panel.path or here.startswith(f"{panel.path}/"),
                badge=badges.get(panel.name, 0),
            )
            for panel in panels
        ),
    ]


async def _badges(panels: Panels, client_id: UUID) -> dict[str, int]:
    """Count what waits in each panel; a panel whose count fails shows none, and the page still serves."""
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

"""What of a portal staff are shown who look at it as the client sees it."""

from app.accounts.grants.rules import ACTIVITY
from app.staff.rules import Action, PermissionRule, Permissions, may
from app.web.panel import Panel, Panels

HOME = "home"
"""The area of the main page, which staff are shown by the same rule as the client's own log."""
OF_THE_WHOLE = PermissionRule.PORTAL_ACCOUNTS


def shown_areas(permissions: Permissions, panels: Panels) -> frozenset[str]:
    """Give the areas a staff member is shown: a panel by View of one of its rules. None named is none at all."""
    areas = {panel.name for panel in panels if _shows(permissions, panel)}
    if may(permissions, OF_THE_WHOLE, Action.VIEW):
        areas |= {HOME, ACTIVITY}
    return frozenset(areas)


def first_page(areas: frozenset[str], panels: Panels) -> str:
    """Give the page to begin with: the main page, else that of the first of these panels; "" where nothing is shown."""
    if HOME in areas:
        return "/home"
    return next((panel.address for panel in panels if panel.name in areas), "")


def left_out(areas: frozenset[str], panels: Panels) -> tuple[str, ...]:
    """Name those of the panels a client sees that the staff member is not shown."""
    return tuple(str(panel.title) for panel in panels if panel.name not in areas)


def _shows(permissions: Permissions, panel: Panel) -> bool:
    return any(may(permissions, PermissionRule(rule), Action.VIEW) for rule in panel.seen_by)

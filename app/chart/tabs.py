"""The tabs of a chart that are always there; the panels hand in the others."""

from app.changes.review import RULES
from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import ChartTab, ChartTabs

OVERVIEW = ChartTab("overview", _l("Overview"), "")
PORTAL = ChartTab("portal", _l("Client Portal"), "/portal", (PermissionRule.PORTAL_ACCOUNTS,))

ACCESS = ChartTab("access", _l("Who may open the chart"), "/access", (PermissionRule.PORTAL_ACCOUNTS,))

CHANGES = ChartTab("changes", _l("Changes"), "/changes", RULES)
TABS: ChartTabs = (OVERVIEW, PORTAL, ACCESS, CHANGES)

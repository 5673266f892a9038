"""The tabs of a chart that are always there, and what its head says; the panels hand in the others."""

from app.accounts.charts import CHART_RULES
from app.accounts.portal_tab import head as portal_head
from app.changes import head as changes_head
from app.changes.review import RULES
from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import ChartTab, ChartTabs, HeadParts

OVERVIEW = ChartTab("overview", _l("Overview"), "", order=0)
PORTAL = ChartTab("portal", _l("Client Portal"), "/portal", (PermissionRule.PORTAL_ACCOUNTS,), order=10)
ACCESS = ChartTab(
    "access",
    _l("Who may open the chart"),
    "/access",
    (PermissionRule.PORTAL_ACCOUNTS,),
    order=11,
    within="portal",
)
CHANGES = ChartTab("changes", _l("Changes"), "/changes", RULES, order=50)
ACTIVITY = ChartTab("activity", _l("Activity"), "/activity", CHART_RULES, order=90)
TABS: ChartTabs = (OVERVIEW, PORTAL, ACCESS, CHANGES, ACTIVITY)
HEAD_PARTS: HeadParts = (portal_head.PART, changes_head.PART)

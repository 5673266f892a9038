"""What staff do about billing, as the panel of billing hands it on."""

from typing import Any

from app.web.admin import AdminPart
from app.web.panel import ChartTabs

HANDLERS: tuple[Any, ...] = ()
TABS: ChartTabs = ()
ADMIN = AdminPart()

"""What staff do about billing, as the panel of billing hands it on."""

from app.billing.desk.admin import ADMIN
from app.billing.desk.payment_controller import ChartPaymentsController
from app.billing.desk.practice_controller import PracticeBillingController
from app.billing.desk.service import RULE
from app.billing.desk.staff_controller import ChartBillingController
from app.web.language import _l
from app.web.panel import ChartTab

__all__ = ["ADMIN", "HANDLERS", "TABS"]

HANDLERS = (ChartBillingController, ChartPaymentsController, PracticeBillingController)
TABS = (ChartTab("billing", _l("Billing"), "/billing", (RULE,), order=60),)

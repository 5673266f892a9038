"""What staff do with the record, as the panel of the record hands it on."""

from app.record.desk.admin import ADMIN
from app.record.desk.answering import RULE
from app.record.desk.copy_controller import StaffCopyController
from app.record.desk.late import LATE
from app.record.desk.mending import MENDING
from app.record.desk.queue_controller import RecordQueueController
from app.record.desk.staff_controller import ChartRecordController
from app.web.language import _l
from app.web.panel import ChartTab

__all__ = ["ADMIN", "HANDLERS", "LATE", "MENDINGS", "TABS"]

HANDLERS = (ChartRecordController, StaffCopyController, RecordQueueController)
TABS = (ChartTab("record", _l("Record requests"), "/record", (RULE,), order=80),)
MENDINGS = (MENDING,)

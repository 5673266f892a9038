"""What exporting hands on: the pages of clients and of staff."""

from app.record.exporting.controller import ExportController
from app.record.exporting.mending import MENDING
from app.record.exporting.staff_controller import ChartExportController

__all__ = ["HANDLERS", "MENDINGS", "STAFF_HANDLERS"]

HANDLERS = (ExportController,)
MENDINGS = (MENDING,)
STAFF_HANDLERS = (ChartExportController,)

"""Exports of a chart for staff: asking for one in the tab Record, and taking it away."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.record.exporting import service
from app.web.downloads import file_answer
from app.web.language import gettext
from app.web.pages import see
from app.web.security import Audience


class ChartExportController(Controller):
    path = "/staff/clients/{client_id:uuid}/record/exports"
    opt = {"audience": Audience.STAFF}

    @post("/", name="record.staff.exports.post", status_code=303)
    async def ask(self, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        """Have the file made, and lead back to the tab, which says how far it is."""
        here = f"/staff/clients/{client_id}/record"
        try:
            await service.ask_as_staff(staff=staff, client_id=client_id)
        except StateForbids as why:
            return see(here, flash=str(why.sentence))
        return see(here, flash=gettext("The file is being made. It stands here when it is ready."))

    @get("/{export_id:uuid}/file", name="record.staff.export.file")
    async def file(
        self, staff: CurrentStaff, client_id: FromPath[UUID], export_id: FromPath[UUID]
    ) -> Response[Any]:
        """Send the file."""
        taken = await service.take_as_staff(staff=staff, client_id=client_id, export_id=export_id)
        return file_answer(taken.parts, name=taken.name, media_type=service.MEDIA_TYPE, size=taken.size_bytes)

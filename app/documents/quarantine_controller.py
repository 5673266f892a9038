"""The staff's page of files that were held back."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.documents import quarantine
from app.staff.rules import Action
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience


class QuarantineController(Controller):
    path = quarantine.PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="documents.staff.quarantine")
    async def quarantine(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return staff_page(
            request,
            staff,
            "documents/staff/quarantine",
            files=await quarantine.held_files(staff=staff),
            path=quarantine.PATH,
            may_remove=quarantine.may_see_to(staff, Action.DELETE),
        )

    @post("/{document_id:uuid}/checking", name="documents.staff.quarantine.checking", status_code=303)
    async def check_again(self, staff: CurrentStaff, document_id: FromPath[UUID]) -> Response[Any]:
        await quarantine.check_again(staff=staff, document_id=document_id)
        return see(quarantine.PATH, flash=gettext("The file is being checked again."))

    @get("/{document_id:uuid}/removal", name="documents.staff.quarantine.removal")
    async def confirm(
        self, request: Request, staff: CurrentStaff, document_id: FromPath[UUID]
    ) -> Response[Any]:
        document = await quarantine.held_document(staff=staff, document_id=document_id, action=Action.DELETE)
        return staff_page(request, staff, "documents/staff/removal", document=document, path=quarantine.PATH)

    @post("/{document_id:uuid}/removal", name="documents.staff.quarantine.removal.post", status_code=303)
    async def remove(self, staff: CurrentStaff, document_id: FromPath[UUID]) -> Response[Any]:
        await quarantine.remove_for_good(staff=staff, document_id=document_id)
        return see(quarantine.PATH, flash=gettext("The file is removed for good."))

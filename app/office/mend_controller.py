"""The page of things to mend: what each panel, and telling clients, finds not to be as it should be."""

from typing import Any

from litestar import Controller, Response, get

from app.accounts.pages import STAFF_PLACES, staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotAllowed
from app.office.mending import MEND_PATH, things_to_mend
from app.staff.rules import Action, may
from app.web.language import _l
from app.web.panel import Panels
from app.web.request import Request
from app.web.security import Audience

FOR_ADMINS = _l(
    "Things to mend are for Client Admins, and for those who look after settings, staff or picklists."
)


class MendController(Controller):
    path = MEND_PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="office.mend")
    async def mend(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        if not may_mend(staff):
            raise NotAllowed(by=staff.actor, object_kind="things_to_mend", sentence=FOR_ADMINS)
        panels: Panels = request.app.state.panels
        return staff_page(request, staff, "office/mend", areas=await things_to_mend(panels))


def may_mend(staff: CurrentStaff) -> bool:
    """Whether the page is open: to Client Admins, and to those whose navigation leads to it."""
    place = next(place for place in STAFF_PLACES if place.path == MEND_PATH)
    return staff.permissions.client_admin or any(
        may(staff.permissions, rule, Action.VIEW) for rule in place.rules
    )

"""The page of rights: who may do what, in words."""

from typing import Any

from litestar import Controller, Response, get

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.office.rights.listing import rights_for
from app.web.request import Request
from app.web.security import Audience

RIGHTS_PATH = "/staff/rights"


class RightsController(Controller):
    path = RIGHTS_PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="office.rights")
    async def rights(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return staff_page(request, staff, "office/rights", rights=await rights_for(staff))

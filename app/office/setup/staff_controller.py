"""Where the first administrator goes on: second step, a test e-mail, the first client."""

from typing import Any

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.second_step.setting_up import PATH
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.office.settings import check_settings
from app.office.setup import service
from app.staff.rules import Action
from app.web.forms import BLANK, FilledForm
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

SEND_TEST = "send-test"
"""The button whose press did not go well."""


class GoingOnController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="office.setup.going_on", opt={"setting_up": True})
    async def going_on(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return await _page(request, staff)

    @post("/mail", name="office.setup.mail", status_code=303)
    async def send_test(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_settings(staff, Action.MODIFY)
        try:
            address = await service.send_test(staff)
        except StateForbids as why:
            return await _page(request, staff, form=BLANK.refused(**{SEND_TEST: why.sentence}), status=422)
        said = gettext("The test e-mail went out to %(address)s. Look whether it arrives.")
        return see(PATH, flash=said % {"address": address})


async def _page(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    check_settings(staff, Action.MODIFY)
    standing = await service.standing_of(staff)
    return staff_page(
        request,
        staff,
        "office/setup/going_on",
        status=status,
        here=PATH,
        standing=standing,
        form=form,
    )

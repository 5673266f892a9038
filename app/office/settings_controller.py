"""The page of the system settings."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.office.settings import change_setting, groups_for, line_for, may_change
from app.practice.values import BadValue
from app.web.forms import BLANK, FilledForm, filled, typed_fields
from app.web.language import gettext, ngettext
from app.web.pages import see, wants_fragment
from app.web.request import Request
from app.web.security import Audience

SETTINGS_PATH = "/staff/settings"
LONGEST_FIND = 100


class SettingsController(Controller):
    path = SETTINGS_PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="office.settings")
    async def settings(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return await _settings_page(request, staff, find=request.query_params.get("find", ""))

    @get("/{setting:str}", name="office.setting")
    async def setting(self, request: Request, staff: CurrentStaff, setting: FromPath[str]) -> Response[Any]:
        line = await line_for(staff, setting)
        return await _setting_page(request, staff, setting, form=FilledForm({setting: line.typed}))

    @post("/{setting:str}", name="office.setting.post", status_code=303)
    async def change(self, request: Request, staff: CurrentStaff, setting: FromPath[str]) -> Response[Any]:
        data = await request.form()
        try:
            warning = await change_setting(staff, setting, typed=typed_fields(data).get(setting, ""))
        except BadValue as why:
            refused = filled(data).refused(**{setting: why.sentence})
            if wants_fragment(request):
                return await _settings_page(request, staff, editing=setting, form=refused, status=422)
            return await _setting_page(request, staff, setting, form=refused, status=422)
        said = gettext("Saved. It is in force from now on.")
        less_safe = gettext("Less safe:")
        return see(SETTINGS_PATH, flash=f"{said} {less_safe} {warning}" if warning else said)

    @post("/{setting:str}/default", name="office.setting.default", status_code=303)
    async def use_default(self, staff: CurrentStaff, setting: FromPath[str]) -> Response[Any]:
        await change_setting(staff, setting, typed=None)
        return see(SETTINGS_PATH, flash=gettext("Saved. The default is in force from now on."))


async def _settings_page(
    request: Request,
    staff: CurrentStaff,
    *,
    editing: str = "",
    find: str = "",
    form: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    """Show all settings, or those that `find` finds, the one named `editing` as its form."""
    find = find[:LONGEST_FIND]
    groups = await groups_for(staff, find=find)
    return staff_page(
        request,
        staff,
        "office/settings",
        status=status,
        here=SETTINGS_PATH,
        groups=groups,
        find=find,
        found=_found(sum(len(group.lines) for group in groups)),
        may_change=may_change(staff),
        editing=editing,
        form=form,
    )


def _found(count: int) -> str:
    if count == 0:
        return gettext("No setting has these words.")
    return ngettext("%(count)s setting", "%(count)s settings", count) % {"count": count}


async def _setting_page(
    request: Request, staff: CurrentStaff, name: str, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    return staff_page(
        request,
        staff,
        "office/setting",
        status=status,
        here=f"{SETTINGS_PATH}/{name}",
        line=await line_for(staff, name),
        form=form,
    )

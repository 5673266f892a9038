"""A system setting as a form in Piccolo Admin, by its number or its name."""

from typing import Annotated

from pydantic import BaseModel

from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.office.settings import change_setting
from app.practice.declared import SETTINGS
from app.practice.values import BadValue
from app.staff.rules import Action, PermissionRule
from app.web.admin import LONG_TEXT, AdminForm, AdminPart
from app.web.forms import text
from app.web.language import _l, gettext

LONGEST_NAME, LONGEST_VALUE = 100, 2000
NO_SETTING = _l("There is no setting of this number or name. Look it up on the page Settings.")


class SetSetting(BaseModel):
    setting: Annotated[str, text(most=LONGEST_NAME, missing=_l("Type the number or the name of a setting."))]
    value: Annotated[str, text(most=LONGEST_VALUE, lines=True), LONG_TEXT] = ""
    use_the_default: bool = False


async def set_setting(*, staff: CurrentStaff, form: SetSetting) -> str:
    """Set a setting to what was typed, or let its default hold; give what the admin says then."""
    try:
        await change_setting(staff, _named(form.setting), typed=None if form.use_the_default else form.value)
    except BadValue as why:
        raise StateForbids(why.sentence) from None
    return gettext("Saved. It is in force from now on.")


def _named(typed: str) -> str:
    """Give the setting with this number, name or label; raises StateForbids."""
    wanted = typed.casefold()
    for setting in SETTINGS.values():
        if wanted in (str(setting.number), setting.name, str(setting.label).casefold()):
            return setting.name
    raise StateForbids(NO_SETTING)


SET = AdminForm(
    name=_l("Change a system setting"),
    description=_l(
        "By its number, with the minus sign, or its name. The page Settings shows what can be chosen."
    ),
    group=_l("System settings"),
    rule=PermissionRule.SETTINGS,
    action=Action.MODIFY,
    model=SetSetting,
    labels={
        "setting": _l("Number or name"),
        "value": _l("Your value"),
        "use_the_default": _l("Use the default instead"),
    },
    act=set_setting,
)

ADMIN = AdminPart(forms=(SET,))

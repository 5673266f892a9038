"""System settings as staff see and change them: the rule that opens them, and the lines of the page."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotAllowed, NotFound
from app.practice.declared import SETTINGS
from app.practice.declaring import Group
from app.practice.service import SettingView, set_settings, setting_now, settings_now
from app.practice.values import Option
from app.staff.rules import Action, PermissionRule, may
from app.web.language import _l

NEEDS_VIEW = _l("Your profile does not open the system settings. Ask whoever looks after the portal.")
NEEDS_MODIFY = _l(
    "Your profile lets you see the system settings and not change them. Ask whoever looks after the portal."
)


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting as the page shows it; `own` is None where the default holds."""

    name: str
    number: str
    label: str
    meaning: str
    default: str
    own: str | None
    changed_at: datetime | None
    changed_by: str
    field: str
    typed: str
    """The value in force, as it is typed."""
    options: tuple[Option, ...]
    warning: str
    """What is less safe about the value in force; "" where nothing is."""
    weakens: str
    """What would be less safe about other values; "" where there are none."""
    colour: str
    """The colour in force, where it is one."""


@dataclass(frozen=True, slots=True)
class SettingGroup:
    title: str
    lines: tuple[SettingLine, ...]


def may_change(staff: CurrentStaff) -> bool:
    return may(staff.permissions, PermissionRule.SETTINGS, Action.MODIFY)


def check_settings(staff: CurrentStaff, action: Action) -> None:
    """Raise NotAllowed unless a rule lets the staff member do `action` with the system settings."""
    if not may(staff.permissions, PermissionRule.SETTINGS, action):
        sentence = (
            NEEDS_MODIFY if may(staff.permissions, PermissionRule.SETTINGS, Action.VIEW) else NEEDS_VIEW
        )
        raise NotAllowed(by=staff.actor, object_kind="system_setting", sentence=sentence)


async def groups_for(staff: CurrentStaff, *, find: str = "") -> tuple[SettingGroup, ...]:
    """Give every setting, or those in whose words all of `find` stand, under its heading."""
    check_settings(staff, Action.VIEW)
    lines = [(view.setting.group, _line(view)) for view in await settings_now()]
    wanted = [_plain(word) for word in find.split()]
    groups = tuple(
        SettingGroup(
            str(group.value),
            tuple(line for each, line in lines if each is group and _has(line, group, wanted)),
        )
        for group in Group
    )
    return tuple(group for group in groups if group.lines)


def _has(line: SettingLine, group: Group, wanted: Sequence[str]) -> bool:
    """Whether each word stands in the heading, number, label, meaning or value; accents and capitals do not count."""
    words = (group.value, line.number, line.label, line.meaning, line.own or line.default)
    text = _plain(" ".join(map(str, words)))
    return all(word in text for word in wanted)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


async def line_for(staff: CurrentStaff, name: str) -> SettingLine:
    """Give one setting, to change it; raises NotFound for a name nobody declared."""
    check_settings(staff, Action.MODIFY)
    _check_declared(staff, name)
    return _line(await setting_now(name))


async def change_setting(staff: CurrentStaff, name: str, *, typed: str | None) -> str:
    """Set a setting to what was typed, and give what is less safe about it; "" where nothing is.

    None lets the default hold. Raises BadValue for what does not fit.
    """
    check_settings(staff, Action.MODIFY)
    _check_declared(staff, name)
    await set_settings(by=staff.actor, values={name: typed})
    setting = SETTINGS[name]
    return setting.warning(setting.default if typed is None else setting.kind.read(typed))


def _check_declared(staff: CurrentStaff, name: str) -> None:
    if name not in SETTINGS:
        raise NotFound(by=staff.actor, object_kind="system_setting")


def _line(view: SettingView) -> SettingLine:
    setting, kind = view.setting, view.setting.kind
    typed = setting.default if view.own is None else view.own
    offered = kind.options()
    return SettingLine(
        name=setting.name,
        number="" if setting.number is None else str(setting.number),
        label=str(setting.label),
        meaning=str(setting.meaning),
        default=kind.shown(setting.default),
        own=None if view.own is None else kind.shown(view.own),
        changed_at=view.changed_at,
        changed_by=view.changed_by,
        field=kind.field,
        typed=typed,
        options=offered if typed in dict(offered) or not offered else ((typed, kind.shown(typed)), *offered),
        warning=setting.warning(typed),
        weakens="" if setting.weaker is None else str(setting.weaker.says),
        colour=typed if kind.field == "colour" else "",
    )

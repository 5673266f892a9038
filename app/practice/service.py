"""Changing the settings, and reading who changed them last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.practice import values
from app.practice.acronym import acronym_of
from app.practice.declared import SETTINGS
from app.practice.declaring import Setting
from app.practice.tables import SettingsVersion, SystemSetting
from app.practice.values import BadValue

AS_KEPT = {"phone": values.NO_PHONE_AS_KEPT, "zone": values.NO_ZONE}
KEPT = "select id, name, value, changed_at, changed_by_name from system_setting where name = any($1)"


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting as it stands in the database; `own` is None where the default holds."""

    setting: Setting
    own: str | None
    changed_at: datetime | None
    changed_by: str
    """Who changed it last; "" where nobody did, or the portal itself."""


async def check_location(*, new: Mapping[str, str] | None, **_: object) -> None:
    """Refuse an office location whose phone or time zone cannot be used; raises StateForbids."""
    for name, kind in (("phone", values.phone()), ("zone", values.zone())):
        typed = (new or {}).get(name)
        try:
            if typed and kind.read(typed) != typed:
                raise BadValue(AS_KEPT[name])
        except BadValue as why:
            raise StateForbids(why.sentence) from None


async def settings_now() -> tuple[SettingView, ...]:
    """Give every setting, in the order of its declaration."""
    kept = await _kept(SETTINGS)
    return tuple(_view(setting, kept.get(name)) for name, setting in SETTINGS.items())


async def setting_now(name: str) -> SettingView:
    """Give one declared setting."""
    return _view(SETTINGS[name], (await _kept((name,))).get(name))


async def set_settings(*, by: Actor, values: Mapping[str, str | None]) -> None:
    """Give declared settings values of the practice's own, as typed; None lets the default hold again.

    The first name of a practice makes its acronym. What is as it was stays untouched, and so does its history.
    Raises BadValue, before anything is written, for a value that does not fit.
    """
    wanted = {name: _read(name, typed) for name, typed in values.items()}
    async with db.transaction():
        # The version is the lock too: of two changes at once, the later one sees what the earlier one wrote.
        await db.row("select version from settings_version for update")
        kept = await _kept((*wanted, "practice_acronym"))
        wanted = _acronym_for(wanted, kept) | wanted
        changed = {name: value for name, value in wanted.items() if value != _own(kept.get(name))}
        if changed:
            await SettingsVersion.update({SettingsVersion.version: SettingsVersion.version + 1}, force=True)
        for name, value in changed.items():
            await _change(by=by, name=name, kept=kept.get(name), value=value)


def _read(name: str, typed: str | None) -> str | None:
    return None if typed is None else SETTINGS[name].kind.read(typed)


def _acronym_for(wanted: Mapping[str, str | None], kept: Mapping[str, db.Record]) -> dict[str, str | None]:
    name = wanted.get("practice_name")
    if name is None or _own(kept.get("practice_acronym")) is not None:
        return {}
    acronym = acronym_of(name)
    return {"practice_acronym": acronym} if acronym else {}


async def _change(*, by: Actor, name: str, kept: db.Record | None, value: str | None) -> None:
    row_id: UUID = kept["id"] if kept else db.new_id()
    row = SystemSetting(
        id=row_id,
        name=name,
        value=value,
        changed_at=datetime.now(UTC),
        changed_by=by.staff_id,
        changed_by_name=by.name,
    )
    await SystemSetting.insert(row).on_conflict(
        target=SystemSetting.name,
        action="DO UPDATE",
        values=[
            SystemSetting.value,
            SystemSetting.changed_at,
            SystemSetting.changed_by,
            SystemSetting.changed_by_name,
        ],
    )
    await activity.record(
        by=by,
        kind=Kind.SETTING_CHANGED,
        object_kind="system_setting",
        object_id=row_id,
        detail={"name": name, "old": _own(kept), "new": value},
    )


async def _kept(names: Mapping[str, Setting] | tuple[str, ...]) -> dict[str, db.Record]:
    return {row["name"]: row for row in await db.rows(KEPT, list(names))}


def _own(row: db.Record | None) -> str | None:
    return None if row is None else row["value"]


def _view(setting: Setting, row: db.Record | None) -> SettingView:
    return SettingView(
        setting=setting,
        own=_own(row),
        changed_at=row["changed_at"] if row else None,
        changed_by=row["changed_by_name"] if row else "",
    )

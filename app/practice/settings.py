"""The settings, declared once as data: what each means, and what holds until the practice says otherwise.

Effective is the practice's own value, else the default. They are kept in memory, since every page needs them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app import db
from app.activity.actor import Actor
from app.practice.tables import SystemSetting
from app.web import templates
from app.web.language import Language, Phrase, _l, current_language


@dataclass(frozen=True, slots=True)
class Setting:
    """`number` is the source's, where it has one."""

    name: str
    default: str
    meaning: Phrase
    number: int | None = None


SETTINGS: tuple[Setting, ...] = (
    Setting("practice_name", "Your practice", _l("Name of the practice, as clients know it")),
    Setting("practice_phone", "", _l("Main phone number, with country code")),
    Setting("practice_hours", "", _l("When the phone is answered")),
    Setting("practice_hours_es", "", _l("When the phone is answered, in Spanish")),
    Setting("crisis_text", "", _l("A sentence after the crisis line, such as who answers at night")),
    Setting("crisis_text_es", "", _l("The same sentence in Spanish")),
    Setting("practice_zone", "America/New_York", _l("Time zone of the practice")),
    Setting("session_idle_minutes", "15", _l("Minutes without use until a client is signed out"), number=-2),
    Setting("staff_idle_minutes", "30", _l("Minutes without use until a staff member is signed out")),
)
DEFAULTS = {setting.name: setting.default for setting in SETTINGS}

_own: dict[str, str] = {}


def setting(name: str) -> str:
    """Give the effective value; an undeclared name is a fault of the caller."""
    return _own.get(name, DEFAULTS[name])


async def load_settings() -> None:
    """Read the practice's own values into memory."""
    found = await SystemSetting.select(SystemSetting.name, SystemSetting.value)
    _keep({row["name"]: row["value"] for row in found})


async def set_settings(*, by: Actor, values: Mapping[str, str]) -> None:
    """Give settings values of the practice's own."""
    now = datetime.now(UTC)
    async with db.transaction():
        for name, value in values.items():
            row = SystemSetting(name=name, value=value, changed_at=now, changed_by=by.staff_id)
            await SystemSetting.insert(row).on_conflict(
                target=SystemSetting.name,
                action="DO UPDATE",
                values=[SystemSetting.value, SystemSetting.changed_at, SystemSetting.changed_by],
            )
    await load_settings()


def _keep(values: dict[str, str]) -> None:
    _own.clear()
    _own.update(values)
    templates.show_moments_in(setting("practice_zone"))


class Practice:
    """The practice as every page shows it; reads the settings of the moment."""

    @property
    def name(self) -> str:
        return setting("practice_name")

    @property
    def phone_e164(self) -> str:
        return setting("practice_phone")

    @property
    def phone_display(self) -> str:
        return templates.phone(self.phone_e164)

    @property
    def hours(self) -> str:
        return _worded("practice_hours")

    @property
    def crisis_text(self) -> str:
        return _worded("crisis_text")


def _worded(name: str) -> str:
    """Give a text of the practice in the reader's language, in English where it has no other."""
    spanish = setting(f"{name}_es") if current_language() is Language.SPANISH else ""
    return spanish or setting(name)


PRACTICE = Practice()

"""What is to be mended, by area: all that packages look for in one statement, and one by one only when that fails."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app import db
from app.accounts.links import mending as links
from app.accounts.sessions import today
from app.accounts.telling import mending as telling
from app.office import unheld, unsettled
from app.office.setup import mending as setup
from app.web.language import Phrase, _l
from app.web.logs import log_fault
from app.web.panel import Gravity, Mend, Mending, Mendings, Panels

MEND_PATH = "/staff/mend"
NOT_LOOKED_AT = _l("We could not look at this area just now: %(area)s.")
TRY_AGAIN = _l("Try again")
OF_TODAY = "from (select $1::date as today) asked"


@dataclass(frozen=True, slots=True)
class Area:
    """Whose things they are: a panel's, or the practice's own."""

    name: str
    title: Phrase
    mendings: Mendings


@dataclass(frozen=True, slots=True)
class AreaToMend:
    """What is to be mended in an area, the gravest first."""

    name: str
    title: Phrase
    mends: tuple[Mend, ...]

    @property
    def gravity(self) -> Gravity:
        return self.mends[0].gravity

    @property
    def is_urgent(self) -> bool:
        return self.gravity is Gravity.URGENT


OF_THE_PRACTICE = (
    Area("setup", _l("Setting up"), setup.MENDINGS),
    Area("staff", _l("Staff and permission rules"), (unheld.MENDING, unsettled.OF_STAFF)),
    Area("notices", _l("Notices to clients"), (*telling.MENDINGS, links.MENDING)),
    Area("settings", _l("System settings"), unsettled.OF_SETTINGS),
)


async def things_to_mend(panels: Panels) -> tuple[AreaToMend, ...]:
    """Give the areas in which something is to be mended, those with the gravest things first (one statement).

    What cannot be looked at says so itself, and hides no other.
    """
    areas = (*OF_THE_PRACTICE, *(Area(panel.name, panel.title, panel.mendings) for panel in panels))
    found = await _of_all(areas)
    to_mend = (
        AreaToMend(area.name, area.title, tuple(sorted(mends, key=lambda mend: mend.gravity)))
        for area, mends in zip(areas, found, strict=True)
        if mends
    )
    return tuple(sorted(to_mend, key=lambda area: area.gravity))


async def _of_all(areas: Sequence[Area]) -> list[list[Mend]]:
    """Give the things of each area, looked for together, and by area only when that fails."""
    try:
        found = await _mends_of([mending for area in areas for mending in area.mendings])
    except db.UNREACHABLE:
        raise
    except Exception as fault:  # noqa: BLE001  # what is broken must not take the others with it
        log_fault("things to mend failed together", fault)
        return [await _one_by_one(area) for area in areas]
    each = iter(found)
    return [[mend for _ in area.mendings for mend in next(each)] for area in areas]


async def _mends_of(mendings: Sequence[Mending]) -> list[list[Mend]]:
    """Look for all of these with one statement; give what each has found."""
    found = ", ".join(f"({mending.statement})" for mending in mendings)
    row = await db.row(f"select json_build_array({found}) as found {OF_TODAY}", today())
    rows = json.loads(row["found"]) if row else []
    return [mending.mends(each) for mending, each in zip(mendings, rows, strict=True)]


async def _one_by_one(area: Area) -> list[Mend]:
    """Look for each alone; an area says once that not all of it could be looked at, whatever failed of it."""
    mends, failed = list[Mend](), False
    for mending in area.mendings:
        try:
            (found,) = await _mends_of([mending])
            mends += found
        except db.UNREACHABLE:
            raise
        except Exception as fault:  # noqa: BLE001  # whatever it is, the others still show theirs
            log_fault("things to mend failed", fault, kind=area.name)
            failed = True
    return [*mends, _not_looked_at(area)] if failed else mends


def _not_looked_at(area: Area) -> Mend:
    sentence = str(NOT_LOOKED_AT) % {"area": area.title}
    return Mend(sentence=sentence, path=MEND_PATH, label=str(TRY_AGAIN))

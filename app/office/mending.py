"""What is to be mended: all that packages look for in one statement, and one by one only when that statement fails."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app import db
from app.accounts.sessions import today
from app.accounts.telling import mending as telling
from app.office.setup import mending as setup
from app.web.language import Phrase, _l
from app.web.logs import log_fault
from app.web.panel import Mend, Mending, Mendings, Panels

MEND_PATH = "/staff/mend"
NOT_LOOKED_AT = _l("We could not look at this area just now: %(area)s.")
TRY_AGAIN = _l("Try again")
OF_TODAY = "from (select $1::date as today) asked"


@dataclass(frozen=True, slots=True)
class Area:
    """Whose things they are: a panel's, or those of the notices to clients."""

    name: str
    title: Phrase
    mendings: Mendings


SETTING_UP = Area("setup", _l("Setting up"), setup.MENDINGS)
NOTICES = Area("notices", _l("Notices to clients"), telling.MENDINGS)


async def things_to_mend(panels: Panels) -> list[Mend]:
    """Give what is to be mended in every area; what cannot be looked at says so itself, and hides no other."""
    areas = (SETTING_UP, NOTICES, *(Area(panel.name, panel.title, panel.mendings) for panel in panels))
    mendings = [mending for area in areas for mending in area.mendings]
    try:
        return await _mends_of(mendings)
    except db.UNREACHABLE:
        raise
    except Exception as fault:  # noqa: BLE001  # what is broken must not take the others with it
        log_fault("things to mend failed together", fault)
        return [mend for area in areas for mend in await _one_by_one(area)]


async def _mends_of(mendings: Sequence[Mending]) -> list[Mend]:
    """Look for all of these with one statement."""
    found = ", ".join(f"({mending.statement})" for mending in mendings)
    row = await db.row(f"select json_build_array({found}) as found {OF_TODAY}", today())
    rows = json.loads(row["found"]) if row else []
    return [mend for mending, each in zip(mendings, rows, strict=True) for mend in mending.mends(each)]


async def _one_by_one(area: Area) -> list[Mend]:
    """Look for each alone; an area says once that not all of it could be looked at, whatever failed of it."""
    mends, failed = list[Mend](), False
    for mending in area.mendings:
        try:
            mends += await _mends_of([mending])
        except db.UNREACHABLE:
            raise
        except Exception as fault:  # noqa: BLE001  # whatever it is, the others still show theirs
            log_fault("things to mend failed", fault, kind=area.name)
            failed = True
    return [*mends, _not_looked_at(area)] if failed else mends


def _not_looked_at(area: Area) -> Mend:
    sentence = str(NOT_LOOKED_AT) % {"area": area.title}
    return Mend(sentence=sentence, path=MEND_PATH, label=str(TRY_AGAIN))

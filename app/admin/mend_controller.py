"""The page of things to mend: what each panel, and telling clients, finds not to be as it should be."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Controller, Response, get

from app import db
from app.accounts.pages import STAFF_PLACES, staff_page
from app.accounts.sessions import CurrentStaff
from app.accounts.telling import mending as telling
from app.activity.refusals import NotAllowed
from app.staff.rules import Action, may
from app.web.language import Phrase, _l
from app.web.logs import log_fault
from app.web.panel import Mend, Panels
from app.web.request import Request
from app.web.security import Audience

MEND_PATH = "/staff/mend"
FOR_ADMINS = _l(
    "Things to mend are for Client Admins, and for those who look after settings, staff or picklists."
)
NOT_LOOKED_AT = _l("We could not look at this area just now: %(area)s.")
TRY_AGAIN = _l("Try again")
NOTICES = _l("Notices to clients")


class MendController(Controller):
    path = MEND_PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="admin.mend")
    async def mend(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        if not may_mend(staff):
            raise NotAllowed(by=staff.actor, object_kind="things_to_mend", sentence=FOR_ADMINS)
        panels: Panels = request.app.state.panels
        mends = await _mends_of("notices", NOTICES, telling.things_to_mend)
        for panel in panels:
            mends += await _mends_of(panel.name, panel.title, panel.mend)
        return staff_page(request, staff, "admin/mend", mends=mends)


def may_mend(staff: CurrentStaff) -> bool:
    """Whether the page is open: to Client Admins, and to those whose navigation leads to it."""
    place = next(place for place in STAFF_PLACES if place.path == MEND_PATH)
    return staff.permissions.client_admin or any(
        may(staff.permissions, rule, Action.VIEW) for rule in place.rules
    )


async def _mends_of(name: str, title: Phrase, find: Callable[[], Awaitable[list[Mend]]] | None) -> list[Mend]:
    """Ask an area what is to be mended; one that fails says so itself, and hides no other."""
    if find is None:
        return []
    try:
        return await find()
    except db.UNREACHABLE:
        raise
    except Exception as fault:  # noqa: BLE001  # whatever it is, the other areas still show theirs
        log_fault("things to mend failed", fault, kind=name)
        sentence = str(NOT_LOOKED_AT) % {"area": title}
        return [Mend(sentence=sentence, path=MEND_PATH, label=str(TRY_AGAIN))]

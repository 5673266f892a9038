"""The staff's agenda, a day at a time."""

from datetime import date
from typing import Any

from litestar import Controller, Response, get

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff, today
from app.appointments.desk.agenda import Whose, agenda_of
from app.appointments.importing.service import may_import
from app.web.language import gettext
from app.web.readers.dates import EARLIEST, LATEST, day_typed
from app.web.request import Request
from app.web.security import Audience

PATH = "/staff/appointments"


class AgendaController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="appointments.staff.agenda")
    async def agenda(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        asked = request.query_params.get("whose", "")
        whose = Whose(asked) if asked in set(Whose) else Whose.ALL
        agenda = await agenda_of(staff, on=_day(request.query_params.get("day", "")), whose=whose)
        return staff_page(
            request,
            staff,
            "appointments/staff/agenda",
            path=PATH,
            agenda=agenda,
            is_today=agenda.on == today(),
            choices=_choices(staff, agenda.on, whose),
            may_import=may_import(staff),
        )


def _day(asked: str) -> date:
    """Read which day is asked for: today where none is, or none that calendars have."""
    try:
        on = day_typed(asked.strip())
    except ValueError:
        on = today()
    return on if EARLIEST <= on <= LATEST else today()


def _choices(staff: CurrentStaff, on: date, whose: Whose) -> list[tuple[str, str, bool, int]]:
    """Give the tabs by which a Client Admin chooses whose appointments they see; others have none to choose."""
    if not staff.permissions.client_admin:
        return []
    words = {Whose.ALL: gettext("All clients"), Whose.MINE: gettext("My clients")}
    return [(words[each], f"{PATH}?day={on}&whose={each}", each is whose, 0) for each in Whose]

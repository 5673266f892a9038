"""The pages by which staff book, move and change an appointment, with what was typed into them."""

from datetime import UTC, datetime
from uuid import UUID

from app.accounts.charts import StaffChart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.appointments.desk.forms import both_times
from app.appointments.desk.listing import AppointmentLine, asking_of
from app.appointments.desk.service import RULE, Offered, Overlapping, offered
from app.practice.settings import zone_of
from app.staff.rules import Action, may
from app.web.forms import FilledForm
from app.web.language import gettext
from app.web.pages import Answer
from app.web.readers.choices import maybe_row
from app.web.request import Request

TAB = "appointments"
Options = list[tuple[str, str]]


def address(client_id: UUID, appointment_id: UUID | None = None) -> str:
    """Give where the appointments of a chart stand, or one of them."""
    return f"/staff/clients/{client_id}/appointments" + (f"/{appointment_id}" if appointment_id else "")


def allowed(staff: CurrentStaff) -> dict[str, bool]:
    """Give what the rule lets a staff member do."""
    return {
        "may_book": may(staff.permissions, RULE, Action.CREATE),
        "may_change": may(staff.permissions, RULE, Action.MODIFY),
        "may_cancel": may(staff.permissions, RULE, Action.DELETE),
    }


def refused(form: FilledForm, why: StateForbids, *, otherwise: str) -> FilledForm:
    """Give the form back with the sentence at its field; that of the whole at the field `otherwise`."""
    if isinstance(why, Overlapping):
        return form.refused(anyway=why.sentence)
    return form.refused(**{why.field if isinstance(why, Unfit) else otherwise: why.sentence})


async def new_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    choices: Offered,
    *,
    form: FilledForm,
    status: int = 200,
) -> Answer:
    """Ask when, with whom and where."""
    zone = choices.zone(maybe_row(form.value("location")))
    return chart_page(
        request,
        staff,
        chart,
        "appointments/staff/new",
        tab=TAB,
        status=status,
        path=address(chart.client_id),
        form=form,
        both=both_times(form, zone),
        asking=await asking_of(chart.client_id, maybe_row(form.value("asking"))),
        **_options(choices),
    )


async def move_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    line: AppointmentLine,
    *,
    form: FilledForm,
    status: int = 200,
) -> Answer:
    """Ask when instead."""
    return chart_page(
        request,
        staff,
        chart,
        "appointments/staff/move",
        tab=TAB,
        status=status,
        path=address(chart.client_id, line.id),
        line=line,
        form=form,
        both=both_times(form, zone_of(line.zone)),
        zone=datetime.now(UTC).astimezone(zone_of(line.zone)).tzname(),
        asking=await asking_of(chart.client_id, maybe_row(form.value("asking"))),
    )


async def change_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    line: AppointmentLine,
    *,
    form: FilledForm,
    status: int = 200,
) -> Answer:
    """Ask with whom, where and for how long; who is no longer offered stays offered here."""
    return chart_page(
        request,
        staff,
        chart,
        "appointments/staff/changes",
        tab=TAB,
        status=status,
        path=address(chart.client_id, line.id),
        line=line,
        form=form,
        **_options(await offered(), held=line),
    )


def _options(choices: Offered, *, held: AppointmentLine | None = None) -> dict[str, Options]:
    clinicians = [(str(each), name) for each, name in choices.clinicians]
    places = [(str(place.id), place.name) for place in choices.places if place.active]
    if held is not None:
        clinicians = _with(clinicians, held.visit.clinician_id, held.clinician)
        places = _with(places, held.visit.location_id, held.location)
    return {
        "clinicians": [("", gettext("Not settled yet")), *clinicians],
        "locations": [("", gettext("None, it is online or by phone")), *places],
    }


def _with(options: Options, held: UUID | None, words: str) -> Options:
    """Add what an appointment has and nobody is offered any more."""
    return options if held is None or str(held) in dict(options) else [*options, (str(held), words)]

"""What a client asked about appointments, and whether anything can be asked here now."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.grants.rules import Standing
from app.accounts.sessions import CurrentChart
from app.appointments.asking.wording import LOOKS, STANDINGS, TAGS, subject_of
from app.appointments.rules import Asking, AskingState, can_ask, can_withdraw
from app.appointments.times import worded_short
from app.appointments.views import PATH
from app.messages.task_types import OFFERED
from app.practice.settings import setting, zone_of
from app.web.language import gettext
from app.web.templates import day_short, local

SHOWN_FOR = timedelta(days=14)
"""So long what is settled stands in the list."""
MOST_SHOWN = 30

ANSWERED = f"exists (select 1 from task_type where task_type.for_appointments and {OFFERED})"
"""In SQL: whether somebody answers what clients ask about appointments."""
ASKINGS = f"""
select {ANSWERED} as answered, {{past}} as past, asking.id, asking.asking, asking.state, asking.asked_at,
  asking.asked_by_name, asking.settled_at, asking.thread, asking.appointment, appointment.starts_at, location.zone
from (select 1) always
left join lateral (
  select * from appointment_asking where appointment_asking.client = $1 and {{chosen}}
  order by asked_at desc, id desc limit {{most}}
) asking on true
left join appointment on appointment.id = asking.appointment
left join office_location location on location.id = appointment.location
order by asking.asked_at desc
"""
OF_CHART = ASKINGS.format(
    past="""exists (select 1 from appointment where client = $1 and starts_at + make_interval(mins => minutes) <= $3)""",
    chosen="(state = 'waiting' or settled_at > $2)",
    most=MOST_SHOWN,
)
OF_ONE = ASKINGS.format(past="false", chosen="appointment = $2", most=1)
FOR_NEW = f"""
select {ANSWERED} as answered, exists (
  select 1 from appointment_asking where client = $1 and state = 'waiting' and asking = 'book'
) as asked
"""


@dataclass(frozen=True, slots=True)
class AskingView:
    id: UUID
    asking: Asking
    appointment_id: UUID | None
    title: str
    said: str
    """When and by whom it was asked, and how it stands."""
    tag: str
    look: str
    thread: str
    """Where the message can be read; "" where messages are not open to the reader."""
    waits: bool
    can_withdraw: bool

    @property
    def withdrawal(self) -> str:
        return f"{PATH}/askings/{self.id}/withdrawal"


@dataclass(frozen=True, slots=True)
class Askings:
    """What was asked, newest first; `answered`: whether somebody answers at all what clients ask here."""

    views: tuple[AskingView, ...]
    answered: bool
    has_past: bool = False

    @property
    def waiting(self) -> AskingView | None:
        """What waits, of those about one appointment."""
        return next((view for view in self.views if view.waits), None)

    @property
    def for_new(self) -> AskingView | None:
        """The wish for a new appointment that waits."""
        return next((view for view in self.views if view.waits and view.asking is Asking.BOOK), None)

    def about(self, appointment_id: UUID) -> AskingView | None:
        return next(
            (view for view in self.views if view.waits and view.appointment_id == appointment_id), None
        )


def may_ask(chart: CurrentChart) -> bool:
    """Whether whoever acts in a chart may send anything: not in the time to read and pay."""
    return chart.standing is not Standing.READ_AND_PAY


def notice_hours() -> int:
    return int(setting("cancellation_hours"))


async def askings_of(chart: CurrentChart) -> Askings:
    """Give what waits, what was settled lately, and whether there are appointments that are over."""
    now = datetime.now(UTC)
    found = await db.rows(OF_CHART, chart.client_id, now - SHOWN_FOR, now)
    return _askings(chart, list(found))


async def asked_about(chart: CurrentChart, appointment_id: UUID) -> Askings:
    """Give what was asked last about an appointment of the chart."""
    return _askings(chart, list(await db.rows(OF_ONE, chart.client_id, appointment_id)))


async def can_ask_for_new(chart: CurrentChart) -> bool:
    """Whether the client can ask for an appointment: somebody answers, and no other such wish waits."""
    row = await db.row(FOR_NEW, chart.client_id)
    return bool(row and row["answered"] and can_ask(may_ask=may_ask(chart), asked=row["asked"]))


async def has_asked_for_new(chart: CurrentChart) -> bool:
    row = await db.row(FOR_NEW, chart.client_id)
    return bool(row and row["asked"])


def _askings(chart: CurrentChart, found: list[db.Record]) -> Askings:
    views = tuple(_view(chart, row) for row in found if row["id"] is not None)
    return Askings(views, answered=found[0]["answered"], has_past=found[0]["past"])


def _view(chart: CurrentChart, row: db.Record) -> AskingView:
    asking, state = Asking(row["asking"]), AskingState(row["state"])
    return AskingView(
        id=row["id"],
        asking=asking,
        appointment_id=row["appointment"],
        title=subject_of(asking, when=when_of(row)),
        said=f"{_asked(chart, row)} {_standing(state, row)}",
        tag=str(TAGS[state]),
        look=LOOKS[state],
        thread=f"/messages/{row['thread']}" if chart.opens("messages") else "",
        waits=state is AskingState.WAITING,
        can_withdraw=can_withdraw(state) and may_ask(chart),
    )


def when_of(row: db.Record) -> str:
    """Word the moment of the appointment that a row joins; "" for none."""
    return worded_short(row["starts_at"], zone_of(row["zone"] or "")) if row["starts_at"] else ""


def _asked(chart: CurrentChart, row: db.Record) -> str:
    own = row["asked_by_name"] == chart.actor.name
    words = gettext("You asked on %(date)s.") if own else gettext("%(name)s asked on %(date)s.")
    return words % {"name": row["asked_by_name"], "date": _on(row["asked_at"])}


def _standing(state: AskingState, row: db.Record) -> str:
    return str(STANDINGS[state]) % {"date": _on(row["settled_at"]) if row["settled_at"] else ""}


def _on(at: datetime) -> str:
    return day_short(local(at).date())

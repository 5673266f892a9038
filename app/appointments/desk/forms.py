"""The forms by which staff book, move, change and cancel appointments."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from app.appointments.desk.rules import LONGEST, NO_MINUTES, SHORTEST
from app.appointments.service import Visit
from app.appointments.times import HappensTwice, NoSuchTime, both_of, clock_time, read_moment
from app.db import new_id
from app.web.forms import FilledForm, Form, Sent, cleaned, one_of, parse, ticked
from app.web.language import _l, gettext
from app.web.readers.choices import row_along, row_chosen
from app.web.readers.dates import day
from app.web.readers.links import https_link
from app.web.readers.numbers import money, typed_money

NO_DAY = _l("Choose the day.")
NO_TIME = _l("Type the time.")
USUAL_MINUTES = 50
EARLIER, LATER = "earlier", "later"


def _minutes(raw: Any) -> int:
    """Read how long an appointment is; nothing typed is the usual length."""
    if isinstance(raw, int):
        return raw
    typed = cleaned(raw, most=10)
    if not typed:
        return USUAL_MINUTES
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and SHORTEST <= int(typed) <= LONGEST):
        raise ValueError(NO_MINUTES)
    return int(typed)


StartsOn = Annotated[date, day(missing=NO_DAY)]
StartsAt = Annotated[time, clock_time(missing=NO_TIME)]
Minutes = Annotated[int, BeforeValidator(_minutes)]
Copay = Annotated[int | None, money(most_cents=99_999_00)]
TelehealthLink = Annotated[str, https_link()]
Chosen = Annotated[UUID | None, row_chosen()]
Along = Annotated[UUID | None, row_along()]
Twice = Annotated[str, one_of("", EARLIER, LATER)]


class Typed(Form):
    """A moment as it is typed, whatever else is in the form."""

    starts_on: StartsOn
    starts_at_time: StartsAt


class MoveForm(Form):
    starts_on: StartsOn
    starts_at_time: StartsAt
    twice: Twice
    """Which of the two is meant, in the hour that comes twice when clocks go back."""
    minutes: Minutes
    anyway: Annotated[bool, ticked()]
    """Also where the clinician has another appointment then."""
    asking: Along
    """What the client asked, that is answered by it."""

    def moment(self, zone: ZoneInfo) -> datetime:
        """Give the moment that is typed; raises Unfit for one that does not exist, or exists twice."""
        later = {EARLIER: False, LATER: True}.get(self.twice)
        return read_moment(self.starts_on, self.starts_at_time, zone, later=later)


class ChangeForm(Form):
    clinician: Chosen
    location: Chosen
    telehealth_url: TelehealthLink
    copay: Copay
    minutes: Minutes
    anyway: Annotated[bool, ticked()]

    def at(self, starts_at: datetime) -> Visit:
        """Give what is typed as a visit at this moment."""
        return Visit(
            starts_at=starts_at,
            minutes=self.minutes,
            clinician_id=self.clinician,
            location_id=self.location,
            telehealth_url=self.telehealth_url,
            copay_cents=self.copay,
        )


class NewForm(MoveForm, ChangeForm):
    once: Along
    """The id it gets: booked once, however often the button is pressed."""

    def visit(self, zone: ZoneInfo) -> Visit:
        return self.at(self.moment(zone))


class AnswerForm(Form):
    """A press of a button that may answer what a client asked."""

    asking: Along


def beginning_of(*, clinician: str, location: str, asking: str) -> FilledForm:
    """Give a form of a new appointment as it begins."""
    typed = {"clinician": clinician, "location": location, "minutes": str(USUAL_MINUTES), "asking": asking}
    return FilledForm({**typed, "once": str(new_id())})


def when_typed(visit: Visit, zone: ZoneInfo) -> dict[str, str]:
    """Give the moment of a visit as it stands in its fields."""
    here = visit.starts_at.astimezone(zone)
    return {
        "starts_on": here.date().isoformat(),
        "starts_at_time": f"{here:%H:%M}",
        "twice": LATER if here.fold else EARLIER,
        "minutes": str(visit.minutes),
    }


def where_typed(visit: Visit) -> dict[str, str]:
    """Give the circumstances of a visit as they stand in their fields."""
    return {
        "clinician": str(visit.clinician_id or ""),
        "location": str(visit.location_id or ""),
        "telehealth_url": visit.telehealth_url,
        "copay": typed_money(visit.copay_cents),
        "minutes": str(visit.minutes),
    }


def both_times(form: FilledForm, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Give the two times that a form may mean, to choose from; none where what is typed happens once."""
    typed = parse(Typed, Sent(form.typed))
    if isinstance(typed, FilledForm):
        return []
    try:
        read_moment(typed.starts_on, typed.starts_at_time, zone)
    except HappensTwice:
        first, second = both_of(typed.starts_on, typed.starts_at_time, zone)
        return [("", gettext("Choose which one")), (EARLIER, first), (LATER, second)]
    except NoSuchTime:
        return []
    return []

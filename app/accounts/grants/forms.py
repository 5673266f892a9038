"""The forms by which staff look after who may open a chart."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from app.accounts.grants.listing import GrantLine
from app.accounts.grants.staff_service import Access
from app.web.forms import FilledForm, Form, one_of, text
from app.web.language import _l
from app.web.readers.contact import email
from app.web.readers.dates import day
from app.web.readers.names import name

NO_AREA = _l("Choose at least one area, or everything.")
SOME, EVERYTHING = "some", "everything"


FirstDay = Annotated[date, day(missing=_l("Choose the first day."))]
LastDay = Annotated[date | None, day()]
Reason = Annotated[str, text(most=500, missing=_l("Write in a few words why."))]
Kind = Annotated[str, one_of("guardian", "other")]
Login = Annotated[str, text(most=100)]
Name = Annotated[str, name(most=200)]
Email = Annotated[str, email()]


class AccessForm(Form):
    """What somebody may open, and when."""

    opens: Annotated[str, one_of(EVERYTHING, SOME)]
    starts_on: FirstDay
    ends_on: LastDay
    reason: Reason


class NewAccessForm(AccessForm):
    login: Login
    name: Name
    email: Email
    kind: Kind
    keeps: Annotated[bool, BeforeValidator(bool)]


class WhyForm(Form):
    reason: Reason


class DischargeForm(Form):
    discharged_on: LastDay
    reason: Reason


def chosen_areas(typed: Mapping[str, str], known: Iterable[str]) -> tuple[str, ...]:
    """Give the areas that were ticked."""
    return tuple(area for area in known if typed.get(f"area_{area}"))


def access_of(form: AccessForm, areas: tuple[str, ...]) -> Access | None:
    """Give what the form says; None when only some areas were meant and none was ticked."""
    if form.opens == SOME and not areas:
        return None
    return Access(
        areas=areas if form.opens == SOME else (),
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        reason=form.reason,
    )


def new_form(on: date) -> FilledForm:
    """Give the form as it opens for a new access."""
    return FilledForm({"kind": "guardian", "opens": EVERYTHING, "starts_on": on.isoformat()})


def form_of(line: GrantLine) -> FilledForm:
    """Give the form as it opens for an access there is."""
    return FilledForm(
        {
            "opens": SOME if line.areas else EVERYTHING,
            "starts_on": line.starts_on.isoformat(),
            "ends_on": line.ends_on.isoformat() if line.ends_on else "",
            **{f"area_{area}": "yes" for area in line.areas},
        }
    )

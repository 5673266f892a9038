"""Who may open a chart, as forms in Piccolo Admin: by client number and login."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from app import db
from app.accounts.charts import chart_for_staff, numbered
from app.accounts.grants import discharge, staff_service
from app.accounts.grants.forms import Email, FirstDay, Kind, LastDay, Login, Name, Reason
from app.accounts.grants.listing import areas_of
from app.accounts.grants.staff_service import Access
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminForm, AdminPart, Choices
from app.web.forms import text
from app.web.language import Phrase, _l, gettext
from app.web.panel import Panels

CLIENTS, CLIENT_PORTAL = _l("Clients"), _l("Client Portal")
LARGEST_NUMBER = 2**31 - 1
NO_ACCESS = _l("Nobody with this login may open the chart of this client.")
GRANT = """
select chart_grant.id from chart_grant join portal_account account on account.id = chart_grant.account
where chart_grant.client = $1 and account.username = $2 and chart_grant.revoked_at is null
"""

Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Areas = Annotated[str, text(most=500)]
NeededLogin = Annotated[str, text(most=100, missing=_l("Type a login."))]


class GivenAccess(BaseModel):
    client_number: Number
    login: Login = ""
    name: Name = ""
    email: Email = ""
    kind: Kind = "guardian"
    keeps: Annotated[bool, BeforeValidator(bool)] = False
    areas: Areas = ""
    starts_on: FirstDay
    ends_on: LastDay = None
    reason: Reason


class ChangedAccess(BaseModel):
    client_number: Number
    login: NeededLogin
    areas: Areas = ""
    starts_on: FirstDay
    ends_on: LastDay = None
    reason: Reason


class NamedAccess(BaseModel):
    client_number: Number
    login: NeededLogin
    reason: Reason


class Discharged(BaseModel):
    client_number: Number
    discharged_on: LastDay = None
    reason: Reason


def _access(form: GivenAccess | ChangedAccess) -> Access:
    areas = tuple(dict.fromkeys(area.strip().lower() for area in form.areas.split(",") if area.strip()))
    return Access(areas=areas, starts_on=form.starts_on, ends_on=form.ends_on, reason=form.reason)


async def give(*, staff: CurrentStaff, form: GivenAccess, known: tuple[str, ...]) -> str:
    """Let somebody open a chart; give what the admin says then."""
    await staff_service.give_access(
        staff=staff,
        client_id=await numbered(staff=staff, number=form.client_number),
        login=form.login,
        name=form.name,
        email=form.email,
        kind=form.kind,
        keeps=form.keeps,
        access=_access(form),
        known=known,
    )
    return gettext("The chart is open to this person now.")


async def change(*, staff: CurrentStaff, form: ChangedAccess, known: tuple[str, ...]) -> str:
    client_id, grant_id = await _grant(staff, form.client_number, form.login, Action.MODIFY)
    await staff_service.change_access(
        staff=staff, client_id=client_id, grant_id=grant_id, access=_access(form), known=known
    )
    return gettext("The access is changed.")


async def keep(*, staff: CurrentStaff, form: NamedAccess) -> str:
    client_id, grant_id = await _grant(staff, form.client_number, form.login, Action.MODIFY)
    await staff_service.keep_access(staff=staff, client_id=client_id, grant_id=grant_id, reason=form.reason)
    return gettext("This access goes on past the age of consent.")


async def end(*, staff: CurrentStaff, form: NamedAccess) -> str:
    client_id, grant_id = await _grant(staff, form.client_number, form.login, Action.DELETE)
    await staff_service.end_access(staff=staff, client_id=client_id, grant_id=grant_id, reason=form.reason)
    return gettext("The access is ended, from this moment on.")


async def set_discharge(*, staff: CurrentStaff, form: Discharged) -> str:
    await discharge.set_discharge(
        staff=staff,
        client_id=await numbered(staff=staff, number=form.client_number),
        discharged_on=form.discharged_on,
        reason=form.reason,
    )
    return gettext("The day of discharge is saved.")


async def _grant(staff: CurrentStaff, number: int, login: str, action: Action) -> tuple[UUID, UUID]:
    """Give the client and the grant that are meant; whoever may not open the chart is told of neither."""
    client_id = await numbered(staff=staff, number=number)
    await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS, action=action
    )
    row = await db.row(GRANT, client_id, login.casefold())
    if row is None:
        raise StateForbids(NO_ACCESS)
    return client_id, row["id"]


OF_CLIENT = {"client_number": _l("Client number")}
OF_ACCESS = {
    "areas": _l("Areas, such as: messages, activity (blank: everything)"),
    "starts_on": _l("First day"),
    "ends_on": _l("Last day (blank: until further notice)"),
}
WHY = {"reason": _l("Reason")}
LOGIN = {"login": _l("Login")}


def _form(
    name: Phrase,
    description: Phrase,
    action: Action,
    model: type[BaseModel],
    labels: Mapping[str, Phrase],
    act: Any,
    choices: Mapping[str, Choices] | None = None,
) -> AdminForm:
    return AdminForm(
        name=name,
        description=description,
        group=CLIENT_PORTAL,
        rule=PermissionRule.PORTAL_ACCOUNTS,
        action=action,
        model=model,
        labels={**OF_CLIENT, **labels, **WHY},
        act=act,
        choices=choices or {},
    )


OF_GIVING = {
    "login": _l("Login (blank: somebody new)"),
    "name": _l("Name of somebody new"),
    "email": _l("E-mail address of somebody new"),
    "kind": _l("Who this is"),
    "keeps": _l("Keep past the age of consent"),
    **OF_ACCESS,
}
KEEP = _form(
    _l("Keep access past the age of consent"),
    _l("This guardian goes on opening the chart after the client is of age."),
    Action.MODIFY,
    NamedAccess,
    LOGIN,
    keep,
)
END = _form(
    _l("End access to a chart"),
    _l("From this moment on the person opens nothing of the chart any more."),
    Action.DELETE,
    NamedAccess,
    LOGIN,
    end,
)
DISCHARGE = AdminForm(
    name=_l("Set the day of discharge"),
    description=_l("From this day on the client can read and pay, but send nothing. Blank: in care."),
    group=CLIENTS,
    rule=PermissionRule.CLIENTS,
    action=Action.MODIFY,
    model=Discharged,
    labels=OF_CLIENT | {"discharged_on": _l("Day of discharge")} | WHY,
    act=set_discharge,
)


def admin_part(panels: Panels) -> AdminPart:
    """Make the forms; the panels are the areas that an access can be limited to."""
    known = tuple(areas_of(panels))
    giving = _form(
        _l("Give access to a chart"),
        _l(
            "By the login of somebody who signs in already; without one, by name and e-mail, for somebody new."
        ),
        Action.CREATE,
        GivenAccess,
        OF_GIVING,
        partial(give, known=known),
        {"kind": {"guardian": _l("Guardian"), "other": _l("Somebody else")}},
    )
    changing = _form(
        _l("Change access to a chart"),
        _l("Says anew what the access opens, and when."),
        Action.MODIFY,
        ChangedAccess,
        LOGIN | OF_ACCESS,
        partial(change, known=known),
    )
    return AdminPart(forms=(giving, changing, KEEP, END, DISCHARGE))

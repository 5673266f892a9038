"""Staff members in Piccolo Admin: their row, and the forms that give them a way to sign in."""

from typing import Annotated

from pydantic import BaseModel

from app.accounts import portal_accounts, staff_members
from app.accounts.second_step.admin import FORMS as OF_SECOND_STEP
from app.accounts.sessions import CurrentStaff
from app.staff.rules import Action, PermissionRule
from app.staff.tables import StaffMember
from app.web.admin import AdminForm, AdminPart, AdminTable
from app.web.forms import text
from app.web.language import _l, gettext
from app.web.readers.contact import email

STAFF = _l("Staff")
OF_MEMBERS = (
    StaffMember.first_name,
    StaffMember.last_name,
    StaffMember.credentials,
    StaffMember.email,
    StaffMember.active,
    StaffMember.profile,
    StaffMember.supervisor,
)
STAFF_MEMBERS = AdminTable(
    table=StaffMember,
    name="staff_members",
    group=STAFF,
    rule=PermissionRule.STAFF,
    columns=(StaffMember.id, *OF_MEMBERS),
    named_by=(StaffMember.first_name, StaffMember.last_name),
    changeable=OF_MEMBERS,
    needed=(StaffMember.first_name, StaffMember.last_name),
    notes={
        "active": _l("Unticked: this person cannot sign in, and is signed out at once."),
        "credentials": _l("Shown after the name, such as LCSW."),
        "profile": _l("What this person may do. Blank: nothing."),
        "supervisor": _l("May open the charts of this person's clients."),
    },
    once_written=staff_members.settle_member,
)


class NewMember(BaseModel):
    first_name: Annotated[str, text(most=100, missing=_l("Type the first name."))]
    last_name: Annotated[str, text(most=100, missing=_l("Type the last name."))]
    credentials: Annotated[str, text(most=60)] = ""
    username: Annotated[str, text(most=100, missing=_l("Type a username."))]
    email: Annotated[str, email(missing=_l("Type an e-mail address."))]
    profile: Annotated[str, text(most=100)] = ""


class OfUsername(BaseModel):
    username: Annotated[str, text(most=100, missing=_l("Type a username."))]


async def add_member(*, staff: CurrentStaff, form: NewMember) -> str:
    password = await staff_members.add_staff_member(staff=staff, **form.model_dump())
    return _shown_once(username=form.username, password=password)


async def reset_password(*, staff: CurrentStaff, form: OfUsername) -> str:
    password = await staff_members.reset_staff_password(staff=staff, username=form.username)
    return _shown_once(username=form.username, password=password)


async def lift_staff_lock(*, staff: CurrentStaff, form: OfUsername) -> str:
    await staff_members.lift_staff_lock(staff=staff, username=form.username)
    return gettext("Lifted. They can try to sign in again.")


async def lift_lock(*, staff: CurrentStaff, form: OfUsername) -> str:
    await portal_accounts.lift_lock(staff=staff, username=form.username)
    return gettext("Lifted. They can try to sign in again.")


def _shown_once(*, username: str, password: str) -> str:
    sentence = gettext(
        "%(username)s signs in with the temporary password %(password)s and then chooses another one. "
        "It is shown only now: hand it over, or write it down."
    )
    return sentence % {"username": username.casefold(), "password": password}


ADD = AdminForm(
    name=_l("Add a staff member"),
    description=_l("Makes the staff member and their sign-in, with a temporary password that is shown once."),
    group=STAFF,
    rule=PermissionRule.STAFF,
    action=Action.CREATE,
    model=NewMember,
    labels={
        "first_name": _l("First name"),
        "last_name": _l("Last name"),
        "credentials": _l("Credentials, such as LCSW"),
        "username": _l("Username"),
        "email": _l("E-mail address"),
        "profile": _l("Name of the profile (blank: no rules)"),
    },
    act=add_member,
)

RESET = AdminForm(
    name=_l("Reset a staff password"),
    description=_l("Signs the staff member out everywhere and gives them a temporary password, shown once."),
    group=STAFF,
    rule=PermissionRule.STAFF,
    action=Action.MODIFY,
    model=OfUsername,
    labels={"username": _l("Username")},
    act=reset_password,
)

LIFT_STAFF = AdminForm(
    name=_l("Lift a staff sign-in lock"),
    description=_l("After too many failed tries: lets the staff member try again at once."),
    group=STAFF,
    rule=PermissionRule.STAFF,
    action=Action.MODIFY,
    model=OfUsername,
    labels={"username": _l("Username")},
    act=lift_staff_lock,
)

LIFT = AdminForm(
    name=_l("Lift a client sign-in lock"),
    description=_l("After too many failed tries: lets the client try again at once."),
    group=_l("Client Portal"),
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=OfUsername,
    labels={"username": _l("Login")},
    act=lift_lock,
)

ADMIN = AdminPart(tables=(STAFF_MEMBERS,), forms=(ADD, RESET, LIFT_STAFF, LIFT, *OF_SECOND_STEP))

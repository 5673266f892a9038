"""A new client in Piccolo Admin."""

from typing import Annotated

from pydantic import BaseModel

from app import db
from app.accounts.new_clients import NewClient, add_client, clinician_named
from app.accounts.sessions import CurrentStaff
from app.chart.forms import BirthDate, Email, FirstName, LastName, Phone, PreferredName
from app.chart.importing.service import may_import
from app.chart.tables import ImportedCharts
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminForm, AdminLink, AdminPart, AdminTable
from app.web.forms import text
from app.web.language import Language, _l, gettext


class AddedClient(BaseModel):
    first_name: FirstName
    last_name: LastName
    preferred_name: PreferredName = ""
    birth_date: BirthDate = None
    email: Email = ""
    phone: Phone = ""
    language: Annotated[str, text(most=5)] = ""
    clinician: Annotated[str, text(most=200)] = ""
    add_anyway: bool = False


async def add(*, staff: CurrentStaff, form: AddedClient) -> str:
    """Begin a client's chart; give the number."""
    new = NewClient(
        first_name=form.first_name,
        last_name=form.last_name,
        preferred_name=form.preferred_name,
        born_on=form.birth_date,
        email=form.email,
        phone=form.phone,
        language=Language(form.language) if form.language in set(Language) else None,
        clinician=await clinician_named(form.clinician) if form.clinician else None,
    )
    client_id = await add_client(staff=staff, new=new, anyway=form.add_anyway)
    row = await db.row("select number from client where id = $1", client_id)
    return gettext("The client is added with number %(number)s.") % {"number": row["number"] if row else ""}


ADD = AdminForm(
    name=_l("Add a client"),
    description=_l("Begins a chart with a number of its own. A login is given on its tab Client Portal."),
    group=_l("Clients"),
    rule=PermissionRule.CLIENTS,
    action=Action.CREATE,
    model=AddedClient,
    labels={
        "first_name": _l("First name"),
        "last_name": _l("Last name"),
        "preferred_name": _l("Preferred name"),
        "birth_date": _l("Birth date"),
        "email": _l("E-mail address"),
        "phone": _l("Phone"),
        "language": _l("Language"),
        "clinician": _l("Name of the clinician"),
        "add_anyway": _l("Add anyway, even if a client is alike"),
    },
    act=add,
    choices={"language": {"": _l("Not known"), "en": _l("English"), "es": _l("Spanish")}},
)

FILES = AdminTable(
    table=ImportedCharts,
    name="imported_charts",
    group=_l("Clients"),
    rule=PermissionRule.CLIENTS,
    columns=(
        ImportedCharts.id,
        ImportedCharts.what,
        ImportedCharts.imported_at,
        ImportedCharts.imported_by_name,
        ImportedCharts.added,
        ImportedCharts.changed,
        ImportedCharts.digest,
    ),
    named_by=(ImportedCharts.imported_at,),
    newest_first=ImportedCharts.imported_at,
    labels={"digest": _l("Hash of the file (SHA-256)")},
)

LINK = AdminLink(_l("Take in a file of charts"), "/staff/clients/import", may_import)

ADMIN = AdminPart(tables=(FILES,), forms=(ADD,), links=(LINK,))

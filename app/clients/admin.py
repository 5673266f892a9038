"""Clients in Piccolo Admin: what they are called. All else of them stands in the chart, which each row leads to."""

from app.clients.tables import Client
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

NAMES = (Client.first_name, Client.last_name, Client.preferred_name)

CLIENTS = AdminTable(
    table=Client,
    name="clients",
    group=_l("Clients"),
    rule="Clients",
    columns=(
        Client.id,
        Client.number,
        *NAMES,
        Client.email,
        Client.language,
        Client.discharged_on,
        Client.created_at,
    ),
    named_by=(Client.first_name, Client.last_name, Client.number),
    changeable=NAMES,
    needed=(Client.first_name, Client.last_name),
    ordered_by=(Client.last_name, Client.first_name, Client.number),
    chart=Client.id,
    labels={"email": _l("E-mail on file"), "discharged_on": _l("Discharged"), "created_at": _l("Added")},
    words={"language": {"en": _l("English"), "es": _l("Spanish")}},
    notes={
        "number": _l("Action forms ask for it."),
        "email": _l("Changed in the chart, where the client is told of it."),
        "discharged_on": _l("Changed under Forms: Set the day of discharge."),
    },
)

ADMIN = AdminPart(tables=(CLIENTS,))

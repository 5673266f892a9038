"""Clients in Piccolo Admin: what they are called. New clients are made on a page of their own."""

from app.clients.tables import Client
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

NAMES = (Client.first_name, Client.last_name, Client.preferred_name)

CLIENTS = AdminTable(
    table=Client,
    name="clients",
    group=_l("Clients"),
    rule="Clients",
    columns=(Client.id, Client.number, *NAMES),
    named_by=(Client.first_name, Client.last_name, Client.number),
    changeable=NAMES,
    needed=(Client.first_name, Client.last_name),
    chart=Client.id,
)

ADMIN = AdminPart(tables=(CLIENTS,))

"""Insurance policies, the companies they are of, and photos of their cards. Columns are called as in FHIR Coverage
where people know them by that name, else by the words of the page."""

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id
from app.documents.tables import Document
from app.encryption import Encrypted
from app.insurance.rules import Side


class Payer(Table, tablename="payer"):
    """An insurance company; the practice's picklist."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=100)
    position = Integer(default=0)
    active = Boolean(default=True)


class InsurancePolicy(Table, tablename="insurance_policy"):
    """One policy of a client. It is never deleted: it ends."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    priority = Integer(default=1)  # 1 primary, 2 secondary, 3 further: FHIR's order
    payer = ForeignKey(Payer, null=True, default=None, on_delete=OnDelete.restrict)  # none: not on the list
    payer_name = Varchar(length=100, default="")  # as it was typed, where it is not on the list
    plan = Varchar(length=100, default="")
    member_id = Encrypted(null=True, default=None)  # none: not known; FHIR's subscriberId
    member_id_hash = Bytea(null=True, default=None, index=True)  # none: likewise
    group_number = Encrypted(null=True, default=None)  # none: it has none
    starts_on = Date(null=True, default=None)  # none: not known
    ends_on = Date(null=True, default=None)  # none: no end is known
    ended_on = Date(null=True, default=None)  # none: nobody has ended it; else its last day
    relationship = Varchar(length=20, default="")
    subscriber = Encrypted(null=True, default=None)  # none: it is the client; else JSON, by field
    phone = Varchar(length=60, default="")  # of the company
    copay_cents = Integer(null=True, default=None)  # none: not known


class PolicyCard(Table, tablename="policy_card"):
    """A side of a policy's card, as a document of the chart."""

    id = UUID(primary_key=True, default=new_id)
    policy = ForeignKey(InsurancePolicy, null=False, on_delete=OnDelete.restrict)
    side = Varchar(length=10, choices=Side)
    document = ForeignKey(Document, null=False, on_delete=OnDelete.restrict)
    added_at = Timestamptz()
    replaced_at = Timestamptz(null=True, default=None)  # none: it is the one that is shown

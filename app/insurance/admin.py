"""Insurance in Piccolo Admin: the companies clients choose from, and policies, of which the office mends order and days."""

from collections.abc import Mapping
from typing import Any

from app.activity.actor import Actor
from app.activity.refusals import StateForbids
from app.changes.fields import NOT_LISTED
from app.changes.noting import note_change
from app.clients.lists.coverage import PRIORITIES
from app.insurance.policy import POLICY
from app.insurance.rules import ENDS_TOO_EARLY
from app.insurance.tables import InsurancePolicy, Payer
from app.web.admin import AdminPart, AdminTable, column_names
from app.web.language import _l

WRITTEN = (
    InsurancePolicy.priority,
    InsurancePolicy.plan,
    InsurancePolicy.starts_on,
    InsurancePolicy.ends_on,
    InsurancePolicy.ended_on,
)
NO_NAME = _l("An insurance company cannot be called “-”. Please type its name.")


async def check_payer(*, new: Mapping[str, Any] | None, **_: object) -> None:
    """Refuse a name that means something else in the form of a policy; raises StateForbids."""
    if new is not None and new["name"].strip() == NOT_LISTED:
        raise StateForbids(NO_NAME)


async def settle_policy(
    *, by: Actor, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, **_: object
) -> None:
    """Refuse a policy that ends before it begins, and keep what was changed in the chart's history; raises StateForbids."""
    if old is None or new is None:
        return
    ends = [on for on in (new["ends_on"], new["ended_on"]) if on is not None]
    if new["starts_on"] is not None and any(on < new["starts_on"] for on in ends):
        raise StateForbids(ENDS_TOO_EARLY)
    await note_change(
        by=by, client_id=new["client"], part=POLICY, subject=new["id"], old=_texts(old), new=_texts(new)
    )


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(row[name] or "") for name in column_names(WRITTEN)}


OF_PAYERS = (Payer.name, Payer.position, Payer.active)
PAYERS = AdminTable(
    table=Payer,
    name="payers",
    group=_l("Picklist Management"),
    rule="Picklist Management",
    columns=(Payer.id, *OF_PAYERS),
    named_by=(Payer.name,),
    ordered_by=(Payer.position, Payer.name),
    creatable=OF_PAYERS,
    changeable=OF_PAYERS,
    needed=(Payer.name,),
    ranges={"position": (0, 9999)},
    notes={"active": _l("Clients choose it on their page of insurance.")},
    once_written=check_payer,
)
POLICIES = AdminTable(
    table=InsurancePolicy,
    name="insurance_policies",
    group=_l("Clients"),
    rule="Clients",
    columns=(
        InsurancePolicy.id,
        InsurancePolicy.client,
        InsurancePolicy.priority,
        InsurancePolicy.payer,
        InsurancePolicy.payer_name,
        InsurancePolicy.plan,
        InsurancePolicy.relationship,
        InsurancePolicy.starts_on,
        InsurancePolicy.ends_on,
        InsurancePolicy.ended_on,
        InsurancePolicy.phone,
        InsurancePolicy.copay_cents,
    ),
    named_by=(InsurancePolicy.plan,),
    ordered_by=(InsurancePolicy.client, InsurancePolicy.priority),
    changeable=WRITTEN,
    needed=(InsurancePolicy.priority,),
    ranges={"priority": (1, len(PRIORITIES.codes))},
    chart=InsurancePolicy.client,
    notes={
        "ends_on": _l("The last day, as the client knows it. Blank: no end is known."),
        "ended_on": _l("The last day of an insurance that somebody has ended. Blank: it goes on."),
    },
    once_written=settle_policy,
)

ADMIN = AdminPart(tables=(PAYERS, POLICIES))

"""Insurance in Piccolo Admin: the companies clients choose from, and which policies there are."""

from app.insurance.tables import InsurancePolicy, Payer
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

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
    chart=InsurancePolicy.client,
)

ADMIN = AdminPart(tables=(PAYERS, POLICIES))

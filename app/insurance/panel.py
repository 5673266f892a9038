"""What insurance hands to home, navigation, the information tabs, the admin and the demo practice."""

from typing import Any

from app.changes.access import is_hidden
from app.changes.rules import Section
from app.insurance.admin import ADMIN
from app.insurance.controller import InsuranceController
from app.insurance.demo import add_insurance
from app.insurance.exporting import exported
from app.insurance.policy import POLICY
from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import Bar, PageTab, Panel, Tile

TILE = """
select json_build_object('payer', primary_one.payer, 'plan', primary_one.plan, 'waiting', exists (
  select from changed_field where client = $1 and part = 'policy' and standing = 'in_review'))
from (select) nothing left join lateral (
  select coalesce(payer.name, policy.payer_name) as payer, policy.plan
  from insurance_policy policy left join payer on payer.id = policy.payer
  where policy.client = $1
    and (policy.ended_on is null or policy.ended_on > current_date)
    and (policy.ends_on is null or policy.ends_on >= current_date)
  order by policy.priority, policy.starts_on nulls last, policy.id limit 1) primary_one on true
"""
"""The insurance that pays first, and whether anything of insurance waits for a decision."""


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the tile's row as its template reads it."""
    return row


PANEL = Panel(
    name="insurance",
    title=_l("Insurance"),
    path="/insurance",
    seen_by=(PermissionRule.CLIENTS,),
    icon="shield-check",
    handlers=(InsuranceController,),
    tile=Tile(statement=TILE, shown=shown, template="insurance/_tile.html"),
    page_tabs=(PageTab(Bar.INFORMATION, _l("Insurance"), "/insurance", order=40),),
    parts=(POLICY,),
    hidden=lambda: is_hidden(Section.INSURANCE),
    demo=add_insurance,
    admin=ADMIN,
    exported=exported,
)

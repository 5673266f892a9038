"""What of requests about the record somebody should see to."""

from typing import Any

from app.staff.rules import PermissionRule
from app.web.language import gettext, ngettext
from app.web.panel import Gravity, Mend, Mending

RECORDS = "/staff/record"
ABLE = f"""
select member.id, profile.client_admin from staff_member member join profile on profile.id = member.profile
join profile_rule rule on rule.profile = profile.id and rule.rule = '{PermissionRule.RECORD.value}' and rule.can_view
where member.active
"""
"""In SQL: the staff who may see to requests of the charts that are open to them."""
LOOKED_AFTER = """
exists (select from able where able.client_admin or exists (
  select from client_assignment assignment join staff_member seen on seen.id = assignment.staff
  where assignment.client = request.client and (seen.id = able.id or seen.supervisor = able.id)
    and assignment.starts_on <= asked.today and (assignment.ends_on is null or assignment.ends_on >= asked.today)))
"""
TO_MEND = f"""
with able as ({ABLE})
select json_build_object(
  'late', count(*) filter (where request.due_on < asked.today),
  'alone', count(*) filter (where not {LOOKED_AFTER}))
from record_request request where request.state = 'waiting'
"""


def _mends(row: Any) -> list[Mend]:
    """Name requests that are overdue, and those that reach nobody."""
    late, alone = row["late"], row["alone"]
    return [
        *([Mend(_late(late), RECORDS, gettext("Look at the requests"), Gravity.URGENT)] if late else []),
        *([Mend(_alone(alone), RECORDS, gettext("Look at the requests"), Gravity.URGENT)] if alone else []),
    ]


MENDING = Mending(statement=TO_MEND, mends=_mends)


def _late(count: int) -> str:
    sentence = ngettext(
        "%(count)s request about a record is overdue. The law sets a day by which the client must have an answer.",
        "%(count)s requests about records are overdue. The law sets a day by which the clients must have an answer.",
        count,
    )
    return sentence % {"count": count}


def _alone(count: int) -> str:
    sentence = ngettext(
        "%(count)s request about a record reaches nobody: no one who may open the chart has the rule “%(rule)s”.",
        "%(count)s requests about records reach nobody: no one who may open these charts has the rule “%(rule)s”.",
        count,
    )
    return sentence % {"count": count, "rule": PermissionRule.RECORD.value}

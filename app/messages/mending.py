"""What of messages is not as it should be, so that somebody may mend it."""

from typing import Any

from app.db import IN_FORCE
from app.messages.assigning import HOLDING, MAY_OPEN
from app.messages.task_types import OFFERED, label_of
from app.staff.rules import PermissionRule
from app.web.language import gettext
from app.web.panel import Mend, Mending

TASK_TYPES_PATH = "/staff/admin/#/task_types"
MEMBERS_PATH = "/staff/admin/#/user_group_members"
MOST_NAMED = 20

SILENT_TYPES = f"""
select task_type.label, task_type.label_es, user_group.name as group_name
from task_type left join user_group on user_group.id = task_type.user_group
where task_type.active and not ({OFFERED}) order by task_type.position, task_type.label
"""

RULE = f"'{PermissionRule.SEND_MESSAGES}'"
OPENS_IT = MAY_OPEN.format(holder="holder", client="waiting.client", today="asked.today")
UNREACHED = f"""
with holder as materialized ({HOLDING.format(name="''", rule=RULE)}), waiting as (
  select thread.id, thread.client, thread.assignee, thread.waiting_since, client.number,
    task_type.label, task_type.label_es, coalesce(thread.assignee_group, task_type.user_group) as answering,
    task_type.to_provider and thread.assignee_group is null as to_provider
  from message_thread thread join task_type on task_type.id = thread.task_type
  join client on client.id = thread.client
  where thread.waiting_since is not null order by thread.last_at desc limit 500
)
select waiting.id, waiting.number, waiting.label, waiting.label_es from waiting
where not exists (
    select 1 from user_group_member seat join holder on holder.id = seat.staff
    where seat.user_group = waiting.answering and {OPENS_IT})
  and not exists (select 1 from holder where holder.id = waiting.assignee and {OPENS_IT})
  and not (waiting.to_provider and coalesce((
    select true from client_assignment assignment join holder on holder.id = assignment.staff
    where assignment.client = waiting.client and {IN_FORCE.format(row="assignment", day="asked.today")} limit 1), false))
order by waiting.waiting_since limit {MOST_NAMED}
"""
TO_MEND = f"""
select json_build_object(
  'silent', (select coalesce(json_agg(silent), '[]') from ({SILENT_TYPES}) silent),
  'unreached', (select coalesce(json_agg(unreached), '[]') from ({UNREACHED}) unreached))
"""


def _mends(row: Any) -> list[Mend]:
    """Name task types that nobody answers, and waiting threads that none of those who answer may open."""
    return [*map(_silent_type, row["silent"]), *map(_unreached, row["unreached"])]


MENDINGS = (Mending(statement=TO_MEND, mends=_mends),)


def _silent_type(row: Any) -> Mend:
    group = row["group_name"]
    return _silent(sentence=_why_silent(label=label_of(row), group=group), has_group=group is not None)


def _silent(*, sentence: str, has_group: bool) -> Mend:
    if has_group:
        return Mend(sentence=sentence, path=MEMBERS_PATH, label=gettext("Open User Group Members"))
    return Mend(sentence=sentence, path=TASK_TYPES_PATH, label=gettext("Open Task Types"))


def _why_silent(*, label: str, group: str | None) -> str:
    if group is None:
        sentence = gettext("Clients are not offered “%(label)s”: it has no user group.")
        return sentence % {"label": label}
    sentence = gettext(
        "Clients are not offered “%(label)s”: its user group “%(group)s” has no active member."
    )
    return sentence % {"label": label, "group": group}


def _unreached(row: Any) -> Mend:
    sentence = gettext(
        "Client %(number)s waits for an answer to “%(label)s”, and nobody who answers may open the chart. "
        "Client Admins get the messages."
    )
    return Mend(
        sentence=sentence % {"number": row["number"], "label": label_of(row)},
        path=f"/staff/messages/{row['id']}",
        label=gettext("Pass it on to somebody"),
    )

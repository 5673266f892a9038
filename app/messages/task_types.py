"""Task types as they are offered: what a message can be about, who answers it, and usually within what time."""

from dataclasses import dataclass
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.db import IN_FORCE
from app.practice.settings import setting
from app.staff.names import STAFF_NAME
from app.web.language import Language, current_language, gettext, ngettext

WHO_ANSWERS = f"""
case when task_type.to_provider then (
  select string_agg({STAFF_NAME.format("member")}, '; ' order by member.last_name)
  from client_assignment assignment join staff_member member on member.id = assignment.staff and member.active
  where assignment.client = $1 and {IN_FORCE.format(row="assignment", day="{today}")}
) end as provider, user_group.name as group_name
"""
OFFERED = """
task_type.active and exists (
  select 1 from user_group_member seat join staff_member member on member.id = seat.staff and member.active
  where seat.user_group = task_type.user_group)
"""


@dataclass(frozen=True, slots=True)
class TaskTypeChoice:
    id: UUID
    label: str
    who_answers: str
    """Who answers, and usually within what time: a sentence."""


TASK_TYPES = f"""
select task_type.id, task_type.label, task_type.label_es, task_type.usual_working_days,
  null as given_to, {WHO_ANSWERS.format(today="$2")}
from task_type left join user_group on user_group.id = task_type.user_group
where {OFFERED} order by task_type.position, task_type.label
"""


async def task_types_for(chart: CurrentChart) -> tuple[TaskTypeChoice, ...]:
    """Give what a client can write about: the task types that somebody answers."""
    found = await db.rows(TASK_TYPES, chart.client_id, today())
    return tuple(TaskTypeChoice(row["id"], label_of(row), who_answers(row)) for row in found)


IN_USE = "select id, label, label_es from task_type where active order by position, label"


async def task_types_in_use() -> tuple[tuple[UUID, str], ...]:
    """Give the task types that staff choose from, with their labels; whether one may be used is for the rules."""
    return tuple((row["id"], label_of(row)) for row in await db.rows(IN_USE))


def usual_days(of_task_type: int | None) -> int | None:
    """Give within how many working days clients usually get an answer: the task type's, else the practice's own."""
    return of_task_type or int(setting("reply_days")) or None


def label_of(row: db.Record) -> str:
    """Give the label of a task type in the reader's language; the practice's English where it has no other."""
    spanish = row["label_es"] if current_language() is Language.SPANISH else ""
    return str(spanish or row["label"])


def who_answers(row: db.Record) -> str:
    """Say who answers, and usually within what time: whom a thread was given to, the provider, or the group."""
    who = str(row["given_to"] or row["provider"] or row["group_name"] or gettext("Your practice"))
    days = usual_days(row["usual_working_days"])
    if days is None:
        return gettext("Answered by %(who)s") % {"who": who}
    sentence = ngettext(
        "Answered by %(who)s, usually within %(count)s working day",
        "Answered by %(who)s, usually within %(count)s working days",
        days,
    )
    return sentence % {"who": who, "count": days}

"""Who answers a thread: as its task type says, or somebody it was given to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.db import IN_FORCE
from app.messages.rules import StepKind, check_can_answer
from app.messages.staff_service import thread_for_staff
from app.messages.tables import MessageThread
from app.messages.writing import add_step, locked_thread
from app.notices import outbox
from app.staff.names import STAFF_NAME
from app.staff.rules import Action, PermissionRule
from app.staff.service import receivers
from app.web.language import _l

ASSIGNED = "message_thread_assigned"
"""The outbox kind of a thread that was given to somebody, who is to be told."""

AS_USUAL = "usual"
"""The choice of whoever the task type names."""
NOT_ABLE = _l("They may not answer this client's messages, or may not any more. Please choose somebody else.")

HOLDING = """
select member.id, profile.client_admin, {name} as name
from staff_member member join profile on profile.id = member.profile
join profile_rule on profile_rule.profile = profile.id and profile_rule.rule = {rule}
  and profile_rule.can_view and profile_rule.can_modify
where member.active
"""
"""The active staff who hold View and Modify of the rule."""
MAY_OPEN = f"""
({{holder}}.client_admin or exists (
  select 1 from client_assignment assignment join staff_member seen on seen.id = assignment.staff
  where assignment.client = {{client}} and (seen.id = {{holder}}.id or seen.supervisor = {{holder}}.id)
    and {IN_FORCE.format(row="assignment", day="{today}")}))
"""
ABLE = f"select * from ({HOLDING}) holder where {MAY_OPEN.replace('{holder}', 'holder')}"
"""The active staff who may answer a client: they hold the rule, and may open the chart."""

CHOICES = f"""
with able as ({ABLE.format(name=STAFF_NAME.format("member"), rule="$2", client="$1", today="$3")})
select 'staff' as kind, able.id, able.name from able
union all
select 'group', user_group.id, user_group.name from user_group where exists (
  select 1 from user_group_member seat join able on able.id = seat.staff where seat.user_group = user_group.id)
order by 1 desc, 3
"""


@dataclass(frozen=True, slots=True)
class Assignee:
    """Somebody, or a group, that can be given a thread; both None for whoever the task type names."""

    name: str
    staff_id: UUID | None = None
    group_id: UUID | None = None

    @property
    def value(self) -> str:
        return str(self.staff_id or self.group_id or AS_USUAL)


async def assignees_of(client_id: UUID) -> tuple[Assignee, ...]:
    """Give who can be given a client's thread: staff who may answer it, and groups with one of them."""
    found = await db.rows(CHOICES, client_id, PermissionRule.SEND_MESSAGES.value, today())
    return tuple(
        Assignee(row["name"], staff_id=row["id"])
        if row["kind"] == "staff"
        else Assignee(row["name"], group_id=row["id"])
        for row in found
    )


async def assign_thread(*, staff: CurrentStaff, by: Actor, thread_id: UUID, to: str) -> None:
    """Give a thread to a staff member or group (`to` is an Assignee's value), and have them told.

    Raises NotAllowed without Modify, NotFound, and StateForbids when they may not answer it or it is closed.
    """
    found = await thread_for_staff(staff=staff, by=by, thread_id=thread_id, action=Action.MODIFY)
    client_id, now = found["client"], datetime.now(UTC)
    assignee = await _assignee(client_id, to)
    async with db.transaction():
        thread = await locked_thread(by=by, client_id=client_id, thread_id=thread_id)
        check_can_answer(closed=thread["closed_at"] is not None)
        await MessageThread.update(
            {MessageThread.assignee: assignee.staff_id, MessageThread.assignee_group: assignee.group_id}
        ).where(MessageThread.id == thread_id)
        await add_step(by=by, thread_id=thread_id, kind=StepKind.ASSIGNED, now=now, to_name=assignee.name)
        await activity.record(
            by=by,
            kind=Kind.THREAD_ASSIGNED,
            object_kind="message_thread",
            object_id=thread_id,
            client_id=client_id,
            detail={"to": assignee.value},
        )
        await outbox.add(
            kind=ASSIGNED, payload={"thread": str(thread_id), "to": assignee.value, "by": str(staff.staff_id)}
        )


async def _assignee(client_id: UUID, to: str) -> Assignee:
    if to == AS_USUAL:
        return Assignee("")
    found = next((each for each in await assignees_of(client_id) if each.value == to), None)
    if found is None:
        raise StateForbids(NOT_ABLE)
    return found


THREAD = """
select thread.client, thread.assignee, thread.assignee_group, task_type.to_provider, task_type.user_group
from message_thread thread join task_type on task_type.id = thread.task_type where thread.id = $1
"""


async def answering_staff(thread_id: UUID) -> tuple[UUID, tuple[UUID, ...]]:
    """Give a thread's client, and the staff who are told of what the client writes in it.

    Whom it was given to, as long as they may answer; else whoever its task type names (`staff.service.receivers`).
    """
    thread = await db.row(THREAD, thread_id)
    if thread is None:
        raise LookupError(f"no message thread {thread_id}")
    client_id: UUID = thread["client"]
    if thread["assignee"] is not None:
        able = await assignees_of(client_id)
        if any(each.staff_id == thread["assignee"] for each in able):
            return client_id, (thread["assignee"],)
    given = thread["assignee_group"]
    told = await receivers(
        client_id=client_id,
        rule=PermissionRule.SEND_MESSAGES,
        to_provider=thread["to_provider"] and given is None,
        group_id=given or thread["user_group"],
        today=today(),
    )
    return client_id, told

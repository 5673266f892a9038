"""Whom safety alerts go to: the client's own clinicians or a first person, a second person, else the Client Admins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, StateForbids, Unfit
from app.db import IN_FORCE
from app.forms.rules import NO_SAFETY_PERSONS, READING, Role
from app.forms.safety.service import is_any_open
from app.forms.tables import SafetyContact
from app.staff.names import STAFF_NAME
from app.staff.rules import Action, PermissionRule, may
from app.web.language import Phrase, _l, gettext

PATH = "/staff/forms/safety"
SAME_PERSON = _l("Choose somebody else than the first person.")
CANNOT_SEE = _l("Choose somebody who works here and sees the inbox and the answers to forms.")
STILL_NEEDED: dict[Role, Phrase] = {
    Role.FIRST: _l(
        "Choose a first person. Clients have forms to fill in that can show danger, and somebody must be told."
    ),
    Role.SECOND: _l(
        "Choose a second person. Clients have forms to fill in that can show danger, and somebody must be told."
    ),
}
FOR_WHOM = _l("Who is told in danger is decided by those who change forms or system settings.")

RULES = ", ".join(f"'{rule}'" for rule in READING)
MEMBERS = f"""
select member.id, {STAFF_NAME.format("member")} as name, profile.client_admin
from staff_member member join profile on profile.id = member.profile
where member.active
  and exists (select 1 from profile_rule where profile_rule.profile = profile.id and rule in ({RULES}) and can_view)
"""
"""Who may read answers at all; whoever may do anything sees their alerts."""
ABLE = f"""
with able as (
  select member.* from ({MEMBERS}) member where member.client_admin or exists (
    select 1 from client_assignment assignment join staff_member seen on seen.id = assignment.staff
    where assignment.client = $1 and (seen.id = member.id or seen.supervisor = member.id)
      and {IN_FORCE.format(row="assignment", day="$2")})
)
select able.id, able.client_admin, contact.role, exists (
    select 1 from client_assignment assignment where assignment.client = $1 and assignment.staff = able.id
      and assignment.role = 'clinician' and {IN_FORCE.format(row="assignment", day="$2")}) as clinician
from able left join safety_contact contact on contact.staff = able.id
order by able.name, able.id
"""


@dataclass(frozen=True, slots=True)
class Persons:
    """Who can be told of a client's answers: all of them work here, see alerts and may open the chart."""

    first: tuple[UUID, ...]
    """The client's clinicians; where there are none, the first person of the practice."""
    second: tuple[UUID, ...]
    admins: tuple[UUID, ...]

    @property
    def are_set(self) -> bool:
        """Whether there is a first and a second person, and they are two."""
        return bool(self.first and self.second) and len({*self.first, *self.second}) > 1


async def persons_of(client_id: UUID) -> Persons:
    """Give who is told of answers in a chart."""
    found = await db.rows(ABLE, client_id, today())
    clinicians = _ids(row for row in found if row["clinician"])
    named = _ids(row for row in found if row["role"] == Role.FIRST)
    second = _ids(row for row in found if row["role"] == Role.SECOND)
    return Persons(clinicians or named, second, _ids(row for row in found if row["client_admin"]))


async def check_persons_set(client_id: UUID) -> None:
    """Raise StateForbids unless two people would be told in danger, one after the other."""
    if not (await persons_of(client_id)).are_set:
        raise StateForbids(NO_SAFETY_PERSONS)


def _ids(rows: Iterable[db.Record]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(row["id"] for row in rows))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is chosen in the practice, and who can be."""

    first: UUID | None
    second: UUID | None
    able: tuple[tuple[UUID, str], ...]

    def name_of(self, person: UUID | None) -> str:
        return dict(self.able).get(person, gettext("Nobody")) if person else gettext("Nobody")


CONTACTS = "select role, staff from safety_contact"
ABLE_CONTACTS = f"select role from safety_contact join ({MEMBERS}) able on able.id = safety_contact.staff"
"""Which of the two persons are chosen and can be told of anything."""


async def chosen(*, staff: CurrentStaff) -> Chosen:
    """Give the two persons as the page shows them; raises NotAllowed."""
    check_persons(staff, Action.VIEW)
    contacts = await _contacts()
    able = await db.rows(f"{MEMBERS} order by name, member.id")
    return Chosen(
        contacts.get(Role.FIRST), contacts.get(Role.SECOND), tuple((row["id"], row["name"]) for row in able)
    )


async def choose(*, staff: CurrentStaff, first: UUID | None, second: UUID | None) -> None:
    """Set the two persons; one may be missing only while no client has a form that can show danger.

    Raises NotAllowed, Unfit.
    """
    check_persons(staff, Action.MODIFY)
    if first is not None and first == second:
        raise Unfit("second", SAME_PERSON)
    able = {row["id"] for row in await db.rows(MEMBERS)}
    wanted = {Role.FIRST: first, Role.SECOND: second}
    for role, person in wanted.items():
        if person is not None and person not in able:
            raise Unfit(role.value, CANNOT_SEE)
    missing = [role for role, person in wanted.items() if person is None]
    if missing and await is_any_open():
        raise Unfit(missing[0].value, STILL_NEEDED[missing[0]])
    async with db.transaction():
        before = await _contacts()
        for role, person in wanted.items():
            await _set(role, person)
        await activity.record(
            by=staff.actor,
            kind=Kind.SAFETY_PERSONS_CHANGED,
            object_kind="safety_contact",
            detail={"old": _told(before), "new": _told(wanted)},
        )


def may_choose(staff: CurrentStaff, action: Action) -> bool:
    return any(
        may(staff.permissions, rule, action) for rule in (PermissionRule.FORMS, PermissionRule.SETTINGS)
    )


def check_persons(staff: CurrentStaff, action: Action) -> None:
    """Raise NotAllowed unless a rule lets the staff member see, or set, who is told."""
    if not may_choose(staff, action):
        raise NotAllowed(by=staff.actor, object_kind="safety_contact", sentence=FOR_WHOM)


async def _contacts() -> dict[Role, UUID | None]:
    return {Role(row["role"]): row["staff"] for row in await db.rows(CONTACTS)}


async def _set(role: Role, person: UUID | None) -> None:
    await SafetyContact.delete().where(SafetyContact.role == role)
    if person is not None:
        await SafetyContact.insert(SafetyContact(role=role, staff=person))


def _told(persons: Mapping[Role, UUID | None]) -> dict[str, str | None]:
    return {role.value: str(person) if person else None for role, person in persons.items()}

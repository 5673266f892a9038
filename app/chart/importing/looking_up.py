"""What rows of files of charts name, looked up at once: as many statements for one row as for thousands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.changes.parts import ENDED
from app.chart.importing import assignments, clients, contacts, policies
from app.chart.importing.clients import Double, KnownChart
from app.chart.importing.planning import StaffNames
from app.chart.importing.policies import KnownPolicy
from app.clients import details
from app.clients.names import full_name
from app.db import IN_FORCE
from app.information.basic import COLUMNS as OF_BASIC
from app.information.basic import FROM as BASIC_FROM
from app.information.basic import both_of_row
from app.information.contacts import KeptContact, kept_contact
from app.information.details import details_of_row
from app.insurance.policy import COLUMNS as OF_POLICY
from app.insurance.policy import FROM as POLICY_FROM
from app.insurance.policy import texts_of_row
from app.staff.tables import AssignmentRole
from app.web.language import Language
from app.web.sheet import ReadRow

CHARTS = f"""
select {OF_BASIC}, (select array_agg(assignment.staff) from client_assignment assignment
  where assignment.client = client.id and {IN_FORCE.format(row="assignment", day="$2")}) as assigned
{BASIC_FROM} where client.number = any($1)
"""
NUMBERS = "select id, number from client where number = any($1)"
HOLD = "select id from client where number = any($1) order by id for no key update"
CONTACTS = "select * from contact where client = any($1) order by added_at, id"
POLICIES = f"""
select {OF_POLICY}, policy.client {POLICY_FROM} where policy.client = any($1)
order by policy.starts_on nulls first, policy.id
"""
ASSIGNMENTS = """
select id, client, staff, role, starts_on, ends_on from client_assignment where client = any($1) order by starts_on, id
"""
STAFF = """
select member.id, member.active, lower(member.email) as email, lower(sign_in.username) as username,
  lower(member.first_name || ' ' || member.last_name) as name,
  lower(member.last_name || ', ' || member.first_name) as reversed,
  lower(member.first_name || ' ' || member.last_name || ', ' || member.credentials) as full_name
from staff_member member left join staff_sign_in sign_in on sign_in.staff = member.id
"""
# Each way by its own index. One phone or address serves a family, so it makes two people one only with the same first
# name or the same birth date.
DOUBLES = """
select wanted.row, client.number, client.first_name, client.preferred_name, client.last_name
from unnest($1::int[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::bytea[])
  as wanted(row, first_name, last_name, born, email, phone)
cross join lateral (
  select id from client where lower(last_name) = lower(wanted.last_name)
    and lower(wanted.first_name) in (lower(first_name), lower(preferred_name))
    and (birth_date_hash is null or wanted.born is null or birth_date_hash = wanted.born)
  union select id from client where email <> '' and lower(email) = lower(wanted.email)
    and (birth_date_hash = wanted.born or lower(wanted.first_name) in (lower(first_name), lower(preferred_name)))
  union select id from client where phone_hash = wanted.phone
    and (birth_date_hash = wanted.born or lower(wanted.first_name) in (lower(first_name), lower(preferred_name)))
) alike join client on client.id = alike.id
order by client.number desc
"""
AT_ONCE = 1000


async def hold_charts(numbers: Iterable[int | None]) -> None:
    """Keep the charts of these numbers as they are until the transaction under way ends."""
    await db.rows(HOLD, _distinct(numbers))


async def known_for_clients(rows: Sequence[clients.Read]) -> clients.Known:
    found = await db.rows(CHARTS, _distinct(read.form.client_number for read in rows), today())
    charts = {row["number"]: _chart(row) for row in found}
    return clients.Known(
        charts=charts,
        doubles=await _doubles([read for read in rows if read.form.client_number not in charts]),
        staff=active_only(await _staff()),
    )


async def known_for_contacts(rows: Sequence[contacts.Read]) -> contacts.Known:
    known = await _numbers(rows)
    kept: dict[UUID, list[KeptContact]] = defaultdict(list)
    for row in await db.rows(CONTACTS, list(known.values())):
        kept[row["client"]].append(kept_contact(row))
    return contacts.Known(known, kept)


async def known_for_policies(rows: Sequence[policies.Read]) -> policies.Known:
    known = await _numbers(rows)
    kept: dict[UUID, list[KnownPolicy]] = defaultdict(list)
    for row in await db.rows(POLICIES, list(known.values())):
        kept[row["client"]].append(KnownPolicy(row["id"], {ENDED: "", **texts_of_row(row)}))
    return policies.Known(known, kept)


async def known_for_assignments(rows: Sequence[assignments.Read]) -> assignments.Known:
    known = await _numbers(rows)
    kept: dict[UUID, list[assignments.KnownAssignment]] = defaultdict(list)
    for row in await db.rows(ASSIGNMENTS, list(known.values())):
        one = assignments.KnownAssignment(
            row["id"], row["staff"], AssignmentRole(row["role"]), row["starts_on"], row["ends_on"]
        )
        kept[row["client"]].append(one)
    staff = await _staff()
    return assignments.Known(
        today=today(),
        clients=known,
        staff=_names(staff),
        active={row["id"] for row in staff if row["active"]},
        assignments=kept,
    )


async def _numbers(
    rows: Sequence[ReadRow[contacts.ContactRow]]
    | Sequence[ReadRow[policies.PolicyRow]]
    | Sequence[ReadRow[assignments.AssignmentRow]],
) -> Mapping[int, UUID]:
    found = await db.rows(NUMBERS, _distinct(read.form.client_number for read in rows))
    return {row["number"]: row["id"] for row in found}


def _distinct(numbers: Iterable[int | None]) -> list[int]:
    return list({number for number in numbers if number is not None})


def _chart(row: db.Record) -> KnownChart:
    basic, identity = both_of_row(row)
    return KnownChart(
        id=row["id"],
        name=_name(row),
        basic=basic,
        identity=identity,
        details=details_of_row(row["id"], row),
        language=Language(row["language"]) if row["language"] else None,
        discharged_on=row["discharged_on"],
        clinicians=frozenset(row["assigned"] or ()),
    )


async def _doubles(rows: Sequence[clients.Read]) -> dict[int, Double]:
    """Give a client who may be the same for each row of somebody who is not here by number."""
    found: dict[int, Double] = {}
    for begin in range(0, len(rows), AT_ONCE):
        some = rows[begin : begin + AT_ONCE]
        forms = [read.form for read in some]
        alike = await db.rows(
            DOUBLES,
            [read.row.number for read in some],
            [form.first_name for form in forms],
            [form.last_name for form in forms],
            [
                details.hash_of_birth_date(date.fromisoformat(form.born_on)) if form.born_on else None
                for form in forms
            ],
            [form.email for form in forms],
            [details.hash_of_phone(form.phone) if form.phone else None for form in forms],
        )
        found |= {row["row"]: Double(row["number"], _name(row)) for row in alike}
    return found


async def _staff() -> Sequence[db.Record]:
    return await db.rows(STAFF)


def active_only(staff: Sequence[db.Record]) -> StaffNames:
    """Give the names of those who work here now."""
    return _names([row for row in staff if row["active"]])


def _names(staff: Sequence[db.Record]) -> StaffNames:
    found: dict[str, set[UUID]] = defaultdict(set)
    for row in staff:
        for name in ("email", "username", "name", "reversed", "full_name"):
            if row[name]:
                found[row[name]].add(row["id"])
    return found


def _name(row: db.Record) -> str:
    return full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )

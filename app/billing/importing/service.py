"""Taking in files of statements and of payments: examined first, then each statement or payment by itself, once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, StateForbids
from app.billing.desk.service import RULE
from app.billing.importing import of_payments, of_statements
from app.billing.importing.columns import COLUMNS, PaymentRow, StatementRow, What
from app.billing.importing.planning import HeldPayment, HeldStatement, Known, Plan, Planned
from app.billing.ledger import desk, statements
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.rules import StatementState, Way
from app.billing.tables import ImportedBilling
from app.practice.settings import setting
from app.staff.rules import Action, may
from app.web.language import _l
from app.web.sheet import Problem, Sheet, read_rows, read_sheet
from app.web.templates import local

SOURCE = "csv"
MOST_ROWS = 5_000
NOT_ADMIN = _l("A file may name any client, so only a Client Admin takes one in.")

CLIENTS = "select id, number from client where number = any($1)"
STATEMENTS = """
select statement.id, statement.external_id, statement.client, statement.state, statement.issued_on, statement.due_on,
  statement.note, line.service_on, line.words, line.charge_cents, line.insurance_cents, line.adjusted_cents
from statement join statement_line line on line.statement = statement.id
where statement.source = $1 and statement.external_id = any($2) order by statement.id, line.position
"""
PAYMENTS = """
select external_id, client, way, amount_cents, paid_at from payment where source = $1 and external_id = any($2)
"""
FREE = "select id, owed_cents - held_cents as free from billing_account where id = any($1)"
BEFORE = "select imported_at from imported_billing where what = $1 and digest = $2"


@dataclass(frozen=True, slots=True)
class Done:
    """What taking a file in came to, or would come to."""

    plan: Plan
    before: datetime | None = None
    """When this very file was taken in: then nothing is done."""


def may_import(staff: CurrentStaff) -> bool:
    """Whether a staff member may take in a file: it may name any client."""
    return staff.permissions.client_admin and may(staff.permissions, RULE, Action.CREATE)


def check_may_import(staff: CurrentStaff) -> None:
    """Raise NotAllowed unless a staff member may take in a file."""
    check_rule(staff, RULE, Action.CREATE)
    if not staff.permissions.client_admin:
        raise NotAllowed(by=staff.actor, object_kind="imported_billing", sentence=NOT_ADMIN)


async def examine(what: What, content: bytes, *, most: int = MOST_ROWS) -> Done:
    """Say what a file would do, and what is wrong with it; raises BadSheet."""
    plan = await _planned(what, read_sheet(content, COLUMNS[what], most=most))
    return Done(plan, await taken_in_before(what, content))


async def take_in(*, by: Actor, what: What, content: bytes, told: bool = True, most: int = MOST_ROWS) -> Done:
    """Do what a file says, for its good rows; `told`: clients are told of new statements. Raises BadSheet.

    Each statement and payment is a change of its own, known by its id in the file: what is done of a file that
    breaks off is not done again with the next try.
    """
    before = await taken_in_before(what, content)
    if before is not None:
        return Done(Plan(), before)
    plan = await _planned(what, read_sheet(content, COLUMNS[what], most=most))
    done: list[Planned] = []
    unchanged, problems = plan.unchanged, list(plan.problems)
    for planned in plan.planned:
        try:
            await _do(by, planned, told=told)
        except StateForbids as why:
            if why.sentence in (statements.TAKEN_IN, desk.TAKEN_IN):
                unchanged += 1
            else:
                problems.append(Problem(planned.row, "", "", str(why.sentence)))
        else:
            done.append(planned)
    result = replace(plan, planned=tuple(done), unchanged=unchanged, problems=_in_order(problems))
    await _note(by, what, content, result)
    return Done(result)


async def taken_in_before(what: What, content: bytes) -> datetime | None:
    """Give when this very file was taken in; nothing of it is undone by another file."""
    row = await db.row(BEFORE, what.value, _digest(content))
    return None if row is None else row["imported_at"]


async def _planned(what: What, sheet: Sheet) -> Plan:
    plan = await (_plan_statements(sheet) if what is What.STATEMENTS else _plan_payments(sheet))
    return replace(plan, unknown=sheet.unknown)


async def _plan_statements(sheet: Sheet) -> Plan:
    rows, bad = read_rows(sheet, StatementRow, COLUMNS[What.STATEMENTS])
    known = Known(
        today=today(),
        due_days=int(setting("due_days")),
        clients=await _clients([read.form.client_number for read in rows]),
        statements=await _statements([read.form.statement_id for read in rows]),
    )
    plan = of_statements.plan(rows, bad, sheet.rows, known)
    return replace(plan, problems=_in_order([*bad, *plan.problems]))


async def _plan_payments(sheet: Sheet) -> Plan:
    rows, bad = read_rows(sheet, PaymentRow, COLUMNS[What.PAYMENTS])
    clients = await _clients([read.form.client_number for read in rows])
    known = Known(
        today=today(),
        due_days=0,
        clients=clients,
        statements=await _statements([read.form.statement_id for read in rows if read.form.statement_id]),
        payments=await _payments([read.form.payment_id for read in rows]),
        free={row["id"]: row["free"] for row in await db.rows(FREE, list(clients.values()))},
    )
    plan = of_payments.plan(rows, known)
    return replace(plan, problems=_in_order([*bad, *plan.problems]))


async def _do(by: Actor, planned: Planned, *, told: bool) -> None:
    does = planned.does
    async with db.transaction():
        if isinstance(does, DeskPayment):
            await desk.take(
                by=by,
                client_id=planned.client_id,
                payment=does,
                source=SOURCE,
                external_id=planned.external_id,
            )
            return
        await statements.post(
            by=by,
            client_id=planned.client_id,
            draft=does,
            source=SOURCE,
            external_id=planned.external_id,
            told=told,
        )


async def _clients(numbers: Sequence[int]) -> dict[int, UUID]:
    return {row["number"]: row["id"] for row in await db.rows(CLIENTS, list(set(numbers)))}


async def _statements(ids: Sequence[str]) -> dict[str, HeldStatement]:
    """Look up what was taken in under these ids, with its lines (one statement, however many rows)."""
    found: dict[str, HeldStatement] = {}
    for row in await db.rows(STATEMENTS, SOURCE, list(set(ids))):
        held = found.get(row["external_id"]) or _held(row)
        draft = replace(held.draft, lines=(*held.draft.lines, _line(row)))
        found[row["external_id"]] = replace(held, draft=draft)
    return found


def _held(row: Mapping[str, Any]) -> HeldStatement:
    draft = StatementDraft(issued_on=row["issued_on"], due_on=row["due_on"], note=row["note"], lines=())
    return HeldStatement(row["id"], row["client"], StatementState(row["state"]), draft)


def _line(row: Mapping[str, Any]) -> LineDraft:
    return LineDraft(
        service_on=row["service_on"],
        words=row["words"],
        charge_cents=row["charge_cents"],
        insurance_cents=row["insurance_cents"],
        adjusted_cents=row["adjusted_cents"],
    )


async def _payments(ids: Sequence[str]) -> dict[str, HeldPayment]:
    return {
        row["external_id"]: HeldPayment(
            row["client"], Way(row["way"]), row["amount_cents"], local(row["paid_at"]).date()
        )
        for row in await db.rows(PAYMENTS, SOURCE, list(set(ids)))
    }


def _in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.row))


async def _note(by: Actor, what: What, content: bytes, done: Plan) -> None:
    """Write down that a file was taken in; one with rows left out may be sent again as it is."""
    row = ImportedBilling(
        id=db.new_id(),
        what=what.value,
        digest=_digest(content),
        imported_at=datetime.now(UTC),
        imported_by_name=by.name or str(by.job),
        added=done.added,
    )
    async with db.transaction():
        if not done.problems:
            await ImportedBilling.insert(row).on_conflict(action="DO NOTHING")
        await activity.record(
            by=by,
            kind=Kind.BILLING_IMPORTED,
            object_kind="imported_billing",
            object_id=row.id,
            detail={
                "what": what.value,
                "digest": row.digest,
                "added": done.added,
                "left_out": done.rows_left_out,
            },
        )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

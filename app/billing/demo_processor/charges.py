"""The demo processor's books: charges that nobody's money moves for."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.billing.demo_processor.rules import FATES, WAITS, ChargeState, Choice, Fate, check_can_choose
from app.billing.tables import DemoCharge

SESSION, INTENT, REFUND = "demo_cs_", "demo_pi_", "demo_re_"
STAYS = timedelta(minutes=31)
"""How long a page of it is open, as long as those of Stripe."""

Charge = Mapping[str, Any]
"""A row of its table."""

BY_ID = "select * from demo_charge where id = $1"
BY_PAYMENT = "select * from demo_charge where payment = $1 order by created_at desc limit 1"
LOCKED = "select * from demo_charge where {} = $1 for update"


async def open_charge(payment_id: UUID, *, cents: int, success_url: str, cancel_url: str) -> Charge:
    """Open a charge for a payment, once; give it."""
    now = datetime.now(UTC)
    session = f"{SESSION}{payment_id.hex}"
    row = DemoCharge(
        payment=payment_id,
        session=session,
        intent=f"{INTENT}{payment_id.hex}",
        amount_cents=cents,
        state=ChargeState.OPEN,
        success_url=success_url,
        cancel_url=cancel_url,
        created_at=now,
        expires_at=now + STAYS,
    )
    async with db.transaction():
        await DemoCharge.insert(row).on_conflict(target=DemoCharge.session, action="DO NOTHING")
    opened = await charge_for(payment_id)
    if opened is None:
        raise LookupError("A charge that was just opened is gone.")
    return opened


async def charge_of(charge_id: UUID) -> Charge | None:
    """Give a charge, if there is one of that id."""
    return await db.row(BY_ID, charge_id)


async def charge_for(payment_id: UUID) -> Charge | None:
    """Give the charge of a payment, if there is one."""
    return await db.row(BY_PAYMENT, payment_id)


def state_of(charge: Charge, *, now: datetime) -> ChargeState:
    """Say how a charge stands: one that nobody decided about ends with its page."""
    state = ChargeState(charge["state"])
    return ChargeState.EXPIRED if state in WAITS and charge["expires_at"] <= now else state


async def choose(charge_id: UUID, choice: Choice) -> Fate:
    """Let a charge go as a button of its page says; give what it makes of it. Raises StateForbids once it has ended."""
    fate = FATES[choice]
    async with db.transaction():
        charge = await db.row(LOCKED.format("id"), charge_id)
        if charge is None:
            raise LookupError(charge_id)
        check_can_choose(state_of(charge, now=datetime.now(UTC)), choice)
        await _become(charge["id"], fate.state, failure=fate.failure)
    return fate


async def arrive(charge_id: UUID) -> Charge | None:
    """Let a charge whose bank was slow succeed; give it, or None where there is no such charge."""
    async with db.transaction():
        charge = await db.row(LOCKED.format("id"), charge_id)
        if charge is not None and charge["state"] == ChargeState.PROCESSING:
            await _become(charge_id, ChargeState.SUCCEEDED)
    return await charge_of(charge_id)


async def close(session: str) -> None:
    """Close the page of a charge that nobody has decided about."""
    async with db.transaction():
        charge = await db.row(LOCKED.format("session"), session)
        if charge is not None and ChargeState(charge["state"]) in WAITS:
            await _become(charge["id"], ChargeState.EXPIRED)


async def give_back(intent: str, *, refund_id: UUID, cents: int) -> str | None:
    """Give money of a charge back, once for a refund's id; give what it is called here, or None where it cannot be."""
    name = f"{REFUND}{refund_id.hex}"
    async with db.transaction():
        charge = await db.row(LOCKED.format("intent"), intent)
        if charge is None or charge["state"] != ChargeState.SUCCEEDED:
            return None
        kept = refunds_of(charge)
        if any(each["id"] == name for each in kept):
            return name
        if sum(each["cents"] for each in kept) + cents > charge["amount_cents"]:
            return None
        refunds = json.dumps([*kept, {"id": name, "cents": cents, "ours": str(refund_id)}])
        await DemoCharge.update({DemoCharge.refunds: refunds}).where(DemoCharge.id == charge["id"])
    return name


def refunds_of(charge: Charge) -> list[dict[str, Any]]:
    """Give what was given back of a charge: id, cents, and our own id of each."""
    kept: list[dict[str, Any]] = json.loads(charge["refunds"])
    return kept


async def _become(charge_id: UUID, state: ChargeState, *, failure: str = "") -> None:
    await DemoCharge.update({DemoCharge.state: state, DemoCharge.failure: failure}).where(
        DemoCharge.id == charge_id
    )

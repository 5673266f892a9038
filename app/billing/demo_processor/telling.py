"""How the demo processor tells the portal: signed calls to the address where every vendor of card payments calls."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import httpx

from app import config, db
from app.billing.demo_processor import charges
from app.billing.demo_processor.charges import Charge
from app.billing.demo_processor.vendor import event_of, signed
from app.config import Payments
from app.notices import outbox
from app.notices.outbox import Effects, Impossible, NotNow, Sending
from app.web.logs import log_fault

ADDRESS = "/webhooks/payments"
TELL_LATE = "demo_processor.late"
LATE_BY = timedelta(seconds=10)
"""Long enough that a page which waits for it is seen waiting."""
SECONDS = 10
TAKEN, REFUSED = 200, 400

Post: TypeAlias = Callable[[str, bytes, Mapping[str, str]], Awaitable[int]]
"""Sends a body with its headers to an address of the portal, and gives the status of the answer."""


async def tell(charge: Charge, *, post: Post, times: int) -> None:
    """Tell the portal how a charge stands, so many times. A call that fails is lost: the portal asks by itself."""
    body = event_of(charge)
    for _ in range(times):
        try:
            await post(ADDRESS, body, signed(body))
        except Exception as fault:  # noqa: BLE001  # a real processor's client does not hear of it either
            log_fault("demo event lost", fault)


async def tell_late(charge_id: UUID) -> None:
    """Have the worker tell of a charge in a while, when its bank has answered."""
    async with db.transaction():
        await outbox.add(
            kind=TELL_LATE, payload={"charge": str(charge_id)}, due_at=datetime.now(UTC) + LATE_BY
        )


async def _tell_late(_message_id: UUID, payload: dict[str, Any]) -> None:
    """Let the bank answer, and tell the portal over HTTP."""
    if config.current().payments is not Payments.DEMO:
        raise Impossible
    charge = await charges.arrive(UUID(payload["charge"]))
    if charge is None:
        raise Impossible
    body = event_of(charge)
    status = await _post(ADDRESS, body, signed(body))
    if status == REFUSED:
        raise Impossible
    if status != TAKEN:
        raise NotNow(f"It answered {status}")


async def _post(path: str, body: bytes, headers: Mapping[str, str]) -> int:
    try:
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            answer = await client.post(
                config.current().public_url + path, content=body, headers=dict(headers)
            )
    except httpx.HTTPError as fault:
        problem = NotNow(f"The portal cannot be reached ({type(fault).__name__})")
    else:
        return answer.status_code
    raise problem  # raised here, since the fault behind it may look like a database that is away


EFFECTS: Effects = {TELL_LATE: Sending(_tell_late)}

"""How the copay of a visit stands, for lists that read it in the statement of their own."""

import json
from typing import Any, TypeAlias
from uuid import UUID

from app.billing.ledger.copays import NO_COPAY, CopayState

COPAY_OF = """
(select json_build_array(coalesce(sum(amount_cents - refunded_cents) filter (where payment.state = 'succeeded'), 0),
    bool_or(payment.state in ('open', 'processing')),
    (array_agg(payment.id order by payment.state in ('open', 'processing') desc, begun_at desc))[1])
  from payment where payment.appointment = {appointment} and purpose = 'copay' and freed_at is null
    and payment.state in ('open', 'processing', 'succeeded'))
"""
"""In SQL: what `read_copay` reads, of the appointment whose id is named."""


CopayRow: TypeAlias = str | list[Any] | None
"""What it gives: as text, and as a list where it stands inside other JSON."""


def read_copay(row: CopayRow) -> CopayState:
    """Read COPAY_OF."""
    paid, under_way, payment_id = json.loads(row) if isinstance(row, str) else row or (0, False, None)
    return CopayState(paid, bool(under_way), UUID(payment_id)) if payment_id else NO_COPAY

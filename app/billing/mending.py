"""What of billing somebody should see to."""

from app.billing.ledger.books import faults_to_mend
from app.billing.vendors import mending as vendors
from app.web.panel import Mend


async def things_to_mend() -> list[Mend]:
    return [*await faults_to_mend(), *await vendors.things_to_mend()]

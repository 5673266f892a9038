"""What of billing somebody should see to."""

from app.web.panel import Mend


async def things_to_mend() -> list[Mend]:
    return []

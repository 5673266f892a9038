"""The real browsers and the portal they open, as the journeys have them."""

from tests.journeys.conftest import chromium, invite, server

__all__ = ["chromium", "invite", "server"]

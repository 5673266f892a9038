"""Who a route is for; every route says so, and the app refuses to start when one does not."""

from enum import StrEnum


class Audience(StrEnum):
    ANYONE = "anyone"
    CLIENT = "client"
    STAFF = "staff"
    MACHINE = "machine"
    """Programs: health checks, static files, later webhooks. No session, no form."""

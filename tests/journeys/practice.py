"""The demo practice as those who come to it know it."""

from uuid import uuid5

from app.messages.demo import SPACE

STAFF = ("nora", "terry", "dana", "stan")
THREAD = f"/messages/{uuid5(SPACE, 'alice:A heavy week')}"
"""A thread of Alice and Terry in which both wrote; staff open it under /staff."""


def door_of(name: str) -> str:
    """Give the address where somebody signs in."""
    return "/staff/sign-in" if name in STAFF else "/sign-in"

"""The demo practice as those who come to it know it."""

from uuid import uuid5

from app.documents.demo import document_id
from app.messages.demo import SPACE

STAFF = ("nora", "terry", "dana", "stan")
THREAD = f"/messages/{uuid5(SPACE, 'alice:A heavy week')}"
"""A thread of Alice and Terry in which both wrote; staff open it under /staff."""
NOTED_THREAD = f"/messages/{uuid5(SPACE, 'alice:Sertraline 50 mg at a new pharmacy')}"
"""One with a note that only staff see."""
CLOSED_THREAD = f"/messages/{uuid5(SPACE, 'alice:Two copays for one visit?')}"
GUARDIANS_THREAD = f"/messages/{uuid5(SPACE, 'max:Note for the school office')}"
"""One of Max, for whom Gina writes."""
TO_SIGN, TO_FILL, CARD = (
    f"/documents/{document_id(title)}"
    for title in ("Consent to telehealth", "Sleep diary", "insurance-card.jpg")
)
"""Documents of Alice: two to be completed, and a picture she sent."""
SAVED_REPLY = uuid5(SPACE, "We are looking for a time")


def door_of(name: str) -> str:
    """Give the address where somebody signs in."""
    return "/staff/sign-in" if name in STAFF else "/sign-in"

"""What safety hands to the panel of forms."""

from typing import Any

from app.forms.rules import Role
from app.forms.safety.controller import SafetyPersonsController
from app.forms.tables import SafetyContact

HANDLERS = (SafetyPersonsController,)
DEMO_PERSONS = {Role.FIRST: "terry", Role.SECOND: "nora"}


async def add_persons(practice: Any) -> None:
    """Name who is told in danger in the demo practice."""
    await SafetyContact.insert(
        *(SafetyContact(role=role, staff=practice.staff[person]) for role, person in DEMO_PERSONS.items())
    )

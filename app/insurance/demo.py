"""Insurance of the demo practice: Alice has two policies and one that ended, Bob has one, the others have none."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from app.changes.fields import text_of_address
from app.changes.parts import ENDED
from app.clients.postal import PostalAddress
from app.insurance.policy import write_policy
from app.insurance.tables import Payer

SPACE = UUID("4e1d8b5a-7c0f-4a36-9b52-d0a6f3c7e218")
PAYERS = ("Example Health Plan", "Lakeside Mutual", "Prairie Care", "Sample Blue Network")
"""Fictional, every one."""
LIVES = text_of_address(
    PostalAddress(line1="9 Orchard Lane", city="Evanston", state="IL", postal_code="60201")
)
POLICIES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("alice", "primary"): {
        "priority": "1",
        "payer": "Example Health Plan",
        "plan": "Silver PPO",
        "member_id": "EXM 0000 1234",
        "group_number": "00742-A",
        "starts_on": "2026-01-01",
        "relationship": "self",
        "phone": "+18005550142",
        "copay": "2500",
    },
    ("alice", "secondary"): {
        "priority": "2",
        "payer": "Lakeside Mutual",
        "plan": "Family Plus",
        "member_id": "0047LM8812",
        "group_number": "LM-2210",
        "starts_on": "2025-07-01",
        "relationship": "spouse",
        "subscriber_name": "Jordan Anderson",
        "subscriber_born_on": "1986-09-30",
        "subscriber_sex": "other",
        "subscriber_address": LIVES,
        "phone": "+18005550163",
    },
    ("alice", "before"): {
        "priority": "1",
        "payer": "Riverbend Insurance",
        "member_id": "RB100200300",
        "starts_on": "2023-01-01",
        "relationship": "self",
        ENDED: "2025-12-31",
    },
    ("bob", "primary"): {
        "priority": "1",
        "payer": "Prairie Care",
        "plan": "HMO Basic",
        "member_id": "PC-55-0199",
        "starts_on": "2024-03-01",
        "relationship": "self",
        "copay": "4000",
    },
}


def policy_id(name: str, client: str = "alice") -> UUID:
    return uuid5(SPACE, f"{client}:{name}")


async def add_insurance(practice: Any) -> None:
    """Add the companies to choose from, and what the demo's clients have on file."""
    await Payer.insert(
        *(
            Payer(id=uuid5(SPACE, name), name=name, position=number)
            for number, name in enumerate(PAYERS, start=1)
        )
    )
    for (client, name), texts in POLICIES.items():
        await write_policy(practice.clients[client], policy_id(name, client), texts)

"""The record of the demo practice: Alice's and Bob's, read from bundles as an EHR sends them; Charlie and Max have none."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.activity.actor import Actor, ActorKind
from app.record import demo_stories
from app.record.clinical.storing import Target
from app.record.demo_resources import Resource
from app.record.desk.demo import add_requests
from app.record.importing import rows
from app.record.importing.taking import fill, never_shared
from app.record.importing.walking import open_file
from app.record.rules import ImportState

SOURCE = "Lakeside EHR"
STORIES: dict[str, tuple[Callable[[], list[Resource]], Resource]] = {
    "alice": (demo_stories.alice, {"family": "Anderson", "given": ["Alice"]}),
    "bob": (demo_stories.bob, {"family": "Baker", "given": ["Robert"]}),
}


async def add_record(practice: Any) -> None:
    """Add the record, whose imports are as old as the demo, and what was asked about it."""
    for client, (story, name) in STORIES.items():
        content = bundle_of(client, story(), name)
        client_id = practice.clients[client]
        import_id = await rows.begin(
            by=Actor(ActorKind.STAFF, practice.names["nora"], staff_id=practice.staff["nora"]),
            client_id=client_id,
            source=SOURCE,
            digest=rows.digest_of(content),
            size_bytes=len(content),
            state=ImportState.TAKING_IN,
        )
        target = Target(client_id, SOURCE, import_id, datetime.now(UTC))
        report = await fill(await open_file(content, never_shared=await never_shared()), target)
        await rows.end(import_id, state=ImportState.DONE, was=ImportState.TAKING_IN, report=report)
    await add_requests(practice)


def bundle_of(client: str, resources: list[Resource], name: Resource) -> bytes:
    """Give a bundle of a client, whose resources have ids of their own."""
    patient = {"resourceType": "Patient", "id": client, "name": [name]}
    named = msgspec.json.encode([patient, *resources]).replace(
        b'"Patient/demo"', f'"Patient/{client}"'.encode()
    )
    entries = [{"resource": each} for each in msgspec.json.decode(named)]
    return msgspec.json.encode({"resourceType": "Bundle", "type": "collection", "entry": entries})

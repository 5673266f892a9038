"""Telling a client that something waits: every package says so here, and nowhere else.

Whom, by what, in which words and when is decided by the worker (`accounts.telling`).
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeAlias
from uuid import UUID

from app.notices import outbox
from app.notices.preferences import Notice

TELL = "notices.tell"
"""The outbox kind of something a client is to be told of."""

News: TypeAlias = Mapping[Notice, Callable[[Collection[UUID]], Awaitable[set[UUID]]]]
"""For each notice, by the package that has the objects: which of these objects still wait for the client."""


async def tell_client(
    *,
    client_id: UUID,
    notice: Notice,
    object_id: UUID,
    path: str,
    event: UUID | None = None,
    needed: bool = False,
    account_id: UUID | None = None,
) -> None:
    """Write down, in the transaction under way, that a client is to be told that something waits at `path`.

    `event` is what happened, and told of once however often it is written down; None: it is the object itself.
    Told of `needed` things is also who chose not to hear of their kind, as of a visit that does not take place.
    `account_id` is the one who is told of what they alone asked for; None: whoever is told of what waits in the chart.
    """
    payload = {
        "client": str(client_id),
        "notice": notice.value,
        "object": str(object_id),
        "event": str(event or object_id),
        "path": path,
        "needed": needed,
    }
    if account_id is not None:
        payload["account"] = str(account_id)
    await outbox.add(kind=TELL, payload=payload)

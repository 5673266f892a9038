"""What happened on a chart, as tests write it, and its lines on the page."""

from datetime import datetime

from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.service import record
from tests import checks, people, rows
from tests.page import Page


def actor(name: str, *, called: str, kind: ActorKind = ActorKind.CLIENT) -> Actor:
    """Give somebody with the account of `name`, whatever they are called."""
    return Actor(kind=kind, name=called, account_id=people.account_id(name))


async def happened(
    kind: Kind, *, by: Actor | None = None, client: str = "alice", at: datetime | None = None
) -> None:
    """Write down what somebody did, Alice unless said otherwise; now, or as if it had been at another moment."""
    await record(
        by=by or actor("alice", called="Alice Anderson"),
        kind=kind,
        object_kind="test",
        client_id=people.client_id(client),
    )
    if at is not None:
        newest = "select id from activity_entry order by at desc limit 1"
        await rows.change(f"update activity_entry set at = $1 where id = ({newest})", at)


def lines(page: Page) -> list[str]:
    return [checks.words(line.select(".happened > p")[0]) for line in page.all(".entry")]


def who(page: Page) -> list[str]:
    return [checks.words(line.select(".meta span")[0]) for line in page.all(".entry")]

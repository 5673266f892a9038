"""What staff keep back leaves the files of everything that were made before, and those being made."""

from collections.abc import AsyncIterator

import pytest

from app.files.storage import storage
from app.record.clinical.facts import Kind
from app.record.exporting import making
from app.record.exporting.sources import Source
from app.web.language import _l
from app.web.panel import Exported, ExportedTable, Exporting
from tests import people, rows
from tests.page import Browser
from tests.record.desk.asked import sent, tab
from tests.record.exporting.test_asking import asked
from tests.record.kept import keep, problem
from tests.record.reading.copied import representative

pytestmark = pytest.mark.usefixtures("rolled_back", "unasked")

WITHHELD = {"withheld": "yes", "reason": "A danger to herself"}


async def a_table(_asked: Exporting) -> AsyncIterator[Exported]:
    yield ExportedTable("problems", "Problems", ("What",), (("Asthma",),))


TABLE = Source("record", _l("CCD Download"), a_table)


async def lying() -> int:
    return len([place async for place in storage().places()])


async def ready(*browsers: Browser) -> None:
    for browser in browsers:
        await asked(browser)
    await making.make_waiting((TABLE,))


async def test_marking_an_entry_lets_go_of_the_files_that_could_hold_it() -> None:
    entry = await keep(Kind.PROBLEM, problem("Asthma"))
    alice, gina, bob, nora = (
        await people.alice(),
        await representative(),
        await people.bob(),
        await people.nora(),
    )
    before = await lying()
    await ready(alice, gina, bob)
    assert await lying() == before + 3
    export = await rows.value("select id from record_export where account = $1", people.account_id("alice"))
    await sent(nora, tab("entries", entry), kept_own="yes")
    assert await states() == {"alice": "ready", "gina": "gone", "bob": "ready"}
    assert await lying() == before + 2
    assert (await alice.send("GET", f"/record/exports/{export}/file")).status_code == 200
    await sent(nora, tab("entries", entry), kept_own="yes", **WITHHELD)
    assert await states() == {"alice": "gone", "gina": "gone", "bob": "ready"}
    assert await lying() == before + 1
    assert (await alice.send("GET", f"/record/exports/{export}/file")).status_code == 404
    (await alice.open("/record/everything")).shows("Make the file")
    await ready(alice)
    await sent(nora, tab("entries", entry))
    assert await states() == {"alice": "ready", "gina": "gone", "bob": "ready"}  # nothing is kept back by it


async def test_one_that_is_made_while_an_entry_is_marked_does_not_come_out_with_it() -> None:
    entry = await keep(Kind.PROBLEM, problem("Asthma"))
    nora = await people.nora()
    read = list[int]()

    async def marked_meanwhile(export: Exporting) -> AsyncIterator[Exported]:
        async for each in a_table(export):
            yield each
        read.append(1)
        if len(read) == 1:
            await sent(nora, tab("entries", entry), **WITHHELD)

    source = (Source("record", _l("CCD Download"), marked_meanwhile),)
    before = await lying()
    await asked(await people.alice())
    await making.make_waiting(source)
    assert await states() == {"alice": "waiting"}
    assert await lying() == before
    await making.make_waiting(source)
    assert await states() == {"alice": "ready"}
    assert len(read) == 2


async def states() -> dict[str, str]:
    """Give the state of the newest file of each person."""
    names = {people.account_id(name): name for name in ("alice", "gina", "bob")}
    found: dict[str, str] = {}
    for account, name in names.items():
        statement = "select state from record_export where account = $1 order by asked_at desc limit 1"
        if await rows.value("select count(*) from record_export where account = $1", account):
            found[name] = await rows.value(statement, account)
    return found

"""Rotation beside everything else: the portal writes the same rows, and the rotation itself is killed."""

import asyncio
import signal
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from app import db, rotation
from app.encryption import first_header
from app.messages.tables import Message
from tests import people, rows
from tests.environment import configured
from tests.messages import acts
from tests.rotation import values
from tests.rotation.values import NEW, new_key_first

pytestmark = pytest.mark.usefixtures("restored")

MANY = 5_000
SEALED = "select count(*) from message where substring(body from 1 for 2) = $1"
WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
SOME = "select id from message order by id limit $1"
CHANGE = "update message set body = $2 where id = $1"


async def until(statement: str, *given: object) -> None:
    """Ask the database until it answers with a number that is not 0."""
    async with asyncio.timeout(20):
        while not await rows.value(statement, *given):
            pass


def sealed(text: str, row: UUID) -> bytes:
    return Message.body.seal(text, row=row)


async def test_a_row_that_somebody_holds_keeps_what_they_write_and_stops_nobody_else() -> None:
    held, *others = [row["id"] for row in await db.rows(SOME, 20)]
    with new_key_first() as old:
        async with db.apart() as connection:
            begun = connection.transaction()
            await begun.start()
            with configured(field_keys=old):
                await connection.execute(CHANGE, held, sealed("What was written", held))
            rotating = asyncio.create_task(values.rotated())
            await until(WAITING)
            done = await db.rows("select body from message where id = any($1)", others)
            assert all(row["body"].startswith(first_header()) for row in done)
            await begun.commit()
        await rotating
        assert (await values.texts())[("message.body", held)] == "What was written"
        assert await values.keys_of() == {NEW.id}


async def test_no_edit_of_rows_that_are_written_all_the_time_is_lost() -> None:
    busy = sorted(await values.fill(MANY))[:: MANY // 20]
    with new_key_first() as old:
        process = values.command(values.environ((NEW, *old)))
        written = {id_: values.text_of(id_) for id_ in busy}
        ended = asyncio.create_task(asyncio.to_thread(process.communicate))
        with configured(field_keys=(*old, NEW)):  # a process that was not started anew yet
            while not ended.done():
                for id_ in busy:
                    stored = await rows.value("select body from message where id = $1", id_)
                    assert Message.body.open(stored, row=id_) == written[id_]
                    written[id_] = f"Edit {db.new_id()}"
                    await rows.change(CHANGE, id_, sealed(written[id_], id_))
        said, complained = await ended
        assert (process.returncode, complained) == (1, "")
        assert "is still needed by message.body (" in said
        found = await values.texts()
        assert {id_: found[("message.body", id_)] for id_ in busy} == written
        await values.rotated()
        assert await values.keys_of() == {NEW.id}


async def test_an_edit_between_reading_and_writing_is_not_overwritten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (row,) = await db.rows(SOME, 1)
    with new_key_first() as old:
        batches = rotation._Column._batches

        async def edited_in_between(column: rotation._Column) -> AsyncIterator[object]:
            async for batch in batches(column):
                if column.column is Message.body:
                    with configured(field_keys=old):
                        await rows.change(CHANGE, row["id"], sealed("Edited in between", row["id"]))
                yield batch

        monkeypatch.setattr(rotation._Column, "_batches", edited_in_between)
        await values.rotated()
        assert (await values.texts())[("message.body", row["id"])] == "Edited in between"
        assert await values.keys_of() == {NEW.id}


async def test_a_rotation_killed_in_the_middle_goes_on_where_it_was() -> None:
    await values.fill(MANY)
    before = await values.texts()
    with new_key_first() as old:
        given = values.environ((NEW, *old))
        process = values.command(given)
        await until(SEALED, first_header())
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.communicate)
        done = await rows.value(SEALED, first_header())
        assert 0 < done < MANY
        assert await values.texts() == before
        again = values.command(given)
        said, complained = await asyncio.to_thread(again.communicate)
        assert (again.returncode, complained) == (0, "")
        left = await rows.value("select count(*) from message") - done
        assert left <= resealed(said) < MANY
        assert {key: text for key, text in (await values.texts()).items() if key in before} == before
        assert await values.keys_of() == {NEW.id}


def resealed(said: str) -> int:
    """Read how many values a rotation says it sealed anew."""
    return int(said.partition(" values: ")[2].partition(" sealed")[0].replace(",", ""))


async def test_the_portal_serves_and_writes_while_thousands_of_values_are_rotated() -> None:
    await values.fill(MANY)
    alice, bob, terry = await people.alice(), await people.bob(), await people.terry()
    thread = await acts.write(alice)
    pages = (alice, "/home"), (alice, "/messages"), (bob, "/messages"), (terry, f"/staff/messages/{thread}")
    with new_key_first() as old:
        process = values.command(values.environ((NEW, *old)))
        ended = asyncio.create_task(asyncio.to_thread(process.communicate))
        await until(SEALED, first_header())
        replies = list[str]()
        while not (replies and ended.done()):
            answers = await asyncio.gather(*(who.send("GET", path) for who, path in pages))
            assert {answer.status_code for answer in answers} == {200}
            replies.append(f"Reply {len(replies)}")
            await acts.reply(alice, thread, replies[-1])
        _, complained = await ended
        assert (process.returncode, complained) == (0, "")
        assert await values.keys_of() == {NEW.id}
        assert set(replies) <= set((await values.texts()).values())

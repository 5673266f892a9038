"""A process killed in the middle of uploads: after the sweep storage and rows say the same."""

import asyncio
import base64
import json
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app import config, db
from app.files import sweeping
from tests.files import kept, uploading
from tests.servers import ROOT

pytestmark = pytest.mark.usefixtures("restored", "empty")


def environ(folder: Path) -> dict[str, str]:
    """Give the environment of a process that works with our database and keys, and a storage of its own."""
    ours = config.current()
    keys = ",".join(f"{key.id}:{base64.urlsafe_b64encode(key.key).decode()}" for key in ours.field_keys)
    return {
        "SECRET_KEY": ours.secret_key.decode(),
        "FIELD_KEYS": keys,
        "DATABASE_URL": ours.database_url or "",
        "REDIS_URL": ours.redis_url or "",
        "STORAGE_URL": folder.as_uri(),
    }


def upload_until_killed(settings: dict[str, str], *, after: int) -> int:
    """Run the uploads in a process and kill it hard after so many; give how many were added."""
    command = [sys.executable, "-m", "tests.files.uploading"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(settings))
        process.stdin.close()
        added = sum(1 for _ in zip(range(after), process.stdout, strict=False))
        process.send_signal(signal.SIGKILL)
        return added + len(process.stdout.readlines())


@pytest.mark.parametrize("after", [3, 11, 24])
async def test_no_file_is_left_without_a_row_and_no_row_without_a_file(folder: Path, after: int) -> None:
    added = await asyncio.to_thread(upload_until_killed, environ(folder), after=after)
    assert after <= added < uploading.FILES
    await sweeping.sweep(named_too=(), older_than=timedelta(0))
    rows = await db.rows("select place, state from stored_file where not from_client")
    assert {row["place"] for row in rows} == await kept.places()
    assert {row["state"] for row in rows} == {"received"}
    assert added <= len(rows) <= added + 1
    assert not await asyncio.to_thread(lambda: list(folder.glob("*#*")))

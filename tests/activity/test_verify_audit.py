"""`python -m app verify-audit`, run as people run it over the database of the tests."""

import asyncio
import base64
import os
import subprocess
import sys

import pytest

from app.activity.seals import head_of_chain, seal_all
from app.config import Config
from tests.activity.audit_log import tampering, write
from tests.servers import ROOT

pytestmark = pytest.mark.usefixtures("restored")


async def verify_audit(settled: Config, *options: str) -> subprocess.CompletedProcess[str]:
    keys = (f"{key.id}:{base64.urlsafe_b64encode(key.key).decode()}" for key in settled.field_keys)
    environ = os.environ | {
        "DATABASE_URL": str(settled.database_url),
        "SECRET_KEY": settled.secret_key.decode(),
        "FIELD_KEYS": ",".join(keys),
        "DATA_DIR": str(settled.data_dir),
    }
    command = [sys.executable, "-m", "app", "verify-audit", *options]
    return await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


async def test_a_whole_log_is_said_to_be_whole_with_its_head(settled: Config) -> None:
    await write(2)
    await seal_all()
    done = await verify_audit(settled)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"nothing to look into; head {await head_of_chain()}\n")


async def test_every_row_to_look_into_is_a_line_and_the_command_fails(settled: Config) -> None:
    first, second = await write(2)
    await seal_all()
    async with tampering() as database:
        await database.execute("update audit_event set object_kind = 'other' where id = $1", first)
        await database.execute("delete from audit_event where id = $1", second)
    done = await verify_audit(settled)
    assert done.returncode == 1
    found = sorted(done.stdout.splitlines()[:-1])
    assert [line.split(",")[0] for line in found] == [
        f"changed  audit row {first}",
        f"missing  audit row {second}",
    ]
    assert "2 to look into" in done.stdout


async def test_a_head_kept_elsewhere_is_looked_for(settled: Config) -> None:
    await write()
    await seal_all()
    head = await head_of_chain()
    assert (await verify_audit(settled, "--head", str(head))).returncode == 0
    later = await verify_audit(settled, "--head", f"{head.seq + 3}:{head.mac.hex()}")
    assert (later.returncode, later.stdout.splitlines()[0]) == (
        1,
        f"missing  seals {head.seq + 1} to {head.seq + 3}",
    )


@pytest.mark.parametrize("head", ["x", "12", "12:xyz", ":", "-1"])
async def test_what_is_no_head_is_said_to_be_none(settled: Config, head: str) -> None:
    done = await verify_audit(settled, f"--head={head}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "A head looks like" in done.stderr

"""The servers beside us, with real PostgreSQL and Valkey: nothing is lost, nothing is left, nobody else gets in."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest
import redis

from app import config
from app.embedded import Failed, account, beside, programs
from app.embedded.postgres import Postgres
from app.embedded.process import keeping
from app.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
ANOTHER_PROCESS = """
import sys
from pathlib import Path
from app import config
from app.embedded import beside
data_dir = sys.argv[1]
with beside(config.read(config.completed({"DATA_DIR": data_dir}))) as settled:
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_rows_survive_the_sudden_death_of_postgres(tmp_path: Path) -> None:
    server = Postgres(tmp_path)
    with keeping(server) as url:
        query(url, "CREATE TABLE kept (id int)", "INSERT INTO kept SELECT generate_series(1, 500)")
        kill(server.pid())
        eventually(server.answers)
        assert query(url, "SELECT count(*) FROM kept") == 500


def test_rows_survive_when_owner_and_postgres_die_together(tmp_path: Path) -> None:
    with another_process(tmp_path) as owner:
        server = Postgres(tmp_path)
        query(server.url, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (1)")
        owner.kill()
        kill(server.pid())
    with beside(configuration(tmp_path)):
        assert query(server.url, "SELECT count(*) FROM kept") == 1


def test_servers_of_a_killed_owner_are_adopted_and_stopped_by_the_next(tmp_path: Path) -> None:
    with another_process(tmp_path) as owner:
        left_running = pids(tmp_path)
        owner.kill()
    with beside(configuration(tmp_path)):
        assert pids(tmp_path) == left_running
    assert pids(tmp_path) == [None, None]


def test_a_second_process_shares_the_servers_and_leaves_them_running(tmp_path: Path) -> None:
    with beside(configuration(tmp_path)):
        before = pids(tmp_path)
        with another_process(tmp_path):
            assert pids(tmp_path) == before
        assert pids(tmp_path) == before
    assert pids(tmp_path) == [None, None]


def test_the_first_process_may_leave_before_the_second(tmp_path: Path) -> None:
    with beside(configuration(tmp_path)):
        second = another_process(tmp_path)
        second.__enter__()
        shared = pids(tmp_path)
    assert pids(tmp_path) == shared
    second.__exit__(None, None, None)
    assert pids(tmp_path) == [None, None]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_stops_the_servers(tmp_path: Path, ending: signal.Signals) -> None:
    with another_process(tmp_path) as owner:
        owner.send_signal(ending)
        owner.wait(timeout=10)
    assert pids(tmp_path) == [None, None]


def test_valkey_comes_back_within_two_seconds_of_its_death(tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    with keeping(server) as url:
        kill(server.pid())
        eventually(server.answers, within=2)
        with redis.Redis.from_url(url) as client:
            assert client.ping()


def test_nothing_listens_on_the_network(tmp_path: Path) -> None:
    with beside(configuration(tmp_path)):
        for pid in pids(tmp_path):
            assert psutil.Process(pid).net_connections(kind="inet") == []


def test_nobody_else_can_open_the_folders_or_read_the_keys(tmp_path: Path) -> None:
    with beside(configuration(tmp_path)):
        for private in (
            "postgres",
            "postgres/socket",
            "postgres/data",
            "valkey",
            "valkey/socket",
            "keys.env",
        ):
            assert stat.S_IMODE((tmp_path / private).stat().st_mode) & 0o077 == 0, private


@pytest.mark.parametrize("name", ["long-" * 30, "with space, comma, 100 % and é"])
def test_a_folder_with_an_awkward_path_works(tmp_path: Path, name: str) -> None:
    data_dir = tmp_path / name
    with beside(configuration(data_dir)) as settled, another_process(data_dir):
        assert settled.database_url is not None
        assert settled.redis_url is not None
        assert query(settled.database_url, "SELECT 1") == 1
        with redis.Redis.from_url(settled.redis_url) as client:
            assert client.ping()
    assert pids(data_dir) == [None, None]


def test_a_socket_folder_that_others_can_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / "valkey").mkdir(mode=0o755)
    with pytest.raises(Failed, match="chmod 700"):
        Valkey(tmp_path)


def test_addresses_that_are_given_start_no_server(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgresql://a@db/portal", "REDIS_URL": "redis://valkey"}
    with beside(configuration(tmp_path, **given)) as settled:
        assert settled == configuration(tmp_path, **given)
    assert not (tmp_path / "postgres").exists()
    assert not (tmp_path / "valkey").exists()


def test_a_process_id_of_another_program_does_not_stop_the_start(tmp_path: Path) -> None:
    server = Postgres(tmp_path)
    with keeping(server):
        left = server.child.pid_file.read_text().splitlines()
    server.child.pid_file.write_text("\n".join([str(os.getppid()), *left[1:]]) + "\n")
    with keeping(server) as url:
        assert query(url, "SELECT 1") == 1


def test_an_interrupted_making_of_the_data_folder_is_begun_again(tmp_path: Path) -> None:
    server = Postgres(tmp_path)
    (server.folder / "data.new").mkdir()
    (server.folder / "data.new" / "PG_VERSION").write_text("18\n")
    with keeping(server) as url:
        assert query(url, "SELECT 1") == 1


def test_a_postgres_that_cannot_start_gives_its_last_words(tmp_path: Path) -> None:
    server = Postgres(tmp_path)
    with keeping(server):
        pass
    (server.data / "postgresql.conf").write_text("no_such_option = 1\n")
    with pytest.raises(Failed, match="no_such_option"), keeping(server):
        pass


def test_data_of_an_unknown_version_are_refused(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Failed, match="No PostgreSQL 14"):
        Postgres(tmp_path)


def test_case_is_changed_by_unicode_and_order_is_by_code_point(tmp_path: Path) -> None:
    with keeping(Postgres(tmp_path)) as url:
        assert query(url, "SELECT lower('ÉÑ')") == "éñ"
        assert query(url, "SELECT 'Z' < 'a'") is True


def test_values_of_rows_never_reach_the_log(tmp_path: Path) -> None:
    server = Postgres(tmp_path)
    with keeping(server) as url:
        query(url, "CREATE TABLE client (name text UNIQUE)", "INSERT INTO client VALUES ('canary-name')")
        with pytest.raises(asyncpg.UniqueViolationError):
            query(url, "INSERT INTO client VALUES ('canary-name')")
    log = server.child.log.read_text()
    assert "duplicate key" in log
    assert "canary" not in log


def test_without_user_namespaces_root_lends_the_account_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_folder() as system_folder:
        monkeypatch.setattr(account, "SYSTEM_FOLDER", system_folder)
        monkeypatch.setattr(account, "NAMESPACE", ("false",))
        server = Postgres(system_folder / "var")
        with keeping(server) as url:
            assert query(url, "SELECT 1") == 1
            assert psutil.Process(server.pid()).uids().real != 0
        is_apart = server.folder.parent == system_folder
        assert is_apart is (os.geteuid() == 0)
        with keeping(Postgres(system_folder / "var")) as url:  # found again
            assert query(url, "SELECT 1") == 1


def test_root_runs_data_of_an_ordinary_user_as_that_user() -> None:
    with open_folder() as folder:
        (folder / "postgres").mkdir(mode=0o700)
        owner = 65534 if os.geteuid() == 0 else os.geteuid()
        os.chown(folder / "postgres", owner, -1)
        server = Postgres(folder)
        with keeping(server):
            assert psutil.Process(server.pid()).uids().real == owner
        assert {path.stat().st_uid for path in server.folder.iterdir()} == {owner}


def test_every_postgres_of_this_machine_can_be_used(tmp_path: Path) -> None:
    for folder in programs.postgres_folders():
        version = programs.version_in(folder)
        found = programs.PostgresPrograms(folder, version)
        with keeping(Postgres(tmp_path / str(version), found=found)) as url:
            assert query(url, "SELECT current_setting('server_version_num')::int / 10000") == version
            assert query(url, "SELECT lower('É')") == "é"


def configuration(data_dir: Path, **environ: str) -> config.Config:
    return config.read(config.completed({"DATA_DIR": str(data_dir)} | environ))


def pids(data_dir: Path) -> list[int | None]:
    return [Postgres(data_dir).pid(), Valkey(data_dir).pid()]


@contextmanager
def another_process(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Run another process that uses the servers, until it is told to leave or has died."""
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(data_dir)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.communicate(timeout=10)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that every account can pass through, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


def query(url: str, *statements: str) -> Any:
    async def run() -> Any:
        connection = await asyncpg.connect(url)
        try:
            return [await connection.fetchval(statement) for statement in statements][-1]
        finally:
            await connection.close()

    return asyncio.run(run())


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def eventually(happened: Callable[[], bool], *, within: float = 10) -> None:
    deadline = time.monotonic() + within
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)

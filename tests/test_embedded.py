"""The servers beside us, with real PostgreSQL and Valkey: nothing is lost, and nothing is left."""

import fcntl
import os
import signal
import tempfile
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis

from app.embedded import Failed, beside, process
from app.embedded.postgres import Postgres
from app.embedded.process import keeping
from app.embedded.valkey import Valkey
from tests.servers import another_process, configuration, eventually, kill, open_folder, pids, query


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


@pytest.mark.parametrize("name", ["long-" * 30, "with space, comma, 100 % and é"])
def test_a_folder_with_an_awkward_path_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data_dir = tmp_path / name
    with open_folder() as short:
        monkeypatch.setattr(tempfile, "tempdir", str(short))
        check_sharing(data_dir)


def check_sharing(data_dir: Path) -> None:
    with beside(configuration(data_dir)) as settled, another_process(data_dir):
        assert settled.database_url is not None
        assert settled.redis_url is not None
        assert query(settled.database_url, "SELECT 1") == 1
        with redis.Redis.from_url(settled.redis_url) as client:
            assert client.ping()
    assert pids(data_dir) == [None, None]


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


def test_a_server_that_hangs_is_named_with_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_process(tmp_path):
        hung = Valkey(tmp_path).pid()
        assert hung is not None
        os.kill(hung, signal.SIGSTOP)
        monkeypatch.setattr(process, "START_SECONDS", 0.1)
        with (
            pytest.raises(Failed, match=rf"process {hung}\) runs and does not answer"),
            keeping(Valkey(tmp_path)),
        ):
            pass
        os.kill(hung, signal.SIGCONT)


def test_a_lock_that_another_process_holds_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Valkey(tmp_path)
    monkeypatch.setattr(process, "START_SECONDS", 0.1)
    with (server.folder / "turn.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with pytest.raises(Failed, match=r"turn\.lock"), keeping(server):
            pass


def test_a_server_that_cannot_be_started_again_is_tried_until_it_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Valkey(tmp_path)
    program = server.child.command[0]
    with keeping(server):
        server.child.command[0] = str(tmp_path / "missing")
        kill(server.pid())
        eventually(lambda: "cannot be run here" in capsys.readouterr().err)
        server.child.command[0] = program
        eventually(server.answers)


def test_a_log_that_has_grown_is_turned_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LOG_BYTES", 10)
    server = Valkey(tmp_path)
    for _ in range(2):
        with keeping(server):
            pass
    assert [path.name for path in sorted(server.folder.glob("log*"))] == ["log", "log.1"]

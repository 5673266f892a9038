"""Who the servers beside us run as, with which programs, in folders nobody else can open."""

import os
import stat
from pathlib import Path

import psutil
import pytest

from app.embedded import Failed, account, beside, programs
from app.embedded.postgres import Postgres
from app.embedded.process import keeping
from app.embedded.valkey import Valkey
from tests.servers import configuration, open_folder, query


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


def test_a_socket_folder_that_others_can_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / "valkey").mkdir(mode=0o755)
    with pytest.raises(Failed, match="chmod 700"):
        Valkey(tmp_path)


def test_data_of_an_unknown_version_are_refused(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Failed, match="No PostgreSQL 14"):
        Postgres(tmp_path)


def test_without_user_namespaces_root_lends_the_account_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "NAMESPACE", ("false",))
    with open_folder() as folder:
        for _ in range(2):  # made, and found again
            server = Postgres(folder)
            with keeping(server) as url:
                assert query(url, "SELECT 1") == 1
                assert psutil.Process(server.pid()).uids().real != 0
            assert server.folder == folder / "postgres"


def test_data_and_programs_that_nobody_cannot_reach_have_a_place_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "NAMESPACE", ("false",))
    tmp_path.chmod(0o700)
    installed = programs.postgres()
    (tmp_path / "installed").symlink_to(installed.folder.parents[2])
    hidden = tmp_path / "installed" / installed.folder.relative_to(installed.folder.parents[2])
    found = programs.PostgresPrograms(hidden, installed.version)
    with open_folder() as system_folder:
        monkeypatch.setattr(account, "SYSTEM_FOLDER", system_folder)
        for _ in range(2):
            server = Postgres(tmp_path, found=found)
            with keeping(server) as url:
                assert query(url, "SELECT 1") == 1
                assert psutil.Process(server.pid()).uids().real != 0
            assert (server.folder.parent == system_folder) is (os.geteuid() == 0)


def test_data_that_must_stay_where_they_are_are_not_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "NAMESPACE", ("false",))
    tmp_path.chmod(0o700)
    if os.geteuid() != 0:
        assert Postgres(tmp_path, may_move=False).folder == tmp_path / "postgres"
        return
    with pytest.raises(Failed, match="cannot reach"):
        Postgres(tmp_path, may_move=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [Postgres, Valkey])
def test_root_runs_the_servers_of_an_ordinary_user_as_that_user(kind: type[Postgres | Valkey]) -> None:
    with open_folder() as folder:
        within = folder / kind.__name__.lower()
        within.mkdir(mode=0o700)
        owner = 65534 if os.geteuid() == 0 else os.geteuid()
        os.chown(within, owner, -1)
        server = kind(folder)
        with keeping(server):
            assert psutil.Process(server.pid()).uids().real == owner
        assert {path.stat().st_uid for path in within.iterdir()} == {owner}


def test_every_postgres_of_this_machine_can_be_used(tmp_path: Path) -> None:
    for folder in programs.postgres_folders():
        version = programs.version_in(folder)
        found = programs.PostgresPrograms(folder, version)
        with keeping(Postgres(tmp_path / str(version), found=found)) as url:
            assert query(url, "SELECT current_setting('server_version_num')::int / 10000") == version
            assert query(url, "SELECT lower('É')") == "é"


def test_programs_on_the_path_are_found_through_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = programs.postgres()
    (tmp_path / "postgres").symlink_to(found.postgres)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(programs.postgres_folders()).count(found.folder.resolve()) == 2

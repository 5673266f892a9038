"""The command line, run as people run it: programs of their own, over servers beside them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import config
from app.embedded.postgres import Postgres
from app.embedded.process import keeping
from app.embedded.valkey import Valkey
from tests.mail_server import mail_server

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
NEW_ADMINISTRATOR = ("create-admin", "--username=wanda", "--first-name=Wanda", "--last-name=Ward")


def test_one_start_migrates_loads_the_demo_and_serves(tmp_path: Path) -> None:
    with serving(tmp_path, "--migrate", "--demo") as (server, port):
        for address in ("127.0.0.1", *(["[::1]"] if has_ipv6() else [])):
            assert status(f"http://{address}:{port}/health/live") == 200
        assert status(f"http://localhost:{port}/sign-in") == 200
        server.send_signal(signal.SIGTERM)
        said, complained = server.communicate(timeout=15)
    assert server.returncode == 0
    assert "Traceback" not in complained
    assert f"http://localhost:{port}" in said
    for name in ("alice", "bob", "charlie", "gina", "nora", "terry", "dana", "stan"):
        assert name in said
    assert [Postgres(tmp_path).pid(), Valkey(tmp_path).pid()] == [None, None]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGHUP])
def test_other_signals_end_it_in_good_order_too(tmp_path: Path, ending: signal.Signals) -> None:
    with serving(tmp_path, "--migrate") as (server, _):
        server.send_signal(ending)
        _, complained = server.communicate(timeout=15)
    assert server.returncode == 0
    assert "Traceback" not in complained
    assert [Postgres(tmp_path).pid(), Valkey(tmp_path).pid()] == [None, None]


def test_the_worker_runs_until_it_is_told_to_end(tmp_path: Path) -> None:
    environ = counted({"DATA_DIR": str(tmp_path)})
    run(environ, "migrate")
    with subprocess.Popen(
        [sys.executable, "-m", "app", "worker"],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as worker:  # fmt: skip
        assert worker.stdout is not None
        assert "worker started" in worker.stdout.readline()
        worker.terminate()
        assert worker.wait(timeout=15) == 0
    assert [Postgres(tmp_path).pid(), Valkey(tmp_path).pid()] == [None, None]


def test_the_demo_is_loaded_once_and_refused_in_production(database: dict[str, str]) -> None:
    run(database, "migrate")
    assert [run(database, "demo").returncode for _ in range(2)] == [0, 0]
    assert run(database | production(), "demo").returncode != 0


def test_the_first_administrator_is_made_on_the_command_line(database: dict[str, str]) -> None:
    run(database, "migrate")
    made = run(database | {"PORTAL_PASSWORD": "grey-otter-walks-at-nine"}, *NEW_ADMINISTRATOR)
    assert (made.returncode, made.stdout) == (0, "wanda can sign in as staff.\n")
    again = run(database | {"PORTAL_PASSWORD": "grey-otter-walks-at-nine"}, *NEW_ADMINISTRATOR)
    assert again.returncode == 1
    assert "Traceback" not in again.stderr


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("iloveyou12345678", "Many people have a password like this one"),
        ("every ward is quiet", "Please leave your name"),
        ("grey otter", "Please use at least 15 characters."),
    ],
)
def test_an_administrator_needs_a_good_password_too(
    database: dict[str, str], password: str, reason: str
) -> None:
    run(database, "migrate")
    ended = run(database | {"PORTAL_PASSWORD": password}, *NEW_ADMINISTRATOR)
    assert ended.returncode == 1
    assert ended.stderr.startswith(reason)


def test_the_name_a_practice_has_not_said_yet_is_in_nobodys_way(database: dict[str, str]) -> None:
    run(database, "migrate")
    made = run(database | {"PORTAL_PASSWORD": "your practice makes quiet otters"}, *NEW_ADMINISTRATOR)
    assert made.returncode == 0, made.stderr


def test_a_staff_password_is_reset_on_the_command_line(database: dict[str, str]) -> None:
    run(database, "migrate")
    run(database | {"PORTAL_PASSWORD": "grey-otter-walks-at-nine"}, *NEW_ADMINISTRATOR)
    reset = run(database, "reset-password", "Wanda")
    assert reset.returncode == 0, reset.stderr
    assert reset.stdout.startswith("Wanda signs in as staff with ")
    nobody = run(database, "reset-password", "nobody")
    assert (nobody.returncode, nobody.stderr) == (1, "Nobody here signs in with this username.\n")


def test_passwords_that_differ_make_nobody(database: dict[str, str]) -> None:
    ended = run(database, *NEW_ADMINISTRATOR, typed="grey-otter-walks-at-nine\ngrey-otter-walks-at-ten\n")
    assert ended.returncode == 1
    assert ended.stderr.endswith("The two passwords differ: nobody was created.\n")


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    ended = run({"DATABASE_URL": "postgresql://portal@127.0.0.1:9/portal", **config.fresh_keys()}, "migrate")
    assert ended.returncode == 1
    assert ended.stderr.startswith("The database does not answer (")
    assert len(ended.stderr.splitlines()) == 1


def test_migrations_go_forward_once_back_and_forward_again(database: dict[str, str]) -> None:
    done = run(database, "migrate").stdout.splitlines()
    assert done
    assert run(database, "migrate").stdout == ""
    assert len(run(database, "migrate", "--back", "all").stdout.splitlines()) == len(done)
    assert run(database, "migrate").stdout.splitlines() == done


def test_the_last_migration_of_one_package_is_undone_alone(database: dict[str, str]) -> None:
    run(database, "migrate")
    undone = run(database, "migrate", "--back", "messages").stdout.splitlines()
    assert [line.split()[:2] for line in undone] == [["Undid", "messages"]]
    again = run(database, "migrate").stdout.splitlines()
    assert [line.removeprefix("Migrated ") for line in again] == [undone[0].removeprefix("Undid ")]


def test_two_processes_may_migrate_at_once(database: dict[str, str]) -> None:
    command = [sys.executable, "-m", "app", "migrate"]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=counted(database), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    lines = "".join(said).splitlines()
    assert len(lines) == len(set(lines)) > 0


def test_undoing_everything_is_refused_in_production(database: dict[str, str]) -> None:
    ended = run(database | production(), "migrate", "--back", "all")
    assert ended.returncode == 1
    assert ended.stderr == "Undoing everything would delete every client: it is refused in production.\n"


def test_check_names_what_fails_and_how_to_mend_it(tmp_path: Path) -> None:
    environ = {"DATA_DIR": str(tmp_path)}
    before = run(environ, "check", "--json")
    assert before.returncode == 1
    assert levels(before.stdout) == {
        "configuration": "OK", "database": "OK", "migrations": "FAIL", "redis": "OK", "mail": "OK", "disk": "OK",
        "field keys": "FAIL", "file storage": "OK", "virus scanner": "OK",
    }  # fmt: skip
    assert "python -m app migrate" in before.stdout
    run(environ, "migrate")
    after = run(environ, "check")
    assert after.returncode == 0
    assert after.stdout.splitlines()[2].split() == ["OK", "migrations", "all", "applied"]


def test_check_tells_of_servers_that_do_not_answer() -> None:
    environ = production() | {
        "DATABASE_URL": "postgresql://portal@127.0.0.1:9/portal",
        "REDIS_URL": "redis://127.0.0.1:9",
    }
    ended = run(environ, "check", "--json")
    assert ended.returncode == 1
    found = levels(ended.stdout)
    assert (found["configuration"], found["database"], found["redis"]) == ("WARN", "FAIL", "FAIL")


def test_check_lists_every_problem_of_the_environment() -> None:
    ended = run({"PORT": "many", "WORKER": "none"}, "check")
    assert ended.returncode == 1
    assert [line.split()[:3] for line in ended.stdout.splitlines()] == [
        ["FAIL", "configuration", "PORT"],
        ["FAIL", "configuration", "WORKER"],
    ]


def test_check_sends_a_test_mail(database: dict[str, str]) -> None:
    run(database, "migrate")
    with mail_server() as inbox:
        environ = database | {
            "SMTP_URL": f"smtp+plain://localhost:{inbox.port}",
            "MAIL_FROM": "portal@practice.example",
        }
        sent = run(environ, "check", "--json", "--send-to", "you@example.org")
        refused = run(environ, "check", "--json", "--send-to", "you@example.org, me@example.org")
    assert (sent.returncode, levels(sent.stdout)["test mail"]) == (0, "OK")
    assert [letter.recipients for letter in inbox.letters] == [["you@example.org"]]
    assert (refused.returncode, levels(refused.stdout)["test mail"]) == (1, "FAIL")
    assert "That is not one e-mail address" in refused.stdout


@pytest.fixture
def database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the environment of an empty database."""
    with keeping(Postgres(tmp_path)) as url:
        yield {"DATA_DIR": str(tmp_path), "DATABASE_URL": url}


def production() -> dict[str, str]:
    return config.fresh_keys() | {
        "PORTAL_ENV": "production",
        "PUBLIC_URL": "https://portal.practice.org",
        "SMTP_URL": "none",
    }


def levels(said: str) -> dict[str, str]:
    return {finding["subject"]: finding["level"] for finding in json.loads(said)}


def run(environ: dict[str, str], *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=counted(environ),
        input=typed,
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def counted(environ: dict[str, str]) -> dict[str, str]:
    """Add what lets the lines that a program of its own runs count as reached."""
    return environ | {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


@contextmanager
def serving(data_dir: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run `serve` on a free port until it is told to end; whatever happens, it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", *arguments]
    environ = counted({"DATA_DIR": str(data_dir), "PORT": str(port)})
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            wait_for(server, port)
            yield server, port
        finally:
            if server.poll() is None:
                server.terminate()


def wait_for(server: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            assert status(f"http://127.0.0.1:{port}/health/live") == 200
            return
        except OSError:
            assert server.poll() is None, server.communicate()
            assert time.monotonic() < deadline, "it did not answer in time"
            time.sleep(0.02)


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:  # noqa: S310, our own address
        code: int = answer.status
        return code


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False

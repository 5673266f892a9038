"""The command line, run as people run it: programs of their own, over servers beside them."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import config
from app.config import Config
from app.embedded.postgres import Postgres
from app.embedded.valkey import Valkey
from tests.commands import counted, levels, run, serving, status
from tests.mail_server import mail_server
from tests.record.importing.bundles import bundle, condition, patient
from tests.servers import ROOT, another_database

NEW_ADMINISTRATOR = ("create-admin", "--username=wanda", "--first-name=Wanda", "--last-name=Ward")


def test_one_start_migrates_loads_the_demo_and_serves(tmp_path: Path) -> None:
    with serving({"DATA_DIR": str(tmp_path)}, "--migrate", "--demo") as (server, port):
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a database that is migrated; no server runs in it."""
    made = tmp_path_factory.mktemp("folder")
    assert run({"DATA_DIR": str(made)}, "migrate").returncode == 0
    return made


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGHUP])
def test_other_signals_end_it_in_good_order_too(folder: Path, ending: signal.Signals) -> None:
    with serving({"DATA_DIR": str(folder)}) as (server, _):
        server.send_signal(ending)
        _, complained = server.communicate(timeout=15)
    assert server.returncode == 0
    assert "Traceback" not in complained
    assert [Postgres(folder).pid(), Valkey(folder).pid()] == [None, None]


def test_the_worker_runs_until_it_is_told_to_end(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "worker"],
        cwd=ROOT, env=counted({"DATA_DIR": str(folder)}),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as worker:  # fmt: skip
        assert worker.stdout is not None
        assert "worker started" in worker.stdout.readline()
        worker.terminate()
        assert worker.wait(timeout=15) == 0
    assert [Postgres(folder).pid(), Valkey(folder).pid()] == [None, None]


def test_the_demo_is_loaded_once_and_refused_in_production(practice: dict[str, str]) -> None:
    assert [run(practice, "demo").returncode for _ in range(2)] == [0, 0]
    assert run(practice | production(), "demo").returncode != 0


def test_the_first_administrator_is_made_on_the_command_line(practice: dict[str, str]) -> None:
    made = run(practice | {"PORTAL_PASSWORD": "grey-otter-walks-at-nine"}, *NEW_ADMINISTRATOR)
    assert (made.returncode, made.stdout) == (0, "wanda can sign in as staff.\n")
    again = run(practice | {"PORTAL_PASSWORD": "grey-otter-walks-at-nine"}, *NEW_ADMINISTRATOR)
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
    practice: dict[str, str], password: str, reason: str
) -> None:
    ended = run(practice | {"PORTAL_PASSWORD": password}, *NEW_ADMINISTRATOR)
    assert ended.returncode == 1
    assert ended.stderr.startswith(reason)


def test_the_name_a_practice_has_not_said_yet_is_in_nobodys_way(practice: dict[str, str]) -> None:
    made = run(practice | {"PORTAL_PASSWORD": "your practice makes quiet otters"}, *NEW_ADMINISTRATOR)
    assert made.returncode == 0, made.stderr


def test_a_staff_password_is_reset_on_the_command_line(practice: dict[str, str]) -> None:
    run(practice | {"PORTAL_PASSWORD": "grey-otter-walks-at-nine"}, *NEW_ADMINISTRATOR)
    reset = run(practice, "reset-password", "Wanda")
    assert reset.returncode == 0, reset.stderr
    assert reset.stdout.startswith("Wanda signs in as staff with ")
    nobody = run(practice, "reset-password", "nobody")
    assert (nobody.returncode, nobody.stderr) == (1, "Nobody here signs in with this username.\n")


def test_passwords_that_differ_make_nobody(tmp_path: Path) -> None:
    environ = {"DATA_DIR": str(tmp_path)}
    ended = run(environ, *NEW_ADMINISTRATOR, typed="grey-otter-walks-at-nine\ngrey-otter-walks-at-ten\n")
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


def test_the_last_migration_of_one_package_is_undone_alone(practice: dict[str, str]) -> None:
    undone = run(practice, "migrate", "--back", "messages").stdout.splitlines()
    assert [line.split()[:2] for line in undone] == [["Undid", "messages"]]
    again = run(practice, "migrate").stdout.splitlines()
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


def test_check_names_what_fails_and_how_to_mend_it(settled: Config, database: dict[str, str]) -> None:
    environ = database | {"REDIS_URL": str(settled.redis_url)}
    before = run(environ, "check", "--json")
    assert before.returncode == 1
    assert levels(before.stdout) == {
        "configuration": "OK", "database": "OK", "migrations": "FAIL", "redis": "OK", "mail": "OK", "texts": "OK", "disk": "OK", "card payments": "OK",
        "staff": "FAIL", "worker": "FAIL", "field keys": "FAIL", "file storage": "OK", "virus scanner": "OK",
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


def test_check_sends_a_test_mail(practice: dict[str, str]) -> None:
    with mail_server() as inbox:
        environ = practice | {
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
def database(settled: Config, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the environment of an empty database."""
    with another_database(settled) as url:
        yield {"DATA_DIR": str(tmp_path), "DATABASE_URL": url}


@pytest.fixture
def practice(settled: Config, migrated: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a database with all tables and nothing in them."""
    with another_database(settled, like=migrated) as url:
        yield {"DATA_DIR": str(tmp_path), "DATABASE_URL": url}


def production() -> dict[str, str]:
    return config.fresh_keys() | {
        "PORTAL_ENV": "production",
        "PUBLIC_URL": "https://portal.practice.org",
        "SMTP_URL": "none",
    }


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_a_file_of_appointments_is_looked_through_by_a_command(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "appointments.csv"
    file.write_text("appointment id,client number,starts\nA1,4711,2099-06-01 14:30\n")
    done = run({"DATA_DIR": str(folder)}, "import-csv", "appointments", str(file), "--dry-run")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "row 2, client number: There is no client of this number. ('4711')",
        "It would be: 0 added, 0 changed, 0 cancelled, 0 as they are, 1 left out.",
    ]
    missing = run({"DATA_DIR": str(folder)}, "import-csv", "appointments", str(tmp_path / "none.csv"))
    assert missing.returncode == 2
    assert "none.csv cannot be read" in missing.stderr


def test_files_of_statements_and_payments_are_looked_through_by_it_too(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    for what, content, said in (
        (
            "statements",
            "statement id,client number,description,charge\nS1,4711,Letter,40\n",
            "0 added ($0.00)",
        ),
        (
            "payments",
            "payment id,client number,amount,way,received on\nP1,4711,25,cash,2026-11-02\n",
            "0 added",
        ),
    ):
        file.write_text(content)
        done = run({"DATA_DIR": str(folder)}, "import-csv", what, str(file), "--dry-run")
        assert done.returncode == 1
        first, last = done.stdout.splitlines()
        assert first == "row 2, client number: There is no client of this number. ('4711')"
        assert said in last


def test_bundles_of_an_ehr_are_taken_in_by_a_command_and_a_bad_one_is_named(
    practice: dict[str, str], tmp_path: Path
) -> None:
    good, bad = tmp_path / "max.json", tmp_path / "cut.json"
    good.write_bytes(bundle(patient(), condition()))
    bad.write_bytes(bundle(patient(), condition())[:-9])
    done = run(practice | config.fresh_keys(), "import-fhir", str(good), str(bad), "--add-client")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "max.json: 2 resources of Maximilian Grant",
        "  Condition: 1 new, 0 changed, 0 as they were",
        "  Patient: 1 new, 0 changed, 0 as they were",
    ]
    assert "cut.json: This file is no JSON, or was cut short." in done.stderr

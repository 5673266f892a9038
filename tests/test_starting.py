"""A program that cannot start ends with one sentence, and the command that prints keys."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from app.config import Config
from tests.servers import another_database
from tests.test_config import ROOT, production


def test_an_unfit_environment_ends_the_program_with_its_sentences_alone() -> None:
    ended = run_app({"PORTAL_ENV": "production", "PORT": "many"}, "serve")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert [line.split()[0] for line in ended.stderr.splitlines()] == [
        "PORT", "PUBLIC_URL", "SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "SMTP_URL",
    ]  # fmt: skip


def test_a_busy_port_ends_the_program_with_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run_app({"PORT": port, "DATA_DIR": str(tmp_path)}, "serve")
    assert ended.returncode == 1
    assert ended.stderr == f"Port {port} cannot be used (Address already in use): set PORT to another.\n"


def test_without_tables_nothing_starts_and_one_sentence_says_which_command_makes_them(
    settled: Config, tmp_path: Path
) -> None:
    with another_database(settled) as url, socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
        free.close()
        environ = {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "REDIS_URL": str(settled.redis_url)}
        for command in (("serve",), ("serve", "--demo"), ("worker",), ("demo",)):
            ended = run_app(environ | {"PORT": port}, *command)
            assert (ended.returncode, ended.stdout) == (1, ""), command
            assert ended.stderr == (
                "The database has no tables yet: run `python -m app migrate` first, "
                "or start with `serve --migrate`.\n"
            )


def test_the_keys_command_prints_lines_for_the_environment() -> None:
    lines = run_app({}, "keys").stdout.splitlines()
    production(**dict(line.split("=", 1) for line in lines))


def run_app(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", *arguments]
    counted = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return subprocess.run(
        command, cwd=ROOT, env=environ | counted, capture_output=True, text=True, check=False, timeout=30
    )

"""Each import contract of pyproject.toml holds, and is shown to fail when somebody imports what they must not."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.panels import PANELS
from tests.source import ROOT

COMMAND = (
    sys.executable,
    "-c",
    "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())",
)
NEEDED = ("app", "pyproject.toml", "tests/__init__.py", "tests/known_to.py")

FORBIDDEN = (
    ("order", "app/web/pages.py", "from app.practice import settings"),
    ("order", "app/activity/service.py", "from app.clients import names"),
    ("order", "app/config.py", "from app import db"),
    ("order", "app/unheard_of.py", ""),
    ("home", "app/home/tiles.py", "from app.messages import threads"),
    ("panels", "app/migrations.py", "from app.panels import PANELS"),
    ("controllers", "app/messages/service.py", "from app.messages import controller"),
    ("controllers", "app/messages/staff_controller.py", "from app.accounts import controller"),
    ("controllers", "app/messages/panel.py", "from app.accounts.staff_controller import StaffAccountController"),
    ("rules", "app/messages/rules.py", "from app import db"),
    ("rules", "app/messages/rules.py", "from app.messages.tables import Message"),
    ("rules", "app/staff/rules.py", "import time"),
    ("tables", "app/messages/controller.py", "from app.messages.tables import Message"),
    ("tables", "app/home/controller.py", "import piccolo.query"),
    ("litestar", "app/messages/service.py", "from litestar import Response"),
    ("piccolo", "app/messages/service.py", "import piccolo.query"),
)  # fmt: skip


def contracts() -> dict[str, dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return {each["id"]: each for each in tomllib.load(file)["tool"]["importlinter"]["contracts"]}


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "--no-cache", "--no-logo", *options]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_every_contract_is_kept() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_contract_is_shown_to_fail() -> None:
    assert {contract for contract, *_ in FORBIDDEN} == set(contracts())


def test_home_is_kept_from_every_panel() -> None:
    panels = {f"app.{panel.name}" for panel in PANELS}
    assert set(contracts()["home"]["forbidden_modules"]) == panels | {"app.panels"}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of what the contracts are about."""
    folder = tmp_path_factory.mktemp("copied")
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    assert lint(folder).returncode == 0
    return folder


@pytest.mark.parametrize(("contract", "file", "line"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(copied: Path, contract: str, file: str, line: str) -> None:
    path = copied / file
    before = path.read_text() if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        answer = lint(copied, "--contract", contract)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before)
    assert answer.returncode == 1, answer.stdout
    assert "1 broken" in answer.stdout

"""Migrations say all that the tables say, each can be undone, and they stand in one order."""

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from app.config import Config
from tests.commands import counted, run
from tests.servers import ROOT, another_database, query

PACKAGES = sorted(path.parent.name for path in (ROOT / "app").glob("*/piccolo_app.py"))
FILES = sorted((ROOT / "app").glob("*/piccolo_migrations/*_[0-9]*.py"))

ONLY_CHOICES = re.compile(r", params=\{'choices': (None|Enum\(.*\))\}, old_params=")
"""An enum that grew: Piccolo would write a migration, and the database would not change."""

SCHEMA = """
select string_agg(line, e'\\n' order by line) from (
  select format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) as line
  from information_schema.columns where table_schema = 'public' and table_name <> 'migration'
  union all select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'migration'
  union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace = 'public'::regnamespace and conrelid <> 'migration'::regclass
  union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
) lines
"""


def migration(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("package", PACKAGES)
async def test_a_changed_table_has_its_migration(package: str) -> None:
    from piccolo.apps.migrations.commands.new import AutoMigrationManager

    tables = importlib.import_module(f"app.{package}.piccolo_app").APP_CONFIG
    changes = await AutoMigrationManager().get_alter_statements(tables)
    statements = [statement for change in changes for statement in change.statements]
    missing = [statement for statement in statements if not ONLY_CHOICES.search(statement)]
    assert not missing, f"`piccolo migrations new {package} --auto` would write:\n" + "\n".join(missing)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_is_named_by_its_moment_and_says_what_it_does(path: Path) -> None:
    module = migration(path)
    at = datetime.strptime(module.ID, "%Y-%m-%dT%H:%M:%S:%f")  # noqa: DTZ007  # Piccolo's ids have no zone
    assert path.stem == f"{path.parents[1].name}_{at:%Y_%m_%dt%H_%M_%S_%f}", f"{path} has the ID {module.ID}."
    assert module.DESCRIPTION, f"{path} does not say what it does: DESCRIPTION."


def test_no_two_migrations_of_a_package_have_the_same_moment() -> None:
    moments = [(path.parents[1].name, migration(path).ID) for path in FILES]
    assert len(set(moments)) == len(moments) >= len(PACKAGES)


@pytest.fixture
def database(settled: Config, migrated: str) -> Iterator[str]:
    """Give the address of a migrated database of its own."""
    with another_database(settled, like=migrated) as url:
        yield url


def migrate(url: str, folder: Path, *arguments: str) -> str:
    """Migrate a database by the command, as people do it; give the schema there is then."""
    done = run({"DATA_DIR": str(folder), "DATABASE_URL": url}, "migrate", *arguments)
    assert done.returncode == 0, done.stderr
    return str(query(url, SCHEMA))


def test_every_migration_goes_back_and_forward_again(database: str, tmp_path: Path) -> None:
    there = str(query(database, SCHEMA))
    assert all(f"{table} " in there for table in ("audit_seal.mac", "message.body"))
    assert migrate(database, tmp_path, "--back", "all") == "None", "something was left behind"
    assert migrate(database, tmp_path) == there


EACH_ALONE = """
import sys
from app.__main__ import main
from tests.servers import query
from tests.test_migrations import SCHEMA

url, *packages = sys.argv[1:]
there = query(url, SCHEMA)
for package in packages:
    sys.argv[1:] = ["migrate", "--back", package]
    if main() != 0 or query(url, SCHEMA) == there:
        print(f"the last migration of {package} was not undone", file=sys.stderr)
    sys.argv[1:] = ["migrate"]
    if main() != 0 or query(url, SCHEMA) != there:
        print(f"the last migration of {package} does not come back as it was", file=sys.stderr)
"""
"""The command, one time after the other in one process."""


def test_the_last_migration_of_each_package_can_be_undone_alone(database: str, tmp_path: Path) -> None:
    environ = counted({"DATA_DIR": str(tmp_path), "DATABASE_URL": database})
    command = [sys.executable, "-c", EACH_ALONE, database, *PACKAGES]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    undone = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("Undid")]
    assert sorted(set(undone)) == PACKAGES

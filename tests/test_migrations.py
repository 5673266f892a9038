"""Migrations say all that the tables say, each can be undone, and they stand in one order."""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from app.config import Config
from tests.servers import ROOT, query

PACKAGES = sorted(path.parent.name for path in (ROOT / "app").glob("*/piccolo_app.py"))
FILES = sorted((ROOT / "app").glob("*/piccolo_migrations/*_[0-9]*.py"))
DATABASE = "migrations_of_a_test"

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


class Database:
    """A database of its own beside that of the tests, migrated by the command as people do it."""

    def __init__(self, settled: Config, folder: Path) -> None:
        self._server, self._folder = str(settled.database_url), folder
        path, _, options = self._server.partition("?")
        self.url = f"{path.rpartition('/')[0]}/{DATABASE}?{options}"

    def make(self) -> None:
        query(self._server, f"create database {DATABASE}")

    def remove(self) -> None:
        query(self._server, f"drop database {DATABASE} with (force)")

    def migrate(self, *arguments: str) -> str:
        """Migrate; give the schema there is then."""
        environ = os.environ | {
            "DATABASE_URL": self.url,
            "REDIS_URL": "redis://unused",
            "DATA_DIR": str(self._folder),
        }
        subprocess.run(
            [sys.executable, "-m", "app", "migrate", *arguments], cwd=ROOT, env=environ, check=True
        )
        return str(query(self.url, SCHEMA))


@pytest.fixture
def database(settled: Config, tmp_path: Path) -> Iterator[Database]:
    database = Database(settled, tmp_path)
    database.make()
    yield database
    database.remove()


def test_every_migration_goes_back_and_forward_again(database: Database) -> None:
    there = database.migrate()
    assert all(f"{table} " in there for table in ("audit_seal.mac", "message.body"))
    assert database.migrate("--back", "all") == "None", "something was left behind"
    assert database.migrate() == there


@pytest.mark.parametrize("package", PACKAGES)
def test_the_last_migration_of_a_package_can_be_undone_alone(database: Database, package: str) -> None:
    there = database.migrate()
    assert database.migrate("--back", package) != there
    assert database.migrate() == there

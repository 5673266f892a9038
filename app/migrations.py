"""Tables brought up to date, and back, by Piccolo's migrations.

Piccolo's own commands are not used: they note a migration as done apart from doing it, and forget an undone one
in every package that has one of the same name.
"""

import contextlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import MigrationModule

from app import db
from app.forms.instruments.bringing import bring_built_in

ONE_AT_A_TIME = 0x_C11E_2A70
"""The number of the lock that lets one process at a time change tables."""


@dataclass(frozen=True)
class Step:
    package: str
    name: str
    module: MigrationModule

    def __str__(self) -> str:
        return f"{self.package} {self.name} {getattr(self.module, 'DESCRIPTION', '')}".rstrip()


async def migrate_forwards() -> list[Step]:
    """Do every migration that waits, then bring in the forms that come with us; gives the migrations, in their order."""
    async with _alone():
        waiting = await waiting_steps()
        for step in waiting:
            async with db.transaction():
                await _run(step, backwards=False)
                await Migration.insert(Migration(name=step.name, app_name=step.package))
        async with db.transaction():
            await bring_built_in()
    return waiting


async def migrate_backwards(package: str) -> list[Step]:
    """Undo the last migration of `package`, or every migration of every package for "all"."""
    async with _alone():
        done = await _done_steps()
        undone = [step for step in reversed(done) if package in ("all", step.package)]
        if package != "all":
            undone = undone[:1]
        for step in undone:
            async with db.transaction():
                await _run(step, backwards=True)
                its_row = (Migration.name == step.name) & (Migration.app_name == step.package)
                await Migration.delete().where(its_row)
    return undone


async def waiting_steps() -> list[Step]:
    """List what `migrate_forwards` would do."""
    done = await _done_names()
    return [step for step in _steps() if (step.package, step.name) not in done]


async def were_ever_done() -> bool:
    """Whether this database was ever brought up to date; needs no right but to read."""
    row = await db.row("select to_regclass('migration') is not null as noted")
    return bool(row and row["noted"]) and await Migration.exists()


async def _done_steps() -> list[Step]:
    done = await _done_names()
    return [step for step in _steps() if (step.package, step.name) in done]


async def _done_names() -> set[tuple[str, str]]:
    await Migration.create_table(if_not_exists=True)
    return {(row["app_name"], row["name"]) for row in await Migration.select()}


def _steps() -> list[Step]:
    """List every migration: packages in the order of their foreign keys, each one's from first to last."""
    finder = BaseMigrationManager()
    return [
        Step(package.app_name, name, module)
        for package in finder.get_app_configs()
        for name, module in sorted(
            finder.get_migration_modules(package.resolved_migrations_folder_path).items()
        )
    ]


async def _run(step: Step, *, backwards: bool) -> None:
    migration = await step.module.forwards()
    if isinstance(migration, MigrationManager):
        with contextlib.redirect_stdout(io.StringIO()):
            await migration.run(backwards=backwards)


@contextlib.asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    async with db.apart() as connection:
        await connection.execute("SELECT pg_advisory_lock($1)", ONE_AT_A_TIME)
        try:
            yield
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", ONE_AT_A_TIME)

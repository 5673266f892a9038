"""One practice for all tests: a database beside us, the demo practice in it, the app open, one event loop."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import config, db
from app.config import Config
from app.embedded import beside
from app.web.frame import Portal
from tests import cells, commands, network, page, rows, servers, statements

PUBLIC_URL = "http://localhost:8000"
SELDOM = (50_000, 20, 50)
"""How many objects are made before the collector looks for circles among them: pages as trees are nothing but."""

network.stay_on_this_machine()


def pytest_configure(config: pytest.Config) -> None:
    # Litestar 3 will want NamedDependency[…] in each handler; we pin 2.
    config.addinivalue_line("filterwarnings", "ignore:.*Inferred dependency field")
    # Stripe's library hands bodies to httpx in an old way; we pin both.
    config.addinivalue_line("filterwarnings", "ignore:Use 'content=<...>' to upload:DeprecationWarning")


def pytest_collection_finish() -> None:
    """Collect circles seldom, and never look again at what lasts to the end: a fifth of the time went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    """Run every test and fixture in the one event loop that the database pool belongs to."""
    return "asyncio", {"use_uvloop": False}


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """Start the servers beside us, and settle a configuration that nothing of the developer's reaches."""
    with pytest.MonkeyPatch.context() as environment:
        for name in os.environ:
            if name.startswith(("PG", "PICCOLO_")):
                environment.delenv(name)
        with beside(config.read(_environment(tmp_path_factory.mktemp("portal")))) as settled:
            config.settle(settled)
            yield settled


@pytest.fixture(scope="session")
def migrated(settled: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the name of a database that was migrated by the command, as people do it: others are copied from it."""
    with servers.another_database(settled) as url:
        environ = {"DATA_DIR": str(tmp_path_factory.mktemp("migrated")), "DATABASE_URL": url}
        assert commands.run(environ, "migrate").returncode == 0
        yield servers.name_of(url)


def _environment(folder: Path) -> dict[str, str]:
    return config.fresh_keys() | {
        "DATA_DIR": str(folder),
        "PUBLIC_URL": PUBLIC_URL,
        "WORKER": "separate",
    }


@pytest.fixture(scope="session")
async def portal(settled: Config, anyio_backend: object) -> AsyncIterator[Portal]:
    """Open the portal of the demo practice, once. (Naming the backend lets tests that await nothing use it too.)"""
    from app.demo import load_demo
    from app.main import create_app
    from app.migrations import migrate_forwards
    from tests import hashing

    db.observers.append(statements.note)
    with hashing.hashing(hashing.LIGHTLY):
        async with db.open_pool():
            await migrate_forwards()
            await load_demo()
            await rows.remember()
        opened = create_app()
        async with opened.litestar.lifespan():
            page.serve(opened)
            yield opened
            await rows.end_connections()


@pytest.fixture
async def rolled_back(portal: Portal) -> AsyncIterator[None]:
    """Undo at its end whatever a test changes: the app's own transactions join this one."""
    async with rows.rolled_back():
        yield


@pytest.fixture
async def restored(portal: Portal) -> AsyncIterator[None]:
    """Put every row back at its end, for a test whose changes must be committed: races, faults, refusals."""
    async with rows.restored():
        yield


@pytest.fixture
async def empty(portal: Portal) -> None:
    """Take every document and file out, for tests that count their own; a fixture before this one brings them back."""
    for table in ("message_attachment", "document", "stored_file"):
        await rows.change(f"delete from {table}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cells of the permission matrices were tried."""
    for line in cells.summed([report for found in terminalreporter.stats.values() for report in found]):
        terminalreporter.write_line(line)

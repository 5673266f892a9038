"""Which account PostgreSQL runs under. It refuses root, so root lends it another: in this order

1. the account that owns the data already there;
2. a user namespace, in which our own account has another number: the data stay in DATA_DIR;
3. the account `nobody`, with data and a copy of the programs in a folder of its own under /var/lib.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from app.embedded import folders
from app.embedded.process import Failed
from app.embedded.programs import PostgresPrograms

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
SYSTEM_FOLDER = Path("/var/lib")


@dataclass(frozen=True)
class Account:
    """Who runs the server, and the folder it keeps everything in."""

    folder: Path
    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; what it says is in the answer. Raises OSError when it cannot be reached."""
        return subprocess.run(
            [*self.prefix, *command],
            cwd=self.folder,
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )

    def can(self, *command: str | Path) -> bool:
        try:
            return self.run(*command).returncode == 0
        except OSError:
            return False


def home(folder: Path) -> Path:
    """Give the folder the server of `folder` has its data in: itself, or the one of `nobody`."""
    apart = _apart(folder)
    return apart if os.geteuid() == 0 and apart.exists() else folder


def choose(folder: Path, programs: PostgresPrograms) -> tuple[Account, PostgresPrograms]:
    """Choose the account for the server whose data are in `folder`, and programs it can reach."""
    if os.geteuid() != 0:
        return Account(folders.private(folder)), programs
    apart = _apart(folder)
    if apart.exists():
        return _as_owner(apart, programs)
    if folder.exists() and folder.stat().st_uid != 0:
        return _as_owner(folder, programs)
    namespaced = Account(folders.private(folder), prefix=NAMESPACE)
    if namespaced.can("test", "-w", folder) and namespaced.can(programs.postgres, "--version"):
        return namespaced, programs
    if (folder / "data").exists():
        raise Failed(
            f"PostgreSQL does not run as root here: give {folder} to an ordinary user and run as that user."
        )
    return _as_nobody(apart, programs)


def _apart(folder: Path) -> Path:
    return SYSTEM_FOLDER / f"client-portal-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"


def _as_nobody(apart: Path, programs: PostgresPrograms) -> tuple[Account, PostgresPrograms]:
    nobody = pwd.getpwnam("nobody")
    folders.private(apart, owner=nobody.pw_uid, group=nobody.pw_gid)
    sys.stderr.write(f"PostgreSQL does not run as root: it runs as nobody, with its data in {apart}.\n")
    return _as_owner(apart, programs)


def _as_owner(folder: Path, programs: PostgresPrograms) -> tuple[Account, PostgresPrograms]:
    owner = folder.stat()
    account = Account(folder, user=owner.st_uid, group=owner.st_gid)
    if account.can(programs.postgres, "--version"):
        return account, programs
    return account, _copied(programs, folder / f"programs-{programs.version}")


def _copied(programs: PostgresPrograms, target: Path) -> PostgresPrograms:
    """Copy the programs of the wheel to where the account can reach them."""
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        source = programs.folder.parent
        for part in ("lib", "share"):
            shutil.copytree(source / part, draft / part)
        (draft / "bin").mkdir()
        for program in (programs.postgres, programs.initdb):
            shutil.copy(program, draft / "bin")
        draft.replace(target)
    return replace(programs, folder=target / "bin")

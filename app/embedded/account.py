"""Which account PostgreSQL runs under. It refuses root, so root lends it another: in this order

1. the account that owns the data already there;
2. a user namespace, in which our own account has another number: the data stay in DATA_DIR;
3. the account `nobody`, with the data in DATA_DIR;
4. `nobody` again, where it cannot reach DATA_DIR, with the data in a folder of its own under /var/lib.

Programs an account cannot reach are copied beside its data.
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
from app.embedded.process import OURS, Failed, Owner
from app.embedded.programs import PostgresPrograms, release_in

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
SYSTEM_FOLDER = Path("/var/lib")


@dataclass(frozen=True)
class Account:
    """Who runs the server, and the folder it keeps everything in."""

    folder: Path
    prefix: tuple[str, ...] = ()
    owner: Owner = OURS

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
            user=self.owner.user,
            group=self.owner.group,
            extra_groups=None if self.owner == OURS else [],
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


def choose(folder: Path, programs: PostgresPrograms, *, may_move: bool) -> tuple[Account, PostgresPrograms]:
    """Choose the account for the server whose data are in `folder`, and programs it can reach.

    Without `may_move` the data stay in `folder`, or Failed is raised.
    """
    if os.geteuid() != 0:
        return Account(folders.private(folder)), programs
    apart = _apart(folder)
    if apart.exists():
        return _as_owner(apart, programs)
    if folders.owner_of(folder) != OURS:
        return _as_owner(folder, programs)
    namespaced = Account(folders.private(folder), prefix=NAMESPACE)
    if namespaced.can("test", "-w", folder) and namespaced.can(programs.postgres, "--version"):
        return namespaced, programs
    if (folder / "data").exists():
        raise Failed(
            f"PostgreSQL does not run as root here: give {folder} to an ordinary user and run as that user."
        )
    return _as_owner(_nobodys(folder, may_move=may_move), programs)


def _apart(folder: Path) -> Path:
    return SYSTEM_FOLDER / f"client-portal-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"


def _nobodys(folder: Path, *, may_move: bool) -> Path:
    """Give `folder` to `nobody`, or, when it cannot reach it, a folder of its own."""
    nobody = Owner(pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)
    chosen = folder
    os.chown(folder, nobody.number, nobody.group or 0)
    if not Account(folder, owner=nobody).can("test", "-w", folder):
        folder.rmdir()
        if not may_move:
            raise Failed(
                f"PostgreSQL runs as nobody here and cannot reach {folder}: run as an ordinary user."
            )
        chosen = folders.private(_apart(folder), nobody)
    sys.stderr.write(f"PostgreSQL does not run as root: it runs as nobody, with its data in {chosen}.\n")
    return chosen


def _as_owner(folder: Path, programs: PostgresPrograms) -> tuple[Account, PostgresPrograms]:
    account = Account(folder, owner=folders.owner_of(folder))
    if account.can(programs.postgres, "--version"):
        return account, programs
    return account, _copied(programs, folder / f"programs-{release_in(programs.folder)}")


def _copied(programs: PostgresPrograms, target: Path) -> PostgresPrograms:
    """Copy the package with the programs, and its libraries beside it, to where the account can reach them."""
    package = programs.folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(package, draft / package.name, ignore=shutil.ignore_patterns("include", "*.py"))
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.replace(target)
    return replace(programs, folder=target / programs.folder.relative_to(package.parent))

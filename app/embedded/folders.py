"""Folders for the servers beside us: ours alone, with socket paths the kernel accepts."""

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from app.embedded.process import OURS, Failed, Owner

SOCKET_PATH_BYTES = 100
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._@+~-]+")
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"


def private(path: Path, owner: Owner = OURS) -> Path:
    """Make a folder only `owner` can open, or check that it is one; parents stay as they are."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700)
        if owner.user is not None and owner.group is not None:
            os.chown(path, owner.user, owner.group)
    except FileExistsError:
        pass
    except OSError as problem:
        raise Failed(
            f"{path} cannot be made ({problem.strerror}): set DATA_DIR to a folder that can be written."
        ) from None
    _check_private(path, owner.number)
    return path


def _check_private(path: Path, user: int) -> None:
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user:
        raise Failed(f"{path} belongs to another user: run as that user, or give it over with chown -R.")
    if found.st_mode & 0o077:
        raise Failed(f"{path} can be opened by others: close it with chmod 700.")


def owner_of(path: Path) -> Owner:
    """Give the account that root lends a server whose folder is already there: the folder's."""
    if os.geteuid() != 0 or not path.exists() or path.stat().st_uid == 0:
        return OURS
    return Owner(path.stat().st_uid, path.stat().st_gid)


def for_sockets(folder: Path, owner: Owner = OURS) -> Path:
    """Give the folder for the sockets of the server in `folder`.

    It is within, or, where that path is too long or cannot stand in an address as it is, in the temporary
    folder of the machine; a link within then leads every later process to it.
    """
    within = folder / "socket"
    if within.is_symlink():
        return private(within.readlink(), owner)
    is_short = len(os.fsencode(within / LONGEST_SOCKET_NAME)) < SOCKET_PATH_BYTES
    if is_short and PLAIN_PATH.fullmatch(str(within)):
        return private(within, owner)
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    beside = private(Path(tempfile.gettempdir()) / f"client-portal-{owner.number}-{digest}", owner)
    within.symlink_to(beside)
    return beside

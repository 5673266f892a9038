"""Have sqlmap look for SQL injection (attack row A34): python -m bench.injection.

Wants `sqlmap` on the PATH (`pip install sqlmap`). Asks a portal of its own, signed in as Alice and as Nora, at the
addresses that read something of what is asked. First it must find the one that is made to be. Ends with 1 where it finds
another.
"""

import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory

from bench.practice import ALICE, NORA, practice, serving

ADDRESSES = (
    (ALICE, "/messages?before=1*"),
    (ALICE, "/activity?before=1*"),
    (ALICE, "/messages/new?task_type=1*"),
    (NORA, "/staff?show=all*&before=1*"),
    (NORA, "/staff/messages?before=1*"),
    (NORA, "/staff/messages/new?client=1001*"),
    (NORA, "/staff/settings/practice_name*"),
    (NORA, "/staff/admin/api/tables/task_types/?__order=label*&label=Appointment*"),
    (NORA, "/staff/admin/api/tables/clients/?last_name=A*&__page=1*"),
)
FOUND = "is vulnerable"
LONGEST = 600


def attack(port: int, cookie: str, path: str) -> bool:
    """Whether sqlmap could inject; raises where it did not get as far as trying."""
    with TemporaryDirectory() as folder:
        command = ["sqlmap", "-u", f"http://localhost:{port}{path}", "--cookie", cookie, "--batch", "--dbms=PostgreSQL",
                   "--level=2", "--risk=1", "--technique=BEUS", "--threads=4", "--ignore-code=400,404,422", "--disable-coloring",
                   "--output-dir", folder]  # fmt: skip
        told = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False).stdout
    tried = "does not seem to be injectable" in told or "might not be injectable" in told
    if FOUND not in told and not tried:
        raise RuntimeError(f"sqlmap did not try {path}:\n{told[-2000:]}")
    return FOUND in told


def main() -> int:
    if shutil.which("sqlmap") is None:
        print("sqlmap is not here: pip install sqlmap. Nothing was tried.")
        return 1
    found = 0
    with practice() as (environ, people), serving(environ) as port:
        if not attack(port, people[ALICE], "/bench/injectable?name=Appoint*"):
            print("sqlmap did not find what is injectable: its silence would tell nothing.")
            return 1
        for who, path in ADDRESSES:
            injectable = attack(port, people[who], path)
            found += injectable
            print(f"{'INJECTABLE' if injectable else 'not injectable'}  {who:<6} {path}", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

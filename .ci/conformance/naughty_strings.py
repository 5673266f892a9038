"""Type every naughty string into every form by which clients look after their chart: naughty_strings.py ../shared.

Each is stored or refused with a sentence; what is stored stands inert in the portal, in the chart and in the admin.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = Path(__file__).parent / "pages"
STRINGS = "data/fuzz/blns.json"


def main(shared: Path) -> int:
    listed = (shared / STRINGS).resolve()
    if not listed.is_file():
        print(f"!! {listed} is not here: naughty strings were NOT typed into forms.")
        return 0
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        "pyproject.toml",
        "--rootdir=.",
        "-n",
        "2",
        "--dist",
        "worksteal",
        str(TESTS),
    ]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NAUGHTY_STRINGS": str(listed)}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""Fill in and send every questionnaire of the product's files through the portal's pages: form_pages.py ../shared.

Each is brought in and assigned by staff, filled in by itself in two ways, sent, and what was sent compared with what
was typed; and each of its pages is looked at in Chromium by axe.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = Path(__file__).parent / "questionnaires"
FORMS = "data/questionnaires"


def main(shared: Path) -> int:
    folder = (shared / FORMS).resolve()
    if not folder.is_dir():
        print(f"!! {folder} is not here: questionnaires were NOT filled in through the pages.")
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
    ]
    return subprocess.run(
        [*command, "-n", "2", str(TESTS)],
        cwd=ROOT,
        env=os.environ | {"QUESTIONNAIRES": str(folder)},
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

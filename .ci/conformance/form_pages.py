"""Fill in and send every questionnaire of the product's files through the portal's pages: form_pages.py ../shared.

Each is brought in and assigned by staff, filled in by itself in two ways, sent, and what was sent compared with what
was typed; and each of its pages is looked at in Chromium by axe.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.forms import send_through_pages

FORMS = "data/questionnaires"


def main(shared: Path) -> int:
    folder = (shared / FORMS).resolve()
    if not folder.is_dir():
        print(f"!! {folder} is not here: questionnaires were NOT filled in through the pages.")
        return 0
    return send_through_pages(folder)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

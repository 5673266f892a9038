"""Compare the attack rows that are tests here with the list of attacks: attacks.py ../shared.

A row is a test named after it, `test_a26_forms_are_…`, or a file of tests, `test_a03_….py`. What is due by now must be there; nothing may be made up.
"""

import csv
import re
import sys
from pathlib import Path

TESTS = Path(__file__).parents[2] / "tests"
DUE = {
    *(f"A{number:02}" for number in (*range(3, 10), *range(11, 37), *range(38, 41), *range(42, 53), 55, 57))
}
"""The rows of the issues done so far; each later issue adds its own. A10 is a matter of time: bench/attacks."""


def rows_tested() -> set[str]:
    """Give the rows that tests, or files of tests, are named after."""
    files = list(TESTS.rglob("test_*.py"))
    names = "\n".join(path.name for path in files) + "\n" + "\n".join(path.read_text() for path in files)
    return {f"A{number}" for number in re.findall(r"^(?:(?:async )?def )?test_a(\d\d)_", names, re.MULTILINE)}


def main(shared: Path) -> int:
    listed = shared / "attacks.csv"
    if not listed.is_file():
        print(f"!! {listed} is not here: the attack rows were NOT compared with it.")
        return 0
    with listed.open(newline="") as file:
        names = {row["id"]: row["name"] for row in csv.DictReader(file)}
    tested = rows_tested()
    missing, unknown = sorted(DUE - tested), sorted(tested - set(names))
    for row in missing:
        print(f"{row} ({names.get(row, 'not listed')}) is due and no test is named after it.")
    for row in unknown:
        print(f"{row} is the name of a test and not in {listed}.")
    print(f"attacks: {len(tested & set(names))} of {len(names)} rows are tests, {len(DUE)} are due.")
    return 1 if missing or unknown else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

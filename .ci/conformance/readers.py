"""Try the field readers with the vectors and the naughty strings of the product's files: readers.py ../shared."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.web.language import Language, _l, speaking
from app.web.readers.contact import phone
from app.web.readers.numbers import npi, ssn
from tests.reading import EVERY_READER, Refused, check_outcomes, read

MISSING = _l("Type the first name.")


def rows(listed: Path) -> list[dict[str, str]]:
    with listed.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def wrong_ssns(listed: Path) -> Iterator[str]:
    for row in rows(listed):
        found = read(ssn(missing=MISSING), row["input"])
        wanted = "".join(filter(str.isdigit, row["input"]))
        if (found == wanted) != (row["valid"] == "yes"):
            yield f"the Social Security number {row['input']!r} gives {found!r}"
        if "ITIN" in row["reason"] and not isinstance(found, Refused):
            yield f"{row['input']!r} is taken, and may be an ITIN"


def wrong_phones(listed: Path) -> Iterator[str]:
    """A number that is possible and not valid may be neither: it is refused, being without area code or exchange."""
    for row in rows(listed):
        found = read(phone(missing=MISSING), row["input"])
        kept = row["e164"] + (f";ext={row['extension']}" if row["extension"] else "")
        if (found == kept) != (row["valid_number"] == "yes"):
            yield f"the phone number {row['input']!r} gives {found!r}"


def wrong_npis(listed: Path) -> Iterator[str]:
    for row in rows(listed):
        found = read(npi(missing=MISSING), row["npi"])
        if (found == row["npi"]) != (row["valid"] == "yes"):
            yield f"the NPI {row['npi']!r} gives {found!r}"


def wrong_strings(listed: Path) -> Iterator[str]:
    strings = json.loads(listed.read_text(encoding="utf-8"))
    for language in Language:
        with speaking(language):
            for name, make in EVERY_READER.items():
                reader = make()
                for typed in strings:
                    try:
                        check_outcomes(reader, typed)
                    except Exception as why:  # noqa: BLE001  # each is what this looks for
                        yield f"{typed!r} in a field for {name}: {why!r}"
    print(f"readers: {len(strings)} naughty strings in {len(EVERY_READER)} fields, in each language.")


CHECKS = {
    "data/valuesets/ssn_vectors.tsv": wrong_ssns,
    "data/valuesets/phone_vectors.tsv": wrong_phones,
    "data/valuesets/npi_vectors.tsv": wrong_npis,
    "data/fuzz/blns.json": wrong_strings,
}


def main(shared: Path) -> int:
    failed = 0
    for name, check in CHECKS.items():
        listed = shared / name
        if not listed.is_file():
            print(f"!! {listed} is not here: the readers were NOT tried with it.")
            continue
        wrong = list(check(listed))
        print(*wrong, f"readers: {name}, {len(wrong)} wrong.", sep="\n")
        failed += len(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

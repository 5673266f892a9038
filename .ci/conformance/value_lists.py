"""Compare the value lists with those of the product's files, both ways: value_lists.py ../shared."""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.clients.lists import contacts, coverage, languages, origin, person, places

Rows = list[dict[str, str]]

LISTS: dict[str, tuple[str, Iterable[str]]] = {
    "administrative_gender": ("code", person.GENDER.codes),
    "contact_relationship": ("code", contacts.RELATIONSHIPS.codes),
    "contact_role": ("code", contacts.ROLES.codes),
    "coverage_type": ("code", coverage.COVERAGE_TYPES.codes),
    "employment_status": ("code", person.EMPLOYMENT_STATUS.codes),
    "languages_common_us": ("bcp47", languages.LANGUAGES.codes),
    "marital_status": ("code", person.MARITAL_STATUS.codes),
    "race_ethnicity_spd15_2024": ("code", set(origin.ORIGINS.codes) - set(origin.ALONE)),
    "subscriber_relationship": ("code", coverage.SUBSCRIBER_RELATIONSHIPS.codes),
    "us_states": ("usps", places.STATES.codes),
}
NO_CODES = {"..."}
"""Table 0066 says so where its text refers to a chapter."""
NOT_OF_THE_CDC = {"somali"}
SPELT = {"Israeili": "Israeli"}


def read(folder: Path, name: str) -> Rows:
    listed = folder / f"{name}.tsv"
    if not listed.is_file():
        print(f"!! {listed} is not here: the value lists were NOT compared with it.")
        return []
    with listed.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def other_codes(folder: Path) -> Iterator[str]:
    for name, (column, codes) in LISTS.items():
        theirs = {row[column] for row in read(folder, name)} - NO_CODES
        if theirs:
            yield from (f"{name}: {code} is not in our list." for code in sorted(theirs - set(codes)))
            yield from (f"{name}: {code} of ours is not in it." for code in sorted(set(codes) - theirs))


def other_details(folder: Path) -> Iterator[str]:
    """Compare the boxes below each box: by their names with the question, by their codes with the CDC's lists."""
    for row in read(folder, "race_ethnicity_spd15_2024"):
        theirs = [word for word in row["detailed_checkboxes"].split("|") if word]
        ours = origin.DETAILS.get(row["code"])
        if theirs != (list(ours.english.values()) if ours else []):
            yield f"{row['display']} has other boxes below it: {theirs}."
    named = {
        row["code"]: SPELT.get(row["display"], row["display"])
        for name in ("race_detailed_cdc", "ethnicity_detailed_cdc")
        for row in read(folder, name)
    }
    for values in origin.DETAILS.values() if named else ():
        for code, words in values.english.items():
            if code not in NOT_OF_THE_CDC and named.get(code) != words:
                yield f"{code} is {named.get(code)} to the CDC and {words} to us."


def other_races(folder: Path) -> Iterator[str]:
    for row in read(folder, "race_ethnicity_spd15_2024"):
        derived = origin.codes_of_1997([row["code"]])
        said = row["cda_raceCode_or_ethnicGroupCode_1997"]
        code = derived.ethnicity if row["goes_to"] == "ethnicity" else derived.race
        if code not in said or any(more not in said for more in derived.more_races):
            yield f"{row['display']} gives {derived}, and should give {said}."


def main(shared: Path) -> int:
    folder = shared / "data" / "valuesets"
    wrong = [problem for check in (other_codes, other_details, other_races) for problem in check(folder)]
    print(*wrong, f"value lists: {len(LISTS)} compared, {len(wrong)} wrong.", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""Compare our scores with those of the product's files: scoring.py ../shared.

Each case is scored twice: by its rule, from the points, and read from a response to a form. That form is the built-in
one where there is one, else one made here.
"""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.forms.instruments import points, scoring
from app.forms.instruments.bringing import built_in_forms
from app.forms.instruments.known import INSTRUMENTS, instrument_of
from app.forms.instruments.scoring import Score, Sex

Case = dict[str, str]
Json = dict[str, Any]
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
KEYS = {"DAST-10R": "dast-10"}
BUILT_IN = {instrument_of(form): form for form in map(json.loads, built_in_forms()) if instrument_of(form)}
FLAG_NAMES = {"at3": "at_3", "at1": "at_1", "at31": "at_31", "provisional-DSM5": "provisional"}


def given(case: Case) -> list[int | None]:
    return [None if each == "-" else int(each) for each in case["answers"].split(",")]


def key_of(case: Case) -> str:
    return KEYS.get(case["instrument"], case["instrument"].lower())


def sex_of(case: Case) -> Sex:
    return Sex(case["context"].removeprefix("sex=") or "unknown")


def by_rule(case: Case) -> Score:
    answers: Sequence[int | None] = given(case)
    if case["instrument"] == "DAST-10R":
        answers = [*answers[:2], scoring.turned(answers[2]), *answers[3:]]
    if case["instrument"] == "EPDS":
        answers = scoring.epds_points(answers)
    return INSTRUMENTS[key_of(case)].rule(answers, sex_of(case))


def by_response(case: Case) -> Score:
    key = key_of(case)
    form = BUILT_IN.get(key) or made_form(case)
    asked = [item for item in items(form["item"]) if item.get("prefix")]
    answered = [
        {"linkId": item["linkId"], "answer": [answer(item, each, in_order=case["instrument"] == "EPDS")]}
        for item, each in zip(asked, given(case), strict=True)
        if each is not None
    ]
    return points.score(key, questionnaire=form, response={"item": answered}, sex=sex_of(case))


def items(found: list[Json]) -> Iterator[Json]:
    for item in found:
        yield item
        yield from items(item.get("item", []))


def answer(item: Json, each: int, *, in_order: bool) -> Json:
    """Answer as the engine does: with the option's points in the answer."""
    for place, option in enumerate(item["answerOption"]):
        extensions = option.get("extension", [])
        if place == each if in_order else any(known["valueDecimal"] == each for known in extensions):
            return {"valueCoding": option["valueCoding"] | ({"extension": extensions} if extensions else {})}
    raise AssertionError(f"{item['linkId']} has no answer of {each} points.")


def made_form(case: Case) -> Json:
    """Make a form of the instrument; the EPDS without points, which are told by the places of its answers."""
    instrument = INSTRUMENTS[key_of(case)]
    words = (
        "Are you always able to stop using drugs when you want to?"
        if case["instrument"] == "DAST-10R"
        else ""
    )
    asked = [
        {
            "linkId": str(number),
            "type": "choice",
            "prefix": f"{number}.",
            "text": words if number == 3 else "",
            "answerOption": [option(case, each) for each in range(instrument.most + 1)],
        }
        for number in range(1, instrument.items + 1)
    ]
    return {"resourceType": "Questionnaire", "item": asked}


def option(case: Case, each: int) -> Json:
    if case["instrument"] == "EPDS":
        return {"valueCoding": {"code": f"answer-{each}"}}
    words = ("No", "Yes")[each] if INSTRUMENTS[key_of(case)].most == 1 else str(each)
    return {
        "valueCoding": {"code": f"answer-{each}", "display": words},
        "extension": [{"url": ORDINAL, "valueDecimal": each}],
    }


def other(case: Case, score: Score) -> Iterator[str]:
    """Give what of a score differs from the case."""
    if (score.total is None and score.positive is None) != (case["status"] == "incomplete"):
        yield f"status: {case['status']}"
    if str("" if score.total is None else score.total) != case["total"]:
        yield f"total: {score.total}, not {case['total']}"
    if score.band != case["band"]:
        yield f"band: {score.band}, not {case['band']}"
    if case["positive_screen"] != {True: "yes", False: "no", None: ""}[score.positive]:
        yield f"positive: {score.positive}, not {case['positive_screen']}"
    if bool(score.flags.get("safety")) != (case["safety_alert"] == "yes"):
        yield f"safety: {score.flags.get('safety')}, not {case['safety_alert']}"
    for name, wanted in extras(case):
        found = score.flags.get(FLAG_NAMES.get(name, name))
        said = ("no", "yes")[found] if isinstance(found, bool) else str(found)
        if said != wanted:
            yield f"{name}: {found}, not {wanted}"


def extras(case: Case) -> Iterator[tuple[str, str]]:
    words = case["extra"]
    if words.startswith("urgency="):
        yield "urgency", words.removeprefix("urgency=")
    elif not words.startswith("scores="):
        for pair in words.split():
            name, _, wanted = pair.partition("=")
            yield name, wanted


def main(shared: str) -> int:
    vectors = Path(shared) / "data/scoring/scoring-vectors.tsv"
    if not vectors.is_file():
        print(f"!! {vectors} is not here: scores were NOT compared with it.")
        return 0
    with vectors.open(newline="", encoding="utf-8") as file:
        cases = list(csv.DictReader(file, delimiter="\t"))
    faults = [
        f"{case['case']}, {way.__name__}: {fault}"
        for case in cases
        for way in (by_rule, by_response)
        for fault in other(case, way(case))
    ]
    print(*faults, sep="\n", end="\n" if faults else "")
    wrong = {fault.split(",", 1)[0] for fault in faults}
    print(f"scoring: {len(cases) - len(wrong)} of {len(cases)} cases agree, by rule and read from a response")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

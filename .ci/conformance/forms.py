"""Try the questionnaires of the product's files, and what their expressions calculate: forms.py ../shared."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import problems_of
from app.forms.questionnaire.definition.extensions import value_in
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.gate import examine
from app.forms.questionnaire.taking import take
from bench.forms import A_FORM, WHEN, report, try_form, warm_up

LITTLE = 1e-6
TYPED = (
    "string",
    "text",
    "integer",
    "decimal",
    "date",
    "dateTime",
    "time",
    "url",
    "reference",
    "quantity",
    "open-choice",
)


def wrong_forms(folder: Path) -> Iterator[str]:
    """Tell of valid forms that are refused, mended or fail, of invalid ones told nothing of, and of crashes."""
    with (folder / "manifest.tsv").open(newline="", encoding="utf-8") as file:
        listed = {row["file"]: row["r4_valid"] == "yes" for row in csv.DictReader(file, delimiter="\t")}
    warm_up()
    tried = {name: try_form(folder / name) for name in listed}
    print(*report(tried.values()), sep="\n")
    for name, one in tried.items():
        if one.crashed or one.failures:
            yield f"{name}: {one.crashed or one.failures[0]}"
        if listed[name] and (one.refused or one.repairs):
            yield f"{name} is valid, and is not taken as it is: {(*one.refused, *one.repairs)[0]}"
        if not listed[name] and not (one.refused or one.repairs or one.notes):
            yield f"{name} is not valid, and nothing is said of it."
    valid = [tried[name] for name, is_valid in listed.items() if is_valid]
    print(f"valid forms: {sum(one.is_whole for one in valid)} of {len(valid)} whole.")


def wrong_values(folder: Path, questionnaires: Path) -> Iterator[str]:
    """Compare what is calculated with what two other engines agree on.

    They calculate over answers that are not asked, too; such answers are none to us, so what differs then is left out.
    """
    same = left_out = 0
    for file in sorted(folder.glob("*.json")):
        vectors = json.loads(file.read_text(encoding="utf-8"))
        form = form_of(examine((questionnaires / vectors["questionnaire"]).read_bytes()).definition)
        for case in vectors["cases"]:
            answers = Answers.of(form, case["response"])
            counts_more = any(name in answers.off for name in answers.values)
            for link_id, expected in case["expected"].items():
                found = calculated(form, answers, link_id)
                if is_same(found, expected):
                    same += 1
                elif counts_more:
                    left_out += 1
                else:
                    yield f"{file.name}: {link_id} is {found}, and should be {expected}."
    print(
        f"calculated values: {same} the same, {left_out} left out, since they count answers that are not asked."
    )


def calculated(form: Form, answers: Answers, link_id: str) -> list[Any]:
    step = form.link_ids[link_id].step
    values = (value for name in answers.values for value in answers.values[name] if _last(name) == step)
    return [found[1] for value in values if (found := value_in(value)) is not None]


def _last(name: str) -> str:
    return name.rpartition("/")[2].partition(":")[0]


def is_same(found: list[Any], expected: Any) -> bool:
    wanted = [one for one in (expected if isinstance(expected, list) else [expected]) if one is not None]
    return len(found) == len(wanted) and all(map(_is_same, found, wanted))


def _is_same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and isinstance(found, str):
        return found == wanted.get("display")
    if isinstance(found, (int, float)) and isinstance(wanted, (int, float)):
        return abs(found - wanted) < LITTLE
    return bool(found == wanted)


def wrong_strings(listed: Path) -> Iterator[str]:
    """Type every naughty string into every type of question: it is read, or kept as it was typed with a sentence."""
    strings = json.loads(listed.read_text(encoding="utf-8"))
    form = form_of(
        examine(json.dumps(A_FORM | {"item": [{"linkId": kind, "type": kind} for kind in TYPED]})).definition
    )
    for string in strings:
        answers = take(form, Answers.nothing(form), {kind: [string] for kind in TYPED}, language="en")
        kept = json.loads(json.dumps(answers.response(status="in-progress", authored=WHEN)))
        again = Answers.of(form, kept, json.loads(json.dumps(answers.unread)))
        if (again.values, again.typings) != (answers.values, answers.typings):
            yield f"{string!r} does not read back as it was typed."
        told = {problem.name for problem in problems_of(form, answers, language="en")}
        yield from (
            f"{string!r} is unread in {name}, without a word." for name in answers.unread if name not in told
        )
        if any(given not in (string, *answers.unread[name]) for name, (given, *_) in answers.unread.items()):
            yield f"{string!r} is not kept as it was typed."
    print(f"naughty strings: {len(strings)} typed into {len(TYPED)} types of questions.")


def main(shared: Path) -> int:
    questionnaires, vectors = shared / "data" / "questionnaires", shared / "data" / "calc-vectors"
    if not (questionnaires / "manifest.tsv").is_file():
        print(f"!! {questionnaires} is not here: the forms were NOT tried.")
        return 0
    wrong = list(wrong_forms(questionnaires))
    if vectors.is_dir():
        wrong += wrong_values(vectors, questionnaires)
    else:
        print(f"!! {vectors} is not here: what forms calculate was NOT compared.")
    naughty = shared / "data" / "fuzz" / "blns.json"
    if naughty.is_file():
        wrong += wrong_strings(naughty)
    else:
        print(f"!! {naughty} is not here: questions were NOT tried with it.")
    print(*wrong, f"forms: {len(wrong)} wrong.", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

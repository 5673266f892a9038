"""What becomes of any folder of FHIR Questionnaires: python -m bench.forms FOLDER [--pages].

Brings each in, fills it in by itself in two ways (what is required, and everything), checks it as it is checked
when it is sent, and reads the answers back. Prints the shares, each failure and the slowest; ends with 1 where a
form that is valid FHIR R4 is refused or fails, and where anything crashes. With --pages each is also brought in,
assigned, filled in and sent through the portal's pages, which are looked at in Chromium.
"""

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import problems_of
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.gate import examine
from app.forms.questionnaire.walk import shown
from bench.filler import Filler, filler

ROOT = Path(__file__).parents[1]
PAGES = ".ci/conformance/questionnaires/test_submission.py", ".ci/conformance/questionnaires/test_looks.py"
"""What sends each form, and what looks at its pages in a browser, which wants a process without an event loop."""
WHEN = datetime(2026, 11, 30, 12, tzinfo=UTC)
MOST_SECONDS = 1.0
A_FORM = {
    "resourceType": "Questionnaire",
    "status": "draft",
    "item": [{"linkId": "1", "type": "string"}],
    "contained": [
        {"resourceType": "ValueSet", "status": "draft"},
        {"resourceType": "CodeSystem", "status": "draft", "content": "complete"},
    ],
}
LANGUAGES = ("en", "es")

MakeFiller = Callable[[Form, bool], Filler]
"""Makes what fills a form in, of everything or of what is required: in memory, or through the pages."""


@dataclass
class Tried:
    """What became of one form; times in seconds of computing."""

    name: str
    refused: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failures: list[str] = field(default_factory=list)
    crashed: str = ""
    questions: int = 0
    pages: int = 0
    import_seconds: float = 0.0
    page_seconds: float = 0.0
    answered: dict[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.refused and not self.failures and not self.crashed


def try_form(file: Path, make: MakeFiller | None = None) -> Tried:
    """Bring a form in and fill it in; whatever happens is told, nothing is raised."""
    tried = Tried(file.name)
    try:
        _try_form(
            tried, file.read_bytes(), make or (lambda form, everything: filler(form, everything=everything))
        )
    except Exception:  # noqa: BLE001  # a crash is what is looked for
        tried.crashed = traceback.format_exc(limit=-3)
    return tried


def _try_form(tried: Tried, raw: bytes, make: MakeFiller) -> None:
    began = time.thread_time()
    found = examine(raw)
    tried.import_seconds = time.thread_time() - began
    tried.refused, tried.repairs, tried.notes = found.errors, found.repairs, found.notes
    if not found.definition:
        return
    form = form_of(found.definition)
    tried.questions = found.questions
    _try_rendering(tried, form)
    for way, everything in (("required", False), ("everything", True)):
        answers = make(form, everything).filled(Answers.begun(form))
        tried.answered[way] = sum(map(len, answers.values.values()))
        tried.failures += [f"{way}: {problem}" for problem in _wrong(form, answers)]


def _try_rendering(tried: Tried, form: Form) -> None:
    answers = Answers.begun(form)
    for language in LANGUAGES:
        began = time.thread_time()
        seen = shown(form, answers, language=language)
        tried.page_seconds = max(tried.page_seconds, time.thread_time() - began)
        tried.pages = len(seen.pages)
    if tried.page_seconds > MOST_SECONDS:
        tried.failures.append(f"a page takes {tried.page_seconds:.2f} s")
    if tried.import_seconds > MOST_SECONDS:
        tried.failures.append(f"its import takes {tried.import_seconds:.2f} s")


def _wrong(form: Form, answers: Answers) -> Iterator[str]:
    """Tell what is wrong with answers that the filler gave: they cannot be sent, are no FHIR, or do not come back."""
    for problem in problems_of(form, answers, language="en"):
        yield f"{problem.name}: {problem.sentence}"
    kept = _through_json(answers.response(status="in-progress", authored=WHEN))
    if Answers.of(form, kept, answers.unread).values != answers.values:
        yield "the answers kept do not read back as they were"
    sent = _through_json(answers.response(status="completed", authored=WHEN, settled=True))
    yield from _not_r4(sent)
    asked = {name: values for name, values in answers.values.items() if not is_off(answers, name)}
    if Answers.of(form, sent).values != asked:
        yield "the answers sent do not read back as they were"


def is_off(answers: Answers, name: str) -> bool:
    """Whether a question is not asked, or stands in what is not."""
    steps = name.split("/")
    names = ("/".join(steps[:end]) for end in range(1, len(steps) + 1))
    return any(one in answers.off or one.rpartition(":")[0] in answers.off for one in names)


def _through_json(response: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(response))
    return read


def _not_r4(response: dict[str, Any]) -> Iterator[str]:
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
    from pydantic import ValidationError

    try:
        QuestionnaireResponse.model_validate(response)
    except ValidationError as problems:
        yield from (f"not FHIR R4: {one['loc']} {one['msg']}" for one in problems.errors()[:5])


def report(tried: Iterable[Tried]) -> list[str]:
    """Give the shares, each failure, and the slowest forms, as lines."""
    forms = list(tried)
    lines = [
        *(f"CRASHED {one.name}\n{one.crashed}" for one in forms if one.crashed),
        *(f"FAILED  {one.name}: {failure}" for one in forms for failure in one.failures[:5]),
        *(f"refused {one.name}: {' '.join(one.refused)}" for one in forms if one.refused),
        *(
            f"mended  {one.name}: {len(one.repairs)}, such as: {one.repairs[0]}"
            for one in forms
            if one.repairs
        ),
    ]
    slow = sorted(forms, key=lambda one: one.import_seconds + one.page_seconds, reverse=True)[:5]
    lines += [
        f"slow    {one.name}: import {one.import_seconds * 1000:.0f} ms, page {one.page_seconds * 1000:.0f} ms,"
        f" {one.questions} questions on {one.pages} pages"
        for one in slow
    ]
    whole = sum(1 for one in forms if one.is_whole)
    refused = sum(1 for one in forms if one.refused)
    mended = sum(1 for one in forms if one.repairs and not one.refused)
    crashed = sum(1 for one in forms if one.crashed)
    lines.append(
        f"forms: {len(forms)} tried; {whole} imported, rendered, filled in both ways, sent and read back equal as"
        f" FHIR R4; {mended} of them mended first; {refused} refused with a sentence; {crashed} crashed."
    )
    return lines


def warm_up() -> None:
    """Load what is loaded with the first form."""
    examine(json.dumps(A_FORM))


def send_through_pages(folder: Path) -> int:
    """Do the same through the pages of a portal, in processes of their own."""
    return max(_tested(folder, tests) for tests in PAGES)


def _tested(folder: Path, tests: str) -> int:
    command = f"{sys.executable} -m pytest -q -p no:cacheprovider -c pyproject.toml --rootdir=. -n 2 {tests}"
    environment = os.environ | {"QUESTIONNAIRES": str(folder.resolve())}
    return subprocess.run(command.split(), cwd=ROOT, env=environment, check=False).returncode


def main(folder: Path) -> int:
    warm_up()
    tried = [try_form(file) for file in sorted(folder.rglob("*.json"))]
    print(*report(tried), sep="\n")
    return 1 if any(one.failures or one.crashed for one in tried) else 0


if __name__ == "__main__":
    names = [each for each in sys.argv[1:] if each != "--pages"]
    if len(names) != 1:
        sys.exit(f"{__doc__}\nName one folder.")
    failed = main(Path(names[0]))
    sys.exit(send_through_pages(Path(names[0])) or failed if "--pages" in sys.argv else failed)

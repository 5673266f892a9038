"""Every questionnaire of a folder is brought in, assigned, filled in and sent through the pages."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from app.forms.instruments.patient import patient_of
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.gate import examine
from app.forms.questionnaire.taking import take, with_file
from app.forms.questionnaire.walk import shown
from bench.filler import A_FILE, Fields, Filler
from bench.forms import WHEN
from tests import checks, people, rows
from tests.documents.papers import PDF, picture
from tests.page import FORM, Browser

DEMO_ZONE = "America/Chicago"
OF_PICTURES = 400_000
"""Bytes of a page that may come with the pictures of a form that brings some along."""
FORMS = {file.stem: file.read_bytes() for file in sorted(Path(os.environ["QUESTIONNAIRES"]).glob("*.json"))}
WAYS = {"required": False, "everything": True}
ASSIGNED = """
select assignment.id from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
where assignment.client = $1 and questionnaire.id = $2
"""


@dataclass
class Typed:
    """What was typed into a form, one save after the other."""

    form: Form
    steps: list[Fields | tuple[str, str]] = field(default_factory=list)

    def take(self, answers: Answers, fields: Fields) -> Answers:
        self.steps.append(fields)
        return take(self.form, answers, fields, language="en", zone=ZoneInfo(DEMO_ZONE))

    def attach(self, answers: Answers, name: str, media_type: str) -> Answers:
        self.steps.append((name, media_type))
        return with_file(
            self.form, answers, name, file_id=A_FILE, title="a-file", media_type=media_type, size=1_000
        )


def fill(form: Form, patient: dict[str, Any], *, everything: bool) -> tuple[Typed, Answers]:
    typed = Typed(form)
    filler = Filler(
        form,
        everything=everything,
        fill=typed.take,
        attach=typed.attach,
        see=lambda answers: shown(form, answers, language="en", checked=True),
    )
    return typed, filler.filled(Answers.begun(form, patient))


async def give(raw: bytes) -> str:
    """Have staff bring the form in and assign it to Alice; give its address there."""
    nora = await people.nora()
    await nora.open("/staff/forms/new")
    answer = await post(nora, "/staff/forms", [("pasted", raw.decode())])
    assert answer.status_code == 303, answer.text
    form_id = answer.headers["location"].rpartition("/")[2]
    alice = people.client_id("alice")
    await nora.open(f"/staff/clients/{alice}/portal/forms")
    await nora.send("GET", f"/staff/forms/{form_id}/preview")
    answer = await post(
        nora, f"/staff/clients/{alice}/portal/forms", [("questionnaire", form_id), ("find", "")]
    )
    assert answer.status_code == 303, answer.text
    return f"/forms/{await rows.value(ASSIGNED, alice, form_id)}"


async def post(browser: Browser, path: str, fields: list[tuple[str, str]]) -> Any:
    content = urlencode([("_csrf", browser.token), *fields]).encode()
    return await browser.send("POST", path, headers={"content-type": FORM}, content=content)


async def save(browser: Browser, path: str, step: Fields | tuple[str, str]) -> None:
    if isinstance(step, tuple):
        await attach(browser, path, step[0])
        return
    fields = [(f"a.{name}", value) for name, values in step.items() for value in values]
    answer = await post(browser, f"{path}/answers", [("page", "1"), ("changed", "1"), *fields])
    assert answer.status_code == 303, answer.text


async def attach(browser: Browser, path: str, name: str) -> None:
    """Attach a picture, or where that is refused a PDF, as people would."""
    answer = await send_file(browser, path, name, picture())
    if answer.status_code == 422:
        answer = await send_file(browser, path, name, PDF)
    assert answer.status_code in (200, 303), answer.text


async def send_file(browser: Browser, path: str, name: str, content: bytes) -> Any:
    mark = "form-of-a-test"
    parts = [
        *(
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in (("_csrf", browser.token), ("page", "1"), ("act", "stay"))
        ),
        f'--{mark}\r\nContent-Disposition: form-data; name="f.{name}"; filename="a-file"\r\n'.encode()
        + b"Content-Type: application/octet-stream\r\n\r\n"
        + content
        + b"\r\n",
        f"--{mark}--\r\n".encode(),
    ]
    headers = {"content-type": f"multipart/form-data; boundary={mark}"}
    return await browser.send("POST", path, headers=headers, content=b"".join(parts))


def tree(items: list[dict[str, Any]]) -> Iterator[Any]:
    """Give answers without what no two saves have alike: which file it is."""
    for item in items:
        answers = []
        for answer in item.get("answer", []):
            kept = {key: value for key, value in answer.items() if key not in ("item", "valueAttachment")}
            answers.append((kept, "valueAttachment" in answer, list(tree(answer.get("item", [])))))
        yield item["linkId"], answers, list(tree(item.get("item", [])))


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FORMS)
async def test_a_form_is_filled_in_and_sent_through_its_pages(
    name: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = FORMS[name]
    if b"data:image" in raw or b'"image/' in raw:
        monkeypatch.setattr(checks, "LARGEST", OF_PICTURES)
    path = await give(raw)
    definition = examine(raw).definition
    patient = await patient_of(people.client_id("alice"))
    typed, answers = fill(form_of(definition), patient, everything=WAYS[way])
    alice = await people.alice()
    page = await alice.open(path)
    for step in typed.steps:
        await save(alice, path, step)
    for number in range(1, len(shown(form_of(definition), answers, language="en").pages) + 1):
        await alice.open(f"{path}?page={number}")
    page = await alice.open(f"{path}/review")
    assert not page.all(".missing"), page.words
    signed = {"typed_name": "Alice Anderson"} if page.all("[name=typed_name]") else {}
    page = await alice.press("Sign and send" if signed else "Send my answers", within="#sending", **signed)
    page.shows("Sent by Alice Anderson")
    sent = json.loads((await alice.send("GET", f"{path}/fhir")).text)
    QuestionnaireResponse.model_validate(sent)
    expected = json.loads(json.dumps(answers.response(status="completed", authored=WHEN, settled=True)))
    assert list(tree(sent.get("item", []))) == list(tree(expected.get("item", [])))

"""What is no bundle of one patient, or means harm, is refused with a sentence, and nothing of it is kept."""

import json
from typing import Any

import pytest

from app.record.importing import limits
from app.record.importing.now import Wanted, take_in_now
from app.record.importing.refusing import Refused
from app.record.importing.walking import open_file
from tests import rows
from tests.record.importing.bundles import BY, SOURCE, bundle, condition, observation, patient, resource

GOOD = bundle(patient(), condition())
DEEP = b'{"resourceType":"Bundle","type":"collection","entry":' + b"[" * 200_000
DEEP_IN_RESOURCE = json.dumps(
    {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": {"resourceType": "Patient", "x": None}}],
    }
).replace("null", '{"a":' * 60 + "1" + "}" * 60)
WIDE = bundle(patient(), condition(note=[{}] * (limits.MOST_VALUES + 1)))
MUCH: dict[str, Any] = {f"x{number}": {} for number in range(limits.MOST_VALUES + 1)}
HUGE_NUMBER = bundle(patient(), observation(valueInteger=1)).replace(
    b'"valueInteger": 1', b'"valueInteger": ' + b"9" * 5000
)
HUGE_EXPONENT = bundle(patient(), observation(valueInteger=1)).replace(
    b'"valueInteger": 1', b'"valueInteger": 1e999999'
)

HOSTILE = {
    "empty": (b" \n", "This file is empty"),
    "larger than 25 MB": (b" " * (limits.LARGEST_BYTES + 1), "larger than 25 MB"),
    "not UTF-8": (GOOD.replace(b"ADHD", b"\xff\xfe"), "UTF-8"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "UTF-8"),
    "cut short": (GOOD[:-20], "cut short"),
    "followed by something": (GOOD + b"{}", "cut short"),
    "XML": (b"<Bundle xmlns='http://hl7.org/fhir'/>", "cut short"),
    "a list": (b"[]", "no FHIR bundle"),
    "another resource": (b'{"resourceType": "Patient"}', "no FHIR bundle"),
    "an answer": (bundle(patient(), condition(), kind="transaction-response"), "transaction-response"),
    "deep": (DEEP, "50 levels"),
    "deep inside a resource": (DEEP_IN_RESOURCE.encode(), "50 levels"),
    "a huge text": (
        bundle(patient(), condition(words="x" * (limits.LONGEST_STRING + 1))),
        "a million characters",
    ),
    "a wide resource": (WIDE, "50,000 values"),
    "a number no computer holds": (HUGE_NUMBER, "cut short"),
    "a number of a million digits": (HUGE_EXPONENT, "Observation o1: “valueInteger”"),
    "no patient": (bundle(condition()), "holds no patient"),
    "two patients": (bundle(patient(), patient(id="other"), condition()), "more than one patient"),
    "nothing but a patient": (bundle(patient()), "nothing of a record"),
    "entries that are no list": (
        b'{"resourceType":"Bundle","type":"collection","entry":{}}',
        "Bundle: “entry”",
    ),
    "an entry that is no object": (
        b'{"resourceType":"Bundle","type":"collection","entry":[1]}',
        "Bundle: “entry”",
    ),
    "a resource without a type": (
        b'{"resourceType":"Bundle","type":"collection","entry":[{"resource":{}}]}',
        "Bundle",
    ),
    "a resource of no type there is": (bundle(patient(), {"resourceType": "x" * 100_000}), "Bundle"),
    "much beside the entries": (
        bundle(patient(), condition(), **MUCH),
        "50,000 values",
    ),
    "a code that is a text": (bundle(patient(), condition() | {"code": "ADHD"}), "Condition c1: “code”"),
    "a status that is a list": (bundle(patient(), observation(status=["final"])), "Observation o1: “status”"),
    "a name that is a number": (bundle(patient(name=[{"family": 7}]), condition()), "“family”"),
    "a value that is no number": (
        bundle(patient(), observation(valueQuantity={"value": "a lot"})),
        "Observation o1: “value”",
    ),
    "an attachment that is no base64": (
        bundle(
            patient(),
            resource(
                "DocumentReference",
                "d1",
                type={"text": "Note"},
                content=[{"attachment": {"contentType": "text/plain", "data": "?!"}}],
            ),
        ),
        "DocumentReference d1: “content.attachment.data”",
    ),
}


@pytest.mark.usefixtures("restored")
async def test_what_cannot_be_read_is_refused_with_a_sentence_and_nothing_is_kept() -> None:
    before = await rows.digest()
    for name, (content, sentence) in HOSTILE.items():
        with pytest.raises(Refused) as refused:
            await take_in_now(content, Wanted(SOURCE), by=BY)
        assert sentence in str(refused.value.sentence), name
        assert await rows.digest() == before, name


@pytest.mark.usefixtures("restored")
async def test_a_bundle_that_is_wrong_at_its_end_leaves_nothing_of_its_beginning() -> None:
    many: list[dict[str, Any]] = [condition(f"c{number}") for number in range(limits.AT_ONCE + 5)]
    before = await rows.digest()
    with pytest.raises(Refused, match="Condition last: “clinicalStatus”"):
        await take_in_now(
            bundle(patient(), *many, condition("last", clinicalStatus="active")), Wanted(SOURCE), by=BY
        )
    assert await rows.digest() == before


async def test_odd_but_harmless_text_is_read() -> None:
    content = b"\xef\xbb\xbf" + bundle(patient(), condition(words="A\u0000D\ud800H\u202eD"))
    opened = await open_file(content, never_shared=())
    assert (opened.patient.name, opened.resources) == ("Maximilian Grant", 2)


async def test_more_resources_than_there_may_be_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_RESOURCES", 3)
    await open_file(bundle(patient(), condition("a"), condition("b")), never_shared=())
    with pytest.raises(Refused, match="50,000 resources"):
        await open_file(bundle(patient(), condition("a"), condition("b"), condition("c")), never_shared=())

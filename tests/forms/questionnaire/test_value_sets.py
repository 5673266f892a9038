import pytest

from app.forms.questionnaire.definition.known_sets import KNOWN
from app.forms.questionnaire.definition.value_sets import LISTED, known
from app.web.language import Language, speaking
from tests.forms.questionnaire.small import CORE, Raw, form, piece, posted, question, value

ORDINAL = {"url": f"{CORE}ordinalValue", "valueDecimal": 2}


def words(address: str, *contained: Raw, language: str = "en") -> list[str]:
    asked = form(question("q", "choice", answerValueSet=address), contained=list(contained))
    return [one.words for one in piece(asked, "q", language=language).choices]


def test_a_list_that_the_form_brings_along_is_taken_from_its_expansion() -> None:
    expansion = {
        "timestamp": "2026-01-01T00:00:00Z",
        "contains": [
            {"system": "urn:x", "code": "a", "display": "A", "extension": [ORDINAL]},
            {
                "abstract": True,
                "display": "Group",
                "contains": [{"system": "urn:x", "code": "b", "display": "B"}],
            },
        ],
    }
    held = {"resourceType": "ValueSet", "id": "v", "status": "active", "expansion": expansion}

    assert words("#v", held) == ["A", "B"]
    asked = form(question("q", "choice", answerValueSet="#v"), contained=[held])
    assert value(posted(asked, {"q": ["0"]}), "q")["extension"] == [ORDINAL]


def test_a_list_that_the_form_brings_along_is_taken_from_what_it_is_composed_of() -> None:
    include = {"system": "urn:x", "concept": [{"code": "a", "display": "A"}, {"code": "b"}]}
    held = {
        "resourceType": "ValueSet",
        "id": "v",
        "url": "urn:set",
        "status": "active",
        "compose": {"include": [include]},
    }

    assert words("#v", held) == words("urn:set", held) == ["A", "b"]


def test_a_list_may_take_all_codes_of_a_system_that_comes_along() -> None:
    system = {
        "resourceType": "CodeSystem",
        "url": "urn:x",
        "status": "active",
        "content": "complete",
        "concept": [{"code": "a", "display": "A"}],
    }
    held = {
        "resourceType": "ValueSet",
        "id": "v",
        "status": "active",
        "compose": {"include": [{"system": "urn:x"}]},
    }

    assert words("#v", held, system) == ["A"]


def test_a_list_may_take_from_one_that_we_know() -> None:
    include = {"valueSet": ["http://hl7.org/fhir/ValueSet/administrative-gender"]}
    held = {"resourceType": "ValueSet", "id": "v", "status": "active", "compose": {"include": [include]}}

    assert words("#v", held)[:2] == ["Male", "Female"]


def test_how_often_something_bothered_somebody_counts_from_0_to_3() -> None:
    options = known("http://loinc.org/vs/LL358-3|2.72")

    codings = [option.value["valueCoding"] for option in options]
    assert [coding["code"] for coding in codings] == ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
    assert [coding["extension"][0]["valueDecimal"] for coding in codings] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "address",
    [
        "http://hl7.org/fhir/ValueSet/yesnodontknow",
        "http://hl7.org/fhir/ValueSet/marital-status",
        "http://hl7.org/fhir/ValueSet/languages",
        "http://hl7.org/fhir/us/core/ValueSet/omb-race-category",
        "http://hl7.org/fhir/us/core/ValueSet/omb-ethnicity-category",
        "http://hl7.org/fhir/us/core/ValueSet/us-core-usps-state",
    ],
)
def test_lists_of_the_world_are_known_in_both_languages(address: str) -> None:
    english, spanish = words(address), words(address, language="es")

    assert len(english) >= 3
    assert len(english) == len(spanish)
    assert english != spanish


@pytest.mark.parametrize("address", [*KNOWN, *LISTED])
def test_every_code_of_a_known_list_stands_in_it_once(address: str) -> None:
    codes = [
        (option.value["valueCoding"]["system"], option.value["valueCoding"]["code"])
        for option in known(address)
    ]

    assert len(codes) == len(set(codes))
    with speaking(Language.SPANISH):
        assert all(option.wording.said_in("es") for option in known(address))


def test_a_list_that_nobody_knows_is_none() -> None:
    assert known("urn:unknown") == ()
    assert words("#nothing") == []

"""The record in words: one row a fact, a cell for each column, in the reader's language."""

import msgspec

from app.record.clinical.facts import Kind, Measured, Observation
from app.record.making.about import about
from app.record.making.sections import Section, sections_of
from app.web.language import Language, speaking
from tests.record.facts import EMPTY, FULL, at, coded, entries_of, quantity


def rows_of(kind: Kind, sections: tuple[Section, ...]) -> list[tuple[str, ...]]:
    (section,) = (each for each in sections if each.kind is kind)
    return [row.cells for row in section.rows]


def test_every_fact_has_a_row_and_every_row_a_cell_for_each_column() -> None:
    sections = sections_of(FULL)
    assert [section.kind for section in sections] == [*Kind, None]
    assert [row.id for section in sections[:-1] for row in section.rows] == [
        entry.id for entry in FULL.entries
    ]
    for section in sections:
        assert {len(row.cells) for row in section.rows} <= {len(section.columns)}
        assert all(row.cells[0] for row in section.rows)
    assert [section.kind for section in sections_of(EMPTY)] == list(Kind)


def test_what_is_measured_is_said_as_people_read_it() -> None:
    sections = sections_of(FULL)
    assert rows_of(Kind.VITAL, sections)[0] == (
        "Blood pressure",
        "Systolic blood pressure: 118 mmHg; Diastolic blood pressure: 76 mmHg",
        "Oct 5, 2026",
    )
    assert [row[1] for row in rows_of(Kind.RESULT, sections)] == [
        "11",
        "<0.3 mmol/L (low)",
        "Negative",
        "5 strips",
        "Not asked",
    ]
    assert rows_of(Kind.ALLERGY, sections)[0][:3] == ("Penicillin V", "Hives (moderate), Dizzy", "High")


def test_a_day_is_as_exact_as_it_is_known_and_an_instant_the_day_at_the_practice() -> None:
    problems = rows_of(Kind.PROBLEM, sections_of(FULL))
    assert [row[1:3] for row in problems] == [("Jan 8, 2024", ""), ("2019", ""), ("", "June 2025")]
    late = Observation(coded("x"), "final", Measured(text="y"), taken=at(2026, 9, 1, 2))
    record = msgspec.structs.replace(EMPTY, entries=entries_of([(Kind.VITAL, late)]))
    assert rows_of(Kind.VITAL, sections_of(record)) == [("x", "y", "Aug 31, 2026")]


def test_it_speaks_the_readers_language() -> None:
    with speaking(Language.SPANISH):
        sections = sections_of(FULL)
        facts = dict(about(FULL))
    assert sections[0].title == "Alergias"
    assert rows_of(Kind.PROBLEM, sections)[2][2:] == ("junio de 2025", "En remisión")
    assert facts["Estado civil"]
    assert facts["Días que abarca"] == "Todo lo que tiene el consultorio"


def test_an_amendment_stands_below_its_entry_with_its_answer() -> None:
    sections = sections_of(FULL)
    (problem, *_) = next(section.rows for section in sections if section.kind is Kind.PROBLEM)
    assert problem.note.splitlines() == [
        "Better in summer.",
        "Change asked for on Aug 1, 2026: It began in 2023.",
        "Answer: Not accepted. We have no papers.",
        "The client disagrees: I do.",
    ]
    assert [row.cells[1:] for row in sections[-1].rows] == [
        ("Add that I moved.", "Not answered yet"),
        ("I am left-handed.", "Accepted"),
    ]


def test_a_score_of_the_portal_says_where_it_comes_from_and_its_band_in_words() -> None:
    score = Observation(coded("PHQ-9"), "final", quantity("8", "{score}"), note="mild")
    entry = msgspec.structs.replace(entries_of([(Kind.RESULT, score)])[0], source="")
    record = msgspec.structs.replace(EMPTY, entries=(entry,))
    with speaking(Language.SPANISH):
        (row,) = next(section.rows for section in sections_of(record) if section.kind is Kind.RESULT)
    assert row.note.splitlines() == ["leve", "Enviado en este portal."]


def test_whom_it_is_about_is_said_with_what_is_known_alone() -> None:
    facts = dict(about(FULL))
    assert facts["Client"] == "Dana Lee Example"
    assert facts["Address"] == "12 Example Lane, Apt 2, Asheville, NC 28801"
    assert facts["Race and ethnicity"] == "White, Middle Eastern or North African"
    assert facts["Your clinician"] == "Robin Clinician, LCSW; Sam Other"
    assert facts["Made on"] == "Nov 23, 2026, 10:15\u00a0AM EST"
    assert dict(about(EMPTY)).keys() == {"Client", "Client number", "Practice", "Made on", "Days it covers"}

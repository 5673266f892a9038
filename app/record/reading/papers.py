"""The record on paper: the same words as on its page, as a PDF that screen readers read."""

from typing import Any

from app.printing.service import print_pdf
from app.record.making.record import Person, Record
from app.record.making.sections import Section, sections_of
from app.web.language import current_language, gettext


async def record_pdf(record: Record) -> bytes:
    """Print a record in the reader's language; raises NotPrinted."""
    return await print_pdf("record", words_of(record))


def words_of(record: Record) -> dict[str, Any]:
    """Give all words of the paper, in the order they stand in."""
    found = sections_of(record)
    title = gettext("Health record")
    name = full_name(record.person)
    return {
        "title": title,
        "practice": record.practice.name,
        "language": current_language().value,
        "footer": f"{name} · {title}",
        "about": [],
        "sections": [_section(section) for section in found if section.rows],
    }


def full_name(person: Person) -> str:
    """Give the name as the chart has it, for papers that others read."""
    return " ".join(part for part in (person.first_name, person.middle_name, person.last_name) if part)


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "columns": list(section.columns),
        "rows": [{"cells": list(row.cells), "note": row.note} for row in section.rows],
    }

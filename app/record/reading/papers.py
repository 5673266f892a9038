"""The record on paper: the same words as on its page, as a PDF that screen readers read."""

from typing import Any

from app.printing.service import print_pdf
from app.record.making.about import about, full_name
from app.record.making.notices import PART_2_TITLE, notices_of
from app.record.making.record import Record
from app.record.making.sections import Section, sections_of
from app.web.language import current_language, gettext


async def record_pdf(record: Record) -> bytes:
    """Print a record in the reader's language; raises NotPrinted."""
    return await print_pdf("record", words_of(record))


def words_of(record: Record) -> dict[str, Any]:
    """Give all words of the paper, in the order they stand in."""
    found = sections_of(record)
    title = gettext("Health record")
    empty = [section.title for section in found if not section.rows]
    return {
        "title": title,
        "practice": record.practice.name,
        "about": [],
        "language": current_language().value,
        "footer": f"{full_name(record.person)} · {title}",
        "facts": [{"label": label, "words": words} for label, words in about(record)],
        "notice_title": str(PART_2_TITLE) if record.part_2 else "",
        "notices": [str(words) for words in notices_of(record)],
        "sections": [_section(section) for section in found if section.rows],
        "empty_title": gettext("No information about") if empty else "",
        "empty": empty,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "columns": list(section.columns),
        "rows": [{"cells": list(row.cells), "note": row.note} for row in section.rows],
    }

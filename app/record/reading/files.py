"""A copy of the record as a file to keep: a PDF, and what other portals and programs read."""

import asyncio

from litestar import Response

from app.files.rules import MEDIA_TYPES, FileKind
from app.record.ccd.document import ccd_of
from app.record.making.record import Record
from app.record.reading.papers import record_pdf
from app.record.reading.showing import made_on
from app.web.downloads import kept_answer
from app.web.language import gettext

PDF, XML = MEDIA_TYPES[FileKind.PDF], "application/xml"


async def pdf_answer(record: Record) -> Response[bytes]:
    """Send a record as a PDF to be kept; raises NotPrinted."""
    return kept_answer(await record_pdf(record), name=f"{name_of(record)}.pdf", media_type=PDF)


async def xml_answer(record: Record) -> Response[bytes]:
    """Send a record as a C-CDA document to be kept; a long one takes its time, beside which others are served."""
    content = await asyncio.to_thread(ccd_of, record)
    return kept_answer(content, name=f"{name_of(record)}.xml", media_type=XML)


def name_of(record: Record) -> str:
    """Name the file of a record by its day: whose it is stands in it, not on it."""
    return gettext("Health record %(date)s") % {"date": made_on(record).isoformat()}

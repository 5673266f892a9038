"""What is answered about a copy of the record: files to keep, and that its time is over."""

import asyncio

from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.files.rules import MEDIA_TYPES, FileKind
from app.record.ccd.document import ccd_of
from app.record.making.record import Record
from app.record.reading.listing import PATH
from app.record.reading.papers import record_pdf
from app.record.reading.showing import made_on
from app.record.rules import COPY_DAYS
from app.web.downloads import kept_answer
from app.web.language import gettext
from app.web.pages import Answer
from app.web.panel import Bar
from app.web.request import Request

GONE = 410
PDF, XML = MEDIA_TYPES[FileKind.PDF], "application/xml"


async def pdf_answer(record: Record) -> Answer:
    """Send a record as a PDF to be kept; raises NotPrinted."""
    return kept_answer(await record_pdf(record), name=f"{name_of(record)}.pdf", media_type=PDF)


async def xml_answer(record: Record) -> Answer:
    """Send a record as a C-CDA document to be kept; a long one takes its time, beside which others are served."""
    content = await asyncio.to_thread(ccd_of, record)
    return kept_answer(content, name=f"{name_of(record)}.xml", media_type=XML)


def name_of(record: Record) -> str:
    """Name the file of a record by its day: whose it is stands in it, not on it."""
    return gettext("Health record %(date)s") % {"date": made_on(record).isoformat()}


async def over_page(request: Request, chart: CurrentChart) -> Answer:
    """Say that the time of a copy is over, and how to have another."""
    tabs = page_tabs(request, chart, Bar.LIBRARY, here=PATH)
    return await portal_page(request, chart, "record/over", status=GONE, here=PATH, tabs=tabs, days=COPY_DAYS)

"""Reading what a form brings. Its texts are short and stay in memory; its files go to the disk as they come."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

MOST_TEXTS, MOST_PARTS = 1000, 100
"""Fields of a form of texts, and of one that brings files."""
MOST_TEXT_BYTES = 1_000_000
LONGEST_LINE_BYTES = 64 * 1024
"""Of what a part says of itself: the name of a file may be far longer than what is kept of it."""

Fields = dict[str, list[str | UploadFile]]


async def read_texts(stream: AsyncIterator[bytes]) -> Fields:
    """Give every field of a form of texts; raises HTTPException, 413 for too many, or too much text.

    The framework's own reading would keep the last thousand forms in memory, with all that stands in them.
    """
    fields, body = _Fields(), bytearray()
    async for chunk in stream:
        body += chunk
        if len(body) > MOST_TEXT_BYTES:
            raise HTTPException(status_code=413)
    try:
        found = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_TEXTS)
    except ValueError:
        raise HTTPException(status_code=413) from None
    for name, value in found:
        fields.keep(name, value)
    return fields.read


async def read_parts(stream: AsyncIterator[bytes], *, boundary: str) -> Fields:
    """Give every field of a form with files; a file that has neither name nor content is left out.

    Raises HTTPException: 400 for what is no form, breaks off or is no text where it should be; 413 for too many
    parts, or too much text.
    """
    fields = _Fields()
    try:
        parser = PushMultipartParser(
            boundary, max_header_size=LONGEST_LINE_BYTES, max_segment_count=MOST_PARTS
        )
        async for chunk in stream:
            for event in parser.parse(chunk):
                await fields.take(event)
    except BaseException as fault:
        await fields.close()
        if isinstance(fault, ParserLimitReached):
            raise HTTPException(status_code=413) from None
        if isinstance(fault, (MultipartError, UnicodeError)):
            raise HTTPException(status_code=400) from None
        raise
    return fields.read


class _Fields:
    """The fields read so far, and the one that is being read."""

    def __init__(self) -> None:
        self.read: Fields = {}
        self._name = ""
        self._text = bytearray()
        self._file: UploadFile | None = None
        self._text_bytes = 0

    def keep(self, name: str, value: str | UploadFile) -> None:
        self.read.setdefault(name, []).append(value)

    async def take(self, event: MultipartSegment | bytes | None) -> None:
        """Take the next of what the parser found: the head of a part, some of its content, or its end (None)."""
        if event is None:
            await self._end()
        elif isinstance(event, MultipartSegment):
            self._begin(event)
        elif self._file is not None:
            await self._file.write(event)
        else:
            self._add_text(event)

    def _begin(self, part: MultipartSegment) -> None:
        self._name, self._text, self._file = part.name or "", bytearray(), None
        if part.filename is not None:
            self._file = UploadFile(content_type=part.content_type or "", filename=part.filename)

    def _add_text(self, content: bytes) -> None:
        self._text_bytes += len(content)
        if self._text_bytes > MOST_TEXT_BYTES:
            raise HTTPException(status_code=413)
        self._text += content

    async def _end(self) -> None:
        file = self._file
        if file is None:
            self.keep(self._name, self._text.decode())
            return
        if file.filename or file.file.tell():
            self.keep(self._name, file)
            await file.seek(0)
        else:
            await file.close()
        self._file = None

    async def close(self) -> None:
        for value in [self._file, *(value for values in self.read.values() for value in values)]:
            if isinstance(value, UploadFile):
                await value.close()

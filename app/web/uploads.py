"""Files that come with a form."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from litestar.datastructures import FormMultiDict, UploadFile

PART_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a browser sent it; it is on its way, in memory or in a file without a name, and kept nowhere."""

    upload: UploadFile

    @property
    def name(self) -> str:
        return self.upload.filename

    async def parts(self) -> AsyncIterator[bytes]:
        """Give its bytes from the beginning, each time anew."""
        await self.upload.seek(0)
        while part := await self.upload.read(PART_BYTES):
            yield part


def sent_files(data: FormMultiDict, name: str) -> tuple[SentFile, ...]:
    """Give the files of a field; a field left empty has none."""
    return tuple(
        SentFile(value)
        for field, value in data.multi_items()
        if field == name and isinstance(value, UploadFile)
    )


def marked_files(data: FormMultiDict, mark: str) -> tuple[tuple[str, SentFile], ...]:
    """Give the files of all fields whose names begin with `mark`, each with what its name goes on with."""
    return tuple(
        (field.removeprefix(mark), SentFile(value))
        for field, value in data.multi_items()
        if field.startswith(mark) and isinstance(value, UploadFile)
    )

"""Taking in what came with a form, file by file: some may be taken while others are not."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.sessions import CurrentChart
from app.documents import service
from app.documents.service import Upload
from app.files.rules import Unacceptable, clean_name
from app.files.service import take_in
from app.web.language import _l, ngettext
from app.web.uploads import SentFile

NO_FILE = _l("Choose a file.")
SOME_REFUSED = _l("Some files could not be sent. See below why.")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken: its name, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files of a form; `status` answers it."""

    taken: tuple[str, ...]
    refused: tuple[Refused, ...]
    status: int

    @property
    def sentence(self) -> str:
        """What stands beside the field: why the only file was not taken, or that some were not."""
        if not self.refused:
            return "" if self.taken else str(NO_FILE)
        return self.refused[0].why if self.is_single else str(SOME_REFUSED)

    @property
    def is_single(self) -> bool:
        return len(self.refused) + len(self.taken) == 1

    @property
    def flash(self) -> str:
        count = len(self.taken)
        words = ngettext("Sent. It is being checked.", "%(count)s files sent. They are being checked.", count)
        return words % {"count": count}


async def send_files(
    chart: CurrentChart,
    files: tuple[SentFile, ...],
    *,
    document_type: UUID | None = None,
    answers: UUID | None = None,
) -> Outcome:
    """Send each file by itself; raises NotFound and StateForbids where nothing can be sent at all."""
    taken: list[str] = []
    refused: list[Refused] = []
    status = 422
    for file in files:
        name = clean_name(file.name)
        try:
            kept = await take_in(file.parts, name=file.name)
            await service.upload(chart=chart, sent=Upload(kept, document_type, answers))
        except Unacceptable as why:
            status = why.status
            refused.append(Refused(name, str(why.sentence)))
        else:
            taken.append(name)
    return Outcome(tuple(taken), tuple(refused), status)

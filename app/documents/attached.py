"""A document under the message it came with."""

from dataclasses import dataclass
from uuid import UUID

from app.documents.listing import DocumentLine
from app.files.tables import FileState
from app.web.language import Phrase, _l

STATE_WORDS: dict[FileState, Phrase] = {
    FileState.RECEIVED: _l("Being checked"),
    FileState.CHECKING: _l("Being checked"),
    FileState.CLEAN: _l("Attached"),
    FileState.QUARANTINED: _l("Could not be accepted"),
}
TAKEN_BACK = _l("Taken back")


@dataclass(frozen=True, slots=True)
class Attached:
    """How a file stands under its message."""

    id: UUID
    title: str
    state: FileState
    is_back: bool

    @property
    def words(self) -> str:
        return str(TAKEN_BACK if self.is_back else STATE_WORDS[self.state])

    @property
    def opens(self) -> bool:
        """Whether its document may be opened."""
        return self.state is FileState.CLEAN and not self.is_back

    @property
    def is_waiting(self) -> bool:
        return self.state.is_waiting and not self.is_back


def attached_file(document: DocumentLine) -> Attached:
    return Attached(
        document.id, document.title, document.file.state, is_back=document.facts.withdrawn_at is not None
    )

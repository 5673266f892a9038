"""Refusals: what a use case raises when it will not do what it was asked, before anything is written."""

from uuid import UUID

from app.activity.actor import Actor
from app.web.language import Phrase


class Refusal(Exception):
    """Somebody asked for what is not theirs, or what no rule of theirs allows; kept in the audit log."""

    def __init__(
        self,
        *,
        by: Actor,
        object_kind: str,
        object_id: UUID | None = None,
        client_id: UUID | None = None,
        sentence: Phrase | str = "",
    ) -> None:
        super().__init__(f"{object_kind} {object_id}")
        self.by = by
        self.object_kind = object_kind
        self.object_id = object_id
        self.client_id = client_id
        self.sentence = sentence


class NotFound(Refusal):
    """There is no such row, or it is somebody else's: the same answer, so that neither can be told."""


class NotAllowed(Refusal):
    """The person may not do this; `sentence` says what is missing."""


class StateForbids(Exception):
    """The person may, but the state of things does not allow it now; the message says why."""

    def __init__(self, sentence: Phrase | str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Unfit(StateForbids):
    """What was asked cannot be done because of one field, which `sentence` stands beside."""

    def __init__(self, field: str, sentence: Phrase | str) -> None:
        super().__init__(sentence)
        self.field = field

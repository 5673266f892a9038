"""What can become of a text that is handed over, and what a service answers."""

from dataclasses import dataclass

from app.notices.smtp import NotTaken, Undeliverable

__all__ = ["Answer", "Handed", "NotTaken", "Outcome", "Stopped", "Undeliverable", "Unsure"]


class Stopped(Undeliverable):
    """Whoever has the number told the service to send nothing more."""


class Unsure(Exception):
    """It may have gone out: so it is not handed over again."""


@dataclass(frozen=True, slots=True)
class Handed:
    """It was taken; `id` is the service's own name for it, "" where it gave none."""

    id: str


Outcome = Handed | Undeliverable | NotTaken | Unsure


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: its status, and its body as far as it is JSON."""

    status: int
    body: dict[str, object]

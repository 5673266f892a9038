"""Who acts, for whom, and from where; every use case takes one as `by=`."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    CLIENT = "client"
    GUARDIAN = "guardian"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Origin:
    """The request behind an act: its id, and the network it came from (IPv4 /24, IPv6 /48)."""

    request_id: str
    network: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or a job of the system. A guardian is the account, never the client."""

    kind: ActorKind
    name: str
    account_id: UUID | None = None
    staff_id: UUID | None = None
    job: str | None = None
    origin: Origin | None = None

    @classmethod
    def system(cls, job: str) -> "Actor":
        return cls(kind=ActorKind.SYSTEM, name="", job=job)

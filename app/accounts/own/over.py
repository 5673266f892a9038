"""When a session runs out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.accounts.own.tables import Reason


@dataclass(frozen=True, slots=True)
class Over:
    """The moment a session runs out unless it is used, and the one at which it ends however much it is used."""

    idle_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, row: Any, *, idle_minutes: str) -> "Over":
        """Read them from the row of a session."""
        return cls(row["last_seen_at"] + timedelta(minutes=int(idle_minutes)), row["ends_at"])

    def used(self, row: Any) -> "Over":
        """Give them after the use that is noted now."""
        return Over(self.idle_at + (datetime.now(UTC) - row["last_seen_at"]), self.ends_at)

    @property
    def is_now(self) -> bool:
        return datetime.now(UTC) >= min(self.idle_at, self.ends_at)

    @property
    def seconds(self) -> int:
        """How long the session still lasts."""
        left = min(self.idle_at, self.ends_at) - datetime.now(UTC)
        return max(0, int(left.total_seconds()))

    @property
    def is_final(self) -> bool:
        """Whether using the session does not make it last longer."""
        return self.ends_at <= self.idle_at

    @property
    def reason(self) -> Reason:
        return Reason.LONGEST if self.is_final else Reason.IDLE

"""What a client was told, as staff read it: what, by which way, to whom and where, when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart
from app.accounts.sessions import CurrentStaff
from app.notices.preferences import Notice
from app.notices.smtp import NOT_TAKEN
from app.notices.tables import Channel, ClientNotice, NoticeState, TextState
from app.notices.telling.rules import FAULTS
from app.notices.telling.wording import KINDS, STATES
from app.web.cursor import Cursor, write_cursor
from app.web.language import Phrase, _l
from app.web.panel import PortalSection
from app.web.templates import phone

MOST_IN_SECTION = 10
MOST_SHOWN = 50
CHANNELS: dict[Channel, Phrase] = {Channel.EMAIL: _l("E-mail"), Channel.TEXT: _l("Text message")}
DELIVERED = _l("Arrived")
NOT_DELIVERED = _l("Did not arrive")
TRIED_AGAIN = (_l("Is being tried again"), "warn")
NEWEST = """
select notice.*, account.display_name, said.state as text_state, said.fault as text_fault,
  tried.fault as tried_fault, tried.due_at as tried_at
from client_notice notice left join portal_account account on account.id = notice.account
left join text_message said on said.id = notice.delivery
left join outbox_message tried on tried.id = notice.delivery and notice.state = 'waiting' and tried.attempts > 0
where notice.client = $1 and {behind} order by notice.created_at desc, notice.id limit $2
"""
OF_SECTION = f"""
with read as (
  update alert set read_at = $3 where recipient = $4 and client = $1 and kind = 'notice_failed' and read_at is null
) {NEWEST.format(behind="true")}
"""
"""The newest, while alerts that one of them failed are marked as read."""
BEHIND = "(notice.created_at < $3 or (notice.created_at = $3 and notice.id > $4))"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """Something a client was told, or is to be."""

    id: UUID
    what: str
    how: str
    to: str
    """Where it goes or went, "" where it never did."""
    who: str
    """Whose sign-in it is for, "" where nobody has one."""
    words: str
    look: str
    """How it stands, and how that looks."""
    why: str
    """Why it went wrong; "" where it did not."""
    at: datetime
    """When it came to stand so; of what waits, when it goes out at the earliest."""
    waits: bool


@dataclass(frozen=True, slots=True)
class NoticeLines:
    lines: tuple[NoticeLine, ...]
    older: str | None
    """The cursor behind the last of them; None: there are no more."""


async def notices_of(client_id: UUID, *, behind: Cursor | None = None) -> NoticeLines:
    """Give what a client was told, the newest first (one statement)."""
    statement = NEWEST.format(behind=BEHIND if behind else "true")
    return _lines(await db.rows(statement, client_id, MOST_SHOWN + 1, *(behind or ())), MOST_SHOWN)


async def notices_section(*, staff: CurrentStaff, chart: StaffChart) -> NoticeLines:
    """Give what `accounts/telling/staff/_notices.html` shows; alerts that a notice failed are then read."""
    now = datetime.now(UTC)
    found = await db.rows(OF_SECTION, chart.client_id, MOST_IN_SECTION + 1, now, staff.staff_id)
    return _lines(found, MOST_IN_SECTION)


SECTION = PortalSection(notices_section, "accounts/telling/staff/_notices.html")


def _lines(found: Sequence[db.Record], most: int) -> NoticeLines:
    return NoticeLines(tuple(_line(row) for row in found[:most]), _older(found, most))


def _older(found: Sequence[db.Record], most: int) -> str | None:
    return write_cursor(found[most - 1]["created_at"], found[most - 1]["id"]) if len(found) > most else None


def _line(row: db.Record) -> NoticeLine:
    state, channel = NoticeState(row["state"]), Channel(row["channel"])
    words, look = TRIED_AGAIN if row["tried_at"] else _standing(state, row["text_state"])
    sent_to = ClientNotice.sent_to.open(row["sent_to"], row=row["id"]) if row["sent_to"] else ""
    fault = row["fault"] or _said_meanwhile(row, look)
    return NoticeLine(
        id=row["id"],
        what=str(KINDS[Notice(row["notice"])]),
        how=str(CHANNELS[channel]),
        to=phone(sent_to) if channel is Channel.TEXT else sent_to,
        who=row["display_name"] or "",
        words=str(words),
        look=look,
        why=str(FAULTS.get(fault, fault)),
        at=row["settled_at"] or row["tried_at"] or row["due_at"],
        waits=state is NoticeState.WAITING,
    )


def _said_meanwhile(row: db.Record, look: str) -> str:
    """Give what the mail server or the text service said last, where something went wrong; "" where they did not."""
    if row["tried_at"]:
        return str(row["tried_fault"].removeprefix(NOT_TAKEN))
    return row["text_fault"] or "" if look == "warn" else ""


def _standing(state: NoticeState, text: str | None) -> tuple[Phrase, str]:
    """Say how a notice stands; of a text that went out, what the service said of it since."""
    if state in (NoticeState.SENT, NoticeState.UNKNOWN) and text is not None:
        if TextState(text) is TextState.DELIVERED:
            return DELIVERED, "ok"
        if TextState(text) is TextState.FAILED:
            return NOT_DELIVERED, "warn"
    return STATES[state]

"""What the worker does about people's own accounts: letters, and what the clock removes."""

from app.accounts.own import alert_mails, drafts, ended, letters
from app.notices.outbox import Effects

EFFECTS: Effects = {**letters.EFFECTS, **alert_mails.EFFECTS}


async def remove_ended_sessions() -> None:
    """Delete sessions whose absolute end is past; until then a session's next request would find it over."""
    await ended.sweep_sessions()


async def remove_old_drafts() -> None:
    """Delete what was being typed in sessions that ran out a day ago."""
    await drafts.remove_old()

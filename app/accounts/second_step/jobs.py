"""What the worker does about the second step: the letter that says it was reset, and tidying."""

from typing import Any
from uuid import UUID

from app import db
from app.accounts.second_step import challenges, tries
from app.accounts.second_step.service import STEP_RESET_LETTER
from app.notices import mail
from app.notices.outbox import Effects, Impossible, Sending
from app.web.language import Language

CLIENT = "select email, language from portal_account where id = $1"
STAFF = "select email, null as language from staff_member where id = $1"


async def send_reset_letter(message_id: UUID, payload: dict[str, Any]) -> None:
    """Tell somebody that their second step was taken away: a stranger may have asked for it."""
    row = await db.row(STAFF if payload["is_staff"] else CLIENT, UUID(payload["owner"]))
    if row is None or not row["email"]:
        raise Impossible("There is no e-mail address to tell.")
    letter = mail.compose(
        "accounts/second_step/mail/reset",
        to=row["email"],
        language=Language(row["language"] or Language.ENGLISH),
        door="/staff/sign-in" if payload["is_staff"] else "/sign-in",
    )
    await mail.send(letter, message_id=message_id)


EFFECTS: Effects = {STEP_RESET_LETTER: Sending(send_reset_letter)}


async def remove_old() -> None:
    """Remove tries and answered challenges that no check looks at any more."""
    await tries.remove_old()
    await challenges.remove_old()

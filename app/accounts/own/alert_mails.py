"""Whether a staff member's alerts are e-mailed to them, and the letter that says so."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.addresses import is_mail_address
from app.notices import alert_mail, mail
from app.notices.outbox import Effects, Sending
from app.web.language import Language, Phrase, _l

OF_MEMBER = """
select sign_in.email as of_sign_in, member.email as of_member, coalesce(alert_mail.wanted, false) as wanted
from staff_sign_in sign_in join staff_member member on member.id = sign_in.staff
left join alert_mail on alert_mail.id = member.id where member.id = $1
"""
NO_MAIL = _l("E-mail is switched off for this portal.")
NO_ADDRESS = _l("No e-mail address of yours is on file. Whoever looks after staff can add it.")


@dataclass(frozen=True, slots=True)
class AlertMails:
    """Whether alerts are e-mailed to a staff member."""

    wanted: bool
    email: str
    """Where to; "" where no address is on file."""

    @property
    def impossible(self) -> Phrase | None:
        """Why none can be sent."""
        if not mail.is_possible():
            return NO_MAIL
        return None if self.email else NO_ADDRESS


async def alert_mails_of(staff_id: UUID) -> AlertMails:
    """Give whether alerts are e-mailed to a staff member, and where to (one statement)."""
    row = await db.row(OF_MEMBER, staff_id)
    if row is None:
        return AlertMails(wanted=False, email="")
    given = (row["of_sign_in"], row["of_member"])  # one made by hand may have none that is any
    email = next((email for email in given if email and is_mail_address(email)), "")
    return AlertMails(wanted=row["wanted"], email=email)


async def choose_alert_mails(*, staff: CurrentStaff, wanted: bool) -> None:
    """Keep whether alerts are e-mailed; raises StateForbids where they are wanted and cannot be."""
    impossible = (await alert_mails_of(staff.staff_id)).impossible
    if wanted and impossible is not None:
        raise StateForbids(impossible)
    await alert_mail.choose(staff_id=staff.staff_id, by=staff.actor, wanted=wanted)


async def send_alert_letter(message_id: UUID, payload: dict[str, Any]) -> None:
    """Tell a staff member that something new is in their inbox."""
    email = (await alert_mails_of(UUID(payload["staff"]))).email
    if email:
        letter = mail.compose(
            "accounts/own/mail/alert", to=email, language=Language.ENGLISH, is_urgent=payload["is_urgent"]
        )
        await mail.send(letter, message_id=message_id)


EFFECTS: Effects = {
    alert_mail.DUE: alert_mail.decide,
    alert_mail.LETTER: Sending(send_alert_letter),
}

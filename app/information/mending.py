"""Clients who chose text messages while none are sent, for the page of things to mend."""

from app import db
from app.notices.texts.sending import is_possible
from app.web.language import gettext, ngettext
from app.web.panel import Mend

CHOSE_TEXTS = """
select count(*) from messaging_preference preference join client on client.id = preference.id
where preference.channel = 'text' and client.discharged_on is null
"""


async def things_to_mend() -> list[Mend]:
    """Say how many clients chose text messages where SMS_URL names nothing that sends them."""
    if is_possible():
        return []
    row = await db.row(CHOSE_TEXTS)
    count = row["count"] if row else 0
    if not count:
        return []
    sentence = ngettext(
        "%(count)s client chose text messages, and this portal sends none (SMS_URL is not set): e-mail tells them instead.",
        "%(count)s clients chose text messages, and this portal sends none (SMS_URL is not set): e-mail tells them instead.",
        count,
    )
    return [Mend(sentence=sentence % {"count": count}, path="/staff/mend", label=gettext("Look again"))]

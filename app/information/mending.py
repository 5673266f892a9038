"""Clients who chose text messages while none are sent, for the page of things to mend."""

from typing import Any

from app.notices.texts.sending import is_possible
from app.web.language import gettext, ngettext
from app.web.panel import Mend, Mending

CHOSE_TEXTS = """
select json_build_object('count', count(*)) from messaging_preference preference join client on client.id = preference.id
where preference.channel = 'text' and client.discharged_on is null
"""


def _mends(row: Any) -> list[Mend]:
    """Say how many clients chose text messages where SMS_URL names nothing that sends them."""
    count = row["count"]
    if is_possible() or not count:
        return []
    sentence = ngettext(
        "%(count)s client chose text messages, and this portal sends none (SMS_URL is not set): e-mail tells them instead.",
        "%(count)s clients chose text messages, and this portal sends none (SMS_URL is not set): e-mail tells them instead.",
        count,
    )
    return [Mend(sentence=sentence % {"count": count}, path="/staff/mend", label=gettext("Look again"))]


MENDINGS = (Mending(statement=CHOSE_TEXTS, mends=_mends),)

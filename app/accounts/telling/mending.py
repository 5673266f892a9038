"""Clients who could not be told that something waits, so that somebody may mend it."""

from datetime import UTC, datetime, timedelta

from app import db
from app.notices import mail
from app.notices.telling.rules import FAULTS, Fault
from app.web.language import gettext
from app.web.panel import Mend

LOOKED_BACK = timedelta(days=30)
MOST_NAMED = 20
FAILED = """
select newest.client, client.number, newest.fault from (
  select distinct on (account) account, client, state, fault, settled_at from client_notice
  where account in (select account from client_notice where state = 'failed' and settled_at > $1)
    and state in ('sent', 'failed', 'unknown') and settled_at > $1
  order by account, settled_at desc, id) newest
join client on client.id = newest.client
where newest.state = 'failed' and newest.fault <> all($2)
order by newest.settled_at desc, client.number limit $3
"""


async def things_to_mend() -> list[Mend]:
    """Name clients whose newest notice could not be sent, by number; and say where no e-mail is sent at all."""
    return [*_no_mail(), *await _failed()]


def _no_mail() -> list[Mend]:
    if mail.is_possible():
        return []
    sentence = gettext(
        "This portal sends no e-mail (SMTP_URL is none), so clients hear of nothing by e-mail."
    )
    return [Mend(sentence=sentence, path="/staff/mend", label=gettext("Look again"))]


async def _failed() -> list[Mend]:
    left_out = [Fault.NO_LOGIN.value, Fault.MAIL_IS_OFF.value]
    found = await db.rows(FAILED, datetime.now(UTC) - LOOKED_BACK, left_out, MOST_NAMED)
    sentence = gettext("Client %(number)s could not be told that something waits. %(why)s")
    return [
        Mend(
            sentence=sentence % {"number": row["number"], "why": FAULTS.get(row["fault"], row["fault"])},
            path=f"/staff/clients/{row['client']}/portal",
            label=gettext("Look at the notices"),
        )
        for row in found
    ]

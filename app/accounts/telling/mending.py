"""Clients who could not be told that something waits, so that somebody may mend it."""

from datetime import UTC, datetime, timedelta

from app import db
from app.notices import mail
from app.notices.smtp import NOT_TAKEN
from app.notices.telling.rules import FAULTS, Fault
from app.web.language import gettext, ngettext
from app.web.panel import Mend
from app.web.templates import moment

LOOKED_BACK = timedelta(days=30)
MOST_NAMED = 20
LATE = timedelta(minutes=10)
"""After so long staff hear that letters are not taken; less is usual."""
WAITING = f"""
select count(*) as letters, min(since) as since, (array_agg(fault order by created_at desc))[1] as fault
from (
  select outbox.fault, outbox.created_at, coalesce(
    (select min(due_at) from client_notice where delivery = outbox.id), outbox.created_at) as since
  from outbox_message outbox where outbox.done_at is null and outbox.fault like '{NOT_TAKEN}%'
) tried where since <= $4 having count(*) > 0
"""
FAILED = """
select newest.client, client.number, null as letters, newest.settled_at as since, newest.fault from (
  select distinct on (account) account, client, state, fault, settled_at from client_notice
  where account in (select account from client_notice where state = 'failed' and settled_at > $1)
    and state in ('sent', 'failed', 'unknown') and settled_at > $1
  order by account, settled_at desc, id) newest
join client on client.id = newest.client
where newest.state = 'failed' and newest.fault <> all($2)
order by newest.settled_at desc, client.number limit $3
"""
BOTH = f"""
select * from (select null::uuid as client, null::int as number, waiting.* from ({WAITING}) waiting
  union all ({FAILED})) found order by client is not null, since desc, number
"""


async def things_to_mend() -> list[Mend]:
    """Name clients whose newest notice could not be sent, by number; and say where nothing is sent, or taken, at all."""
    return [*_no_mail(), *await _not_told()]


def _no_mail() -> list[Mend]:
    if mail.is_possible():
        return []
    sentence = gettext(
        "This portal sends no e-mail (SMTP_URL is none), so clients hear of nothing by e-mail."
    )
    return [Mend(sentence=sentence, path="/staff/mend", label=gettext("Look again"))]


async def _not_told() -> list[Mend]:
    left_out, now = [Fault.NO_LOGIN.value, Fault.MAIL_IS_OFF.value], datetime.now(UTC)
    found = await db.rows(BOTH, now - LOOKED_BACK, left_out, MOST_NAMED, now - LATE)
    return [_of_client(row) if row["client"] else _of_machine(row) for row in found]


def _of_machine(row: db.Record) -> Mend:
    """Say how much waits since nothing is taken."""
    sentence = ngettext(
        "%(count)s e-mail or text was not taken since %(since)s, and is being tried again. %(why)s",
        "%(count)s e-mails or texts were not taken since %(since)s, and are being tried again. %(why)s",
        row["letters"],
    )
    why = row["fault"].removeprefix(NOT_TAKEN)
    said = {"count": row["letters"], "since": moment(row["since"]), "why": why}
    return Mend(sentence=sentence % said, path="/staff/mend", label=gettext("Look again"))


def _of_client(row: db.Record) -> Mend:
    sentence = gettext("Client %(number)s could not be told that something waits. %(why)s")
    return Mend(
        sentence=sentence % {"number": row["number"], "why": FAULTS.get(row["fault"], row["fault"])},
        path=f"/staff/clients/{row['client']}/portal",
        label=gettext("Look at the notices"),
    )

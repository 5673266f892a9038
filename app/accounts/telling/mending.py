"""Clients who could not be told that something waits, so that somebody may mend it."""

from datetime import datetime
from typing import Any

from app.notices import mail
from app.notices.smtp import NOT_TAKEN
from app.notices.telling.rules import FAULTS, Fault
from app.web.language import gettext, ngettext
from app.web.panel import Mend, Mending
from app.web.templates import moment

LOOKED_BACK = "interval '30 days'"
MOST_NAMED = 20
LATE = "interval '10 minutes'"
"""After so long staff hear that letters are not taken; less is usual."""
WAITING = f"""
select count(*) as letters, min(since) as since, (array_agg(fault order by created_at desc))[1] as fault
from (
  select outbox.fault, outbox.created_at, coalesce(
    (select min(due_at) from client_notice where delivery = outbox.id), outbox.created_at) as since
  from outbox_message outbox where outbox.done_at is null and outbox.fault like '{NOT_TAKEN}%'
) tried where since <= now() - {LATE} having count(*) > 0
"""
FAILED = f"""
select newest.client, client.number, newest.fault from (
  select distinct account from client_notice where state = 'failed' and settled_at > now() - {LOOKED_BACK}) missed
cross join lateral (
  select client, state, fault, settled_at from client_notice
  where account = missed.account and state in ('sent', 'failed', 'unknown') and settled_at > now() - {LOOKED_BACK}
  order by settled_at desc, id limit 1) newest
join client on client.id = newest.client
where newest.state = 'failed' and newest.fault not in ('{Fault.NO_LOGIN}', '{Fault.MAIL_IS_OFF}')
order by newest.settled_at desc, client.number limit {MOST_NAMED}
"""
BOTH = f"""
select json_build_object(
  'waiting', (select row_to_json(waiting) from ({WAITING}) waiting),
  'failed', (select coalesce(json_agg(failed), '[]') from ({FAILED}) failed))
"""


def _mends(row: Any) -> list[Mend]:
    """Name clients whose newest notice could not be sent, by number; and say where nothing is sent, or taken, at all."""
    waiting = [_of_machine(row["waiting"])] if row["waiting"] else []
    return [*_no_mail(), *waiting, *map(_of_client, row["failed"])]


MENDINGS = (Mending(statement=BOTH, mends=_mends),)


def _no_mail() -> list[Mend]:
    if mail.is_possible():
        return []
    sentence = gettext(
        "This portal sends no e-mail (SMTP_URL is none), so clients hear of nothing by e-mail."
    )
    return [Mend(sentence=sentence, path="/staff/mend", label=gettext("Look again"))]


def _of_machine(row: Any) -> Mend:
    """Say how much waits since nothing is taken."""
    sentence = ngettext(
        "%(count)s e-mail or text was not taken since %(since)s, and is being tried again. %(why)s",
        "%(count)s e-mails or texts were not taken since %(since)s, and are being tried again. %(why)s",
        row["letters"],
    )
    why = row["fault"].removeprefix(NOT_TAKEN)
    said = {"count": row["letters"], "since": moment(datetime.fromisoformat(row["since"])), "why": why}
    return Mend(sentence=sentence % said, path="/staff/mend", label=gettext("Look again"))


def _of_client(row: Any) -> Mend:
    sentence = gettext("Client %(number)s could not be told that something waits. %(why)s")
    return Mend(
        sentence=sentence % {"number": row["number"], "why": FAULTS.get(row["fault"], row["fault"])},
        path=f"/staff/clients/{row['client']}/portal",
        label=gettext("Look at the notices"),
    )

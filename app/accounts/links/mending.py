"""Clients whose way in could not be e-mailed to them, so that somebody may mend the address."""

from typing import Any

from app.web.language import gettext
from app.web.panel import Mend, Mending

LOOKED_BACK = "interval '30 days'"
MOST_NAMED = 20
UNDELIVERED = f"""
select coalesce(json_agg(failed order by failed.number), '[]') from (
  select distinct client.id, client.number from sign_in_link link
  join chart_grant grant_of on grant_of.account = link.account and grant_of.revoked_at is null
  join client on client.id = grant_of.client
  where link.delivery = 'undeliverable' and link.superseded_at is null and link.made_at > now() - {LOOKED_BACK}
  order by client.number limit {MOST_NAMED}) failed
"""


def _mends(row: Any) -> list[Mend]:
    """Name clients, by number, for whom an e-mail with a link to sign in came back."""
    sentence = gettext("Client %(number)s: an e-mail with a way to sign in could not be delivered.")
    return [
        Mend(
            sentence=sentence % {"number": failed["number"]},
            path=f"/staff/clients/{failed['id']}/portal",
            label=gettext("Open the Client Portal tab"),
        )
        for failed in row
    ]


MENDING = Mending(statement=UNDELIVERED, mends=_mends)

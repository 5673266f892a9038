"""Of exports, what somebody should see to: those that could not be made."""

from typing import Any

from app.web.language import gettext
from app.web.panel import Mend, Mending

MOST_NAMED = 20
TO_MEND = f"""
select coalesce(json_agg(failed order by failed.number), '[]') from (
  select distinct client.id, client.number from record_export export join client on client.id = export.client
  where export.state = 'failed' and export.asked_at > now() - interval '14 days'
    and not exists (select from record_export later where later.client = export.client
      and later.account is not distinct from export.account and later.staff is not distinct from export.staff
      and later.asked_at > export.asked_at)
  order by client.number limit {MOST_NAMED}) failed
"""


def _mends(row: Any) -> list[Mend]:
    sentence = gettext(
        "A file of everything in the portal could not be made for client %(number)s. Look for “export failed” in the log,"
        " then have it made again."
    )
    return [
        Mend(
            sentence=sentence % {"number": failed["number"]},
            path=f"/staff/clients/{failed['id']}/record",
            label=gettext("Open the record"),
        )
        for failed in row
    ]


MENDING = Mending(statement=TO_MEND, mends=_mends)

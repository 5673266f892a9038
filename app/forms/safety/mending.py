"""What of safety alerts is not as it should be, so that somebody may mend it."""

from typing import Any

from app.forms.rules import Role
from app.forms.safety.persons import ABLE_CONTACTS, PATH
from app.web.language import Phrase, _l, gettext
from app.web.panel import Gravity, Mend, Mending

SOON = "interval '1 minute'"
"""How long it may take, whatever is slow, until somebody is told."""
MOST_NAMED = 20
UNSEEN = f"""
select event.client, event.response, client.number,
  event.told is null and not exists (
    select 1 from safety_contact contact where contact.role = 'second' and contact.staff = event.escalated_to) as astray
from safety_event event join client on client.id = event.client
where event.acknowledged_at is null
  and (event.escalated_at is not null or (event.told is null and event.noticed_at < now() - {SOON}))
order by event.noticed_at limit {MOST_NAMED}
"""
TO_MEND = f"""
select json_build_object(
  'able', (select coalesce(json_agg(able.role), '[]') from ({ABLE_CONTACTS}) able),
  'unseen', (select coalesce(json_agg(unseen), '[]') from ({UNSEEN}) unseen))
"""
NOT_SET: dict[Role, Phrase] = {
    Role.FIRST: _l(
        "No first person is named who is told when an answer shows danger and the client has no clinician, or that"
        " person cannot see alerts and answers."
    ),
    Role.SECOND: _l(
        "No second person is named who is told when nobody acknowledges an answer that shows danger, or that person"
        " cannot see alerts and answers. Forms that can show danger are not assigned until there is one."
    ),
}


def _mends(row: Any) -> list[Mend]:
    """Name the persons that are missing, and the answers that nobody has acknowledged though they should have."""
    missing = [
        Mend(sentence=str(sentence), path=PATH, label=gettext("Choose who is told"))
        for role, sentence in NOT_SET.items()
        if role.value not in row["able"]
    ]
    return [*map(_unseen, row["unseen"]), *missing]


MENDING = Mending(statement=TO_MEND, mends=_mends)


def _unseen(row: Any) -> Mend:
    return Mend(
        sentence=_sentence(row) % {"number": row["number"]},
        path=f"/staff/clients/{row['client']}/forms/{row['response']}",
        label=gettext("Look at the answers"),
        gravity=Gravity.URGENT,
    )


def _sentence(row: Any) -> str:
    if row["astray"]:
        return gettext(
            "Client %(number)s: an answer shows danger, and neither the first nor the second person could be told."
            " Client Admins are told, where there are any. Nobody has acknowledged it yet."
        )
    return gettext("Client %(number)s: an answer shows danger, and nobody has acknowledged it in time.")

"""Forms and packets by their names, where somebody types them."""

from collections.abc import Sequence
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.forms.assigning.rules import NO_SUCH_FORM, NO_SUCH_PACKET, SEVERAL_FORMS
from app.forms.assigning.service import RULE
from app.forms.library.shelf import OFFERED
from app.staff.rules import Action
from app.web.language import Phrase

OFFERED_NAMED = f"""
select id from ({OFFERED}) offered where lower($1) in (lower(title), nullif(lower(title_es), '')) limit 2
"""
OPEN_NAMED = """
select assignment.id from form_assignment assignment
join questionnaire on questionnaire.id = assignment.questionnaire
where assignment.client = $1 and assignment.completed_at is null and assignment.taken_back_at is null
  and lower($2) in (lower(questionnaire.title), nullif(lower(questionnaire.title_es), '')) limit 2
"""
PACKET_NAMED = "select id from form_packet where active and lower(name) = lower($1) limit 2"


async def offered_form(title: str) -> UUID:
    """Give the form of a title among those that are offered; raises StateForbids for none, and for several."""
    return _only(await db.rows(OFFERED_NAMED, title), NO_SUCH_FORM)


async def packet(name: str) -> UUID:
    return _only(await db.rows(PACKET_NAMED, name), NO_SUCH_PACKET)


async def open_form(*, staff: CurrentStaff, client_id: UUID, title: str, action: Action) -> UUID:
    """Give the open form of a title in a chart; raises NotAllowed, NotFound, and StateForbids likewise."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    return _only(await db.rows(OPEN_NAMED, client_id, title), NO_SUCH_FORM)


def _only(found: Sequence[db.Record], sentence: Phrase) -> UUID:
    if len(found) != 1:
        raise StateForbids(SEVERAL_FORMS if found else sentence)
    only: UUID = found[0]["id"]
    return only

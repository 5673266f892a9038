"""The forms that can be assigned: of each the newest version that is not retired."""

from dataclasses import dataclass
from uuid import UUID

from app import db
from app.forms.filling.listing import title_of
from app.forms.questionnaire.form import form_of
from app.forms.safety.rules import is_watched

NEWEST = "distinct on (url) id, url, version, title, title_es, instrument, built_in"
OFFERED = f"""
select {NEWEST} from questionnaire where retired_at is null order by url, brought_in_at desc, id desc
"""
"""In SQL: the versions that are offered, one a form."""
COLUMNS = """
questionnaire.id, url, version, title, title_es, definition,
  exists (select 1 from safety_rule where safety_rule.url = questionnaire.url) as marked
"""
OF_ANY_VERSION = f"""
select {COLUMNS} from questionnaire where retired_at is null and url = (select url from questionnaire where id = $1)
order by brought_in_at desc, id desc limit 1
"""
OF_ADDRESS = f"""
select {COLUMNS} from questionnaire where retired_at is null and url = $1 order by brought_in_at desc, id desc limit 1
"""


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form in the version that is assigned today."""

    id: UUID
    url: str
    version: str
    title: str
    marked: bool
    """Whether its answers can show that somebody is in danger."""


async def offered(questionnaire_id: UUID) -> OfferedForm | None:
    """Give the form that this is a version of, as it is offered; None where it is no longer, or was never there."""
    return _offered(await db.row(OF_ANY_VERSION, questionnaire_id))


async def offered_by_url(url: str) -> OfferedForm | None:
    return _offered(await db.row(OF_ADDRESS, url))


def _offered(row: db.Record | None) -> OfferedForm | None:
    if row is None:
        return None
    marked = row["marked"] or is_watched(form_of(row["definition"]))
    return OfferedForm(row["id"], row["url"], row["version"], title_of(row), marked)

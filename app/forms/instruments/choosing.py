"""By which instrument a form of the practice's own is scored, where it does not say so by its LOINC code."""

from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.staff.rules import Action, PermissionRule

CHOOSE = """
update questionnaire set instrument = $2 where id = $1 and not built_in returning title, url, version
"""


async def choose_instrument(*, staff: CurrentStaff, form_id: UUID, instrument: str) -> str:
    """Have answers to a form be scored so from now on, or by none (""); gives its title.

    The forms that come with the portal are what they are. Raises NotAllowed, NotFound.
    """
    check_rule(staff, PermissionRule.FORMS, Action.MODIFY)
    async with db.transaction():
        row = await db.row(CHOOSE, form_id, instrument)
        if row is None:
            raise NotFound(by=staff.actor, object_kind="questionnaire", object_id=form_id)
        await activity.record(
            by=staff.actor,
            kind=Kind.FORM_LIBRARY_CHANGED,
            object_kind="questionnaire",
            object_id=form_id,
            detail={"act": "scored", "instrument": instrument, "url": row["url"], "version": row["version"]},
        )
    title: str = row["title"]
    return title

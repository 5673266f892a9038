"""The two lists of the chart's tab Client Portal: the forms a client could be given, and those they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart
from app.accounts.sessions import CurrentStaff, today
from app.forms.assigning.service import RULE
from app.forms.filling.listing import title_of
from app.forms.library.shelf import OFFERED
from app.forms.rules import Facts, is_overdue
from app.notices import mail
from app.staff.rules import Action, may
from app.web.language import gettext, ngettext
from app.web.panel import PortalSection
from app.web.templates import day_short

MOST_OFFERED = 50
MOST_SENT = 20
MOST_AT_A_GLANCE = 6
LISTS = f"""
with open as (
  select assignment.*, questionnaire.url, questionnaire.title, questionnaire.title_es,
    exists (select 1 from form_response response
      where response.assignment = assignment.id and response.status <> 'entered-in-error') as begun
  from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
  where assignment.client = $1 and assignment.completed_at is null and assignment.taken_back_at is null
), sent as (
  select assignment.*, questionnaire.title, questionnaire.title_es
  from form_assignment assignment join questionnaire on questionnaire.id = assignment.questionnaire
  where assignment.client = $1 and assignment.completed_at is not null and assignment.taken_back_at is null
  order by assignment.completed_at desc, assignment.id limit {MOST_SENT}
), offered as ({OFFERED})
select 'open' as list, id, questionnaire, title, title_es, required, due_on, assigned_at, assigned_by_name, reminded_at,
  completed_at, begun, recurrence is not null as repeats from open
union all select 'sent', id, questionnaire, title, title_es, required, due_on, assigned_at, assigned_by_name, reminded_at,
  completed_at, true, recurrence is not null from sent
union all (select 'offered', id, id, title, title_es, false, null, null, null, null, null, false, false from offered
  where url not in (select url from open)
    and position(lower($2) in lower(concat_ws(' ', title, title_es, url))) > 0
  order by lower(title), id limit {MOST_OFFERED + 1})
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """A form that the client does not have; `focus`: the keyboard goes there."""

    id: UUID
    title: str
    focus: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A form that the client has."""

    id: UUID
    title: str
    required: bool
    due_on: str
    """As a date field has it, or ""."""
    terms: str
    """Whether it is required, and by when, in words."""
    standing: str
    look: str
    answered: bool
    repeats: bool
    assigned_at: datetime
    assigned_by: str
    reminded_at: datetime | None
    focus: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """Both lists, and what the staff member may do with them."""

    path: str
    find: str
    offered: tuple[Offer, ...]
    more: bool
    """Whether more forms could be given than are shown."""
    given: tuple[Given, ...]
    sent: tuple[Given, ...]
    may_assign: bool
    may_change: bool
    may_take_back: bool
    may_remind: bool
    moved: bool
    """Whether a form was just moved, and no row is left for the keyboard to go to."""

    @property
    def searched(self) -> bool:
        """Whether there is, or was, enough to look through."""
        return bool(self.find) or len(self.offered) > MOST_AT_A_GLANCE

    @property
    def found(self) -> str:
        if self.more:
            return gettext("More than %(count)s forms") % {"count": MOST_OFFERED}
        words = ngettext("%(count)s form", "%(count)s forms", len(self.offered))
        return words % {"count": len(self.offered)}


async def lists_of(
    *, staff: CurrentStaff, chart: StaffChart, find: str = "", moved: tuple[str, UUID] | None = None
) -> Lists:
    """Give both lists (one statement); `moved`: from which list what questionnaire has just gone."""
    found = await db.rows(LISTS, chart.client_id, find)
    by_list = {name: [row for row in found if row["list"] == name] for name in ("open", "sent", "offered")}
    came_from, questionnaire_id = moved or ("", None)
    gone = next((title_of(row) for row in found if row["questionnaire"] == questionnaire_id), "")
    offers = sorted(by_list["offered"][:MOST_OFFERED], key=_title)
    given = sorted(by_list["open"], key=_order)
    behind = {
        "offered": _behind(offers, gone) if came_from == "offered" else None,
        "open": _behind(given, gone) if came_from == "open" else None,
    }
    return Lists(
        path=f"{chart.path}/portal/forms",
        find=find,
        offered=tuple(Offer(row["id"], title_of(row), row["id"] == behind["offered"]) for row in offers),
        more=len(by_list["offered"]) > MOST_OFFERED,
        given=tuple(_given(row, focus=row["id"] == behind["open"]) for row in given),
        sent=tuple(_given(row) for row in by_list["sent"]),
        may_assign=may(staff.permissions, RULE, Action.CREATE),
        may_change=may(staff.permissions, RULE, Action.MODIFY),
        may_take_back=may(staff.permissions, RULE, Action.DELETE),
        may_remind=mail.is_possible() and may(staff.permissions, RULE, Action.MODIFY),
        moved=moved is not None and not any(behind.values()),
    )


async def forms_section(*, staff: CurrentStaff, chart: StaffChart) -> Lists | None:
    """Give the section of the tab to who sees the forms of a chart; None to others."""
    if not may(staff.permissions, RULE, Action.VIEW):
        return None
    return await lists_of(staff=staff, chart=chart)


SECTION = PortalSection(forms_section, "forms/staff/_assigning.html")


def _title(row: db.Record) -> str:
    return title_of(row).casefold()


def _order(row: db.Record) -> tuple[bool, str]:
    """Put what is required first, as the client's own list does."""
    return not row["required"], _title(row)


def _behind(rows: Sequence[db.Record], gone: str) -> UUID | None:
    """Give the row that has come up in the place of one that went: the next by its title, else the last."""
    if not rows:
        return None
    following = [row for row in rows if _title(row) >= gone.casefold()]
    found: UUID = min(following, key=_title)["id"] if following else rows[-1]["id"]
    return found


def _given(row: db.Record, *, focus: bool = False) -> Given:
    facts = Facts(completed_at=row["completed_at"], taken_back_at=None, due_on=row["due_on"])
    standing, look = _standing(row, overdue=is_overdue(facts, today=today()))
    return Given(
        id=row["id"],
        title=title_of(row),
        required=row["required"],
        due_on=row["due_on"].isoformat() if row["due_on"] else "",
        terms=_terms(row),
        standing=standing,
        look=look,
        answered=row["begun"],
        repeats=row["repeats"],
        assigned_at=row["assigned_at"],
        assigned_by=row["assigned_by_name"],
        reminded_at=row["reminded_at"],
        focus=focus,
    )


def _terms(row: db.Record) -> str:
    required = gettext("Required") if row["required"] else gettext("Optional")
    if row["due_on"] is None:
        return required
    return gettext("%(required)s, due %(day)s") % {"required": required, "day": day_short(row["due_on"])}


def _standing(row: db.Record, *, overdue: bool) -> tuple[str, str]:
    if row["completed_at"] is not None:
        return gettext("Sent"), "ok"
    if overdue:
        return gettext("Overdue"), "warn"
    return (gettext("Begun"), "") if row["begun"] else (gettext("Not begun"), "")

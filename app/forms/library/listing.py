"""The library as staff look at it: every form with its versions, and one version with all that is known of it."""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotFound
from app.forms.filling.listing import title_of
from app.forms.library.marks import IS_MARKED
from app.forms.library.service import RULE
from app.forms.questionnaire.form import form_of
from app.staff.rules import Action
from app.web.language import current_language, gettext

MOST_COUNTED = 1000
COLUMNS = f"""
questionnaire.id, url, version, title, title_es, signed, built_in, brought_in_at, brought_in_by_name, retired_at,
  {IS_MARKED} as marked
"""
LIBRARY = f"select {COLUMNS} from questionnaire order by url, brought_in_at desc, questionnaire.id desc"
VERSIONS = f"""
select {COLUMNS} from questionnaire where url = (select url from questionnaire where id = $1)
order by brought_in_at desc, questionnaire.id desc
"""
ONE = f"""
select definition, notes, instrument,
  (select count(*) from (select 1 from form_assignment open where open.questionnaire = questionnaire.id
    and open.completed_at is null and open.taken_back_at is null limit {MOST_COUNTED}) counted) as waiting,
  (select count(*) from (select 1 from form_assignment sent where sent.questionnaire = questionnaire.id
    and sent.completed_at is not null limit {MOST_COUNTED}) counted) as sent
from questionnaire where id = $1
"""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a form."""

    id: UUID
    url: str
    version: str
    title: str
    signed: bool
    built_in: bool
    marked: bool
    brought_in_at: datetime
    brought_in_by: str
    retired: bool
    offered: bool
    """Whether it is the one that is given to clients now."""

    @property
    def standing(self) -> str:
        if self.retired:
            return gettext("Retired")
        return gettext("Offered") if self.offered else gettext("Older version")

    @property
    def look(self) -> str:
        return "ok" if self.offered else ""


@dataclass(frozen=True, slots=True)
class FormOnShelf:
    """A form, in the version that is offered or else the newest, and all there are."""

    shown: Version
    versions: tuple[Version, ...]

    @property
    def older(self) -> int:
        return len(self.versions) - 1


@dataclass(frozen=True, slots=True)
class FormPage:
    """One version with what the import gate said of it, and how often it was given."""

    version: Version
    versions: tuple[Version, ...]
    definition: str
    purpose: str
    """What its makers tell a practice about it."""
    repairs: tuple[str, ...]
    notes: tuple[str, ...]
    waiting: int
    sent: int
    instrument: str
    """By which of our scores it is scored; "": by none."""


async def library(*, staff: CurrentStaff) -> tuple[FormOnShelf, ...]:
    """Give every form of the library by its title; raises NotAllowed."""
    check_rule(staff, RULE, Action.VIEW)
    found = await db.rows(LIBRARY)
    forms = [_on_shelf(list(rows)) for _, rows in groupby(found, key=lambda row: row["url"])]
    return tuple(sorted(forms, key=lambda form: (form.shown.retired, form.shown.title.casefold())))


async def form_page(*, staff: CurrentStaff, form_id: UUID, action: Action = Action.VIEW) -> FormPage:
    """Give a version of a form (two statements); raises NotAllowed, NotFound."""
    check_rule(staff, RULE, action)
    row = await db.row(ONE, form_id)
    if row is None:
        raise NotFound(by=staff.actor, object_kind="questionnaire", object_id=form_id)
    versions = _on_shelf(list(await db.rows(VERSIONS, form_id))).versions
    said = json.loads(row["notes"]) or {}
    return FormPage(
        version=next(each for each in versions if each.id == form_id),
        versions=versions,
        definition=row["definition"],
        purpose=form_of(row["definition"]).purpose.said_in(current_language()),
        repairs=tuple(said.get("repairs", ())),
        notes=tuple(said.get("notes", ())),
        waiting=row["waiting"],
        sent=row["sent"],
        instrument=row["instrument"],
    )


def _on_shelf(rows: list[db.Record]) -> FormOnShelf:
    """Put the versions of one form together, which come newest first."""
    offered = next((row["id"] for row in rows if row["retired_at"] is None), None)
    versions = tuple(_version(row, offered=row["id"] == offered) for row in rows)
    shown = next((each for each in versions if each.offered), versions[0])
    return FormOnShelf(shown, versions)


def _version(row: db.Record, *, offered: bool) -> Version:
    return Version(
        id=row["id"],
        url=row["url"],
        version=row["version"],
        title=title_of(row),
        signed=row["signed"],
        built_in=row["built_in"],
        marked=row["marked"],
        brought_in_at=row["brought_in_at"],
        brought_in_by=row["brought_in_by_name"],
        retired=row["retired_at"] is not None,
        offered=offered,
    )

"""Bringing forms into the library, retiring them and bringing them back."""

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, Unfit
from app.forms.instruments.known import instrument_of
from app.forms.library.rules import (
    MEANWHILE,
    NO_FORM,
    TAKES_PLACE,
    Kept,
    check_can_bring_back,
    check_can_retire,
    check_can_take_in,
)
from app.forms.questionnaire.form import form_of
from app.forms.questionnaire.gate import Examined, examine
from app.forms.safety.rules import is_watched
from app.forms.tables import Questionnaire
from app.staff.rules import Action, PermissionRule

RULE = PermissionRule.FORMS
SAME_VERSION = """
select id, definition, built_in, exists (select 1 from form_assignment assignment
  where assignment.questionnaire = questionnaire.id) as given
from questionnaire where url = $1 and version = $2
"""
LOCK_VERSION = "select 1 from questionnaire where url = $1 and version = $2 for update"
LOCK = "select id, title, url, version, retired_at from questionnaire where id = $1 for update"
ADD = """
insert into questionnaire (id, url, version, title, title_es, definition, notes, instrument, signed, built_in,
  brought_in_at, brought_in_by_name, retired_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, $10, $11, null) on conflict (url, version) do nothing returning id
"""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A form that is in the library now; `replaced`: in the place of one that nobody was ever given."""

    id: UUID
    title: str
    replaced: bool


async def look_through(*, staff: CurrentStaff, raw: bytes) -> Examined:
    """Examine a file that somebody would bring in, and tell how it stands to the library; raises NotAllowed."""
    found = await _examine(staff, raw)
    if found.errors:
        return found
    try:
        kept = await _same_version(found)
    except Unfit as why:
        return Examined(errors=(str(why.sentence),))
    return replace(found, notes=(str(TAKES_PLACE), *found.notes)) if kept else found


async def bring_in(*, staff: CurrentStaff, raw: bytes) -> BroughtIn:
    """Put a form into the library, where it is offered from then on; an older version stays beside it.

    Raises NotAllowed, and Unfit for a form that is refused, or whose name and version are taken.
    """
    found = await _examine(staff, raw)
    if found.errors or not found.definition:
        raise Unfit("file", "\n".join(found.errors) or NO_FORM)
    async with db.transaction():
        kept_id = await _place(found)
        replaced = kept_id is not None
        form_id = await _replace(kept_id, found, staff) if kept_id else await _add(found, staff)
        act = "replaced" if replaced else "brought in"
        await _record(staff, form_id, act, url=found.url, version=found.version)
    return BroughtIn(form_id, found.title, replaced)


async def retire(*, staff: CurrentStaff, form_id: UUID) -> str:
    """Offer a version no longer: who has it goes on with it. Gives its title; raises NotAllowed, NotFound, StateForbids."""
    check_rule(staff, RULE, Action.DELETE)
    async with db.transaction():
        row = await _locked(staff, form_id)
        check_can_retire(retired=row["retired_at"] is not None)
        await _change(form_id, {Questionnaire.retired_at: datetime.now(UTC)})
        await _record(staff, form_id, "retired", url=row["url"], version=row["version"])
    title: str = row["title"]
    return title


async def bring_back(*, staff: CurrentStaff, form_id: UUID) -> str:
    """Offer a retired version again. Raises likewise."""
    check_rule(staff, RULE, Action.CREATE)
    async with db.transaction():
        row = await _locked(staff, form_id)
        check_can_bring_back(retired=row["retired_at"] is not None)
        await _change(form_id, {Questionnaire.retired_at: None})
        await _record(staff, form_id, "brought back", url=row["url"], version=row["version"])
    title: str = row["title"]
    return title


async def _examine(staff: CurrentStaff, raw: bytes) -> Examined:
    """Examine a file while others go on."""
    check_rule(staff, RULE, Action.CREATE)
    return await asyncio.to_thread(examine, raw)


async def _place(found: Examined) -> UUID | None:
    """Give the version that the form takes the place of, held against being given meanwhile; None: there is none."""
    await db.row(LOCK_VERSION, found.url, found.version)
    return await _same_version(found)


async def _same_version(found: Examined) -> UUID | None:
    """Give the version of the same name; None: there is none. Raises Unfit where it must stay."""
    row = await db.row(SAME_VERSION, found.url, found.version)
    if row is None:
        return None
    same = row["definition"] == found.definition
    check_can_take_in(Kept(same=same, given=row["given"], built_in=row["built_in"]))
    kept: UUID = row["id"]
    return kept


async def _add(found: Examined, staff: CurrentStaff) -> UUID:
    values = (found.url, found.version, found.title, found.title_es, found.definition, _notes(found))
    now = datetime.now(UTC)
    row = await db.row(ADD, db.new_id(), *values, _instrument(found), found.signed, now, staff.name)
    if row is None:
        raise Unfit("file", MEANWHILE)
    added: UUID = row["id"]
    return added


async def _replace(form_id: UUID, found: Examined, staff: CurrentStaff) -> UUID:
    await _change(
        form_id,
        {
            Questionnaire.title: found.title,
            Questionnaire.title_es: found.title_es,
            Questionnaire.definition: found.definition,
            Questionnaire.notes: _notes(found),
            Questionnaire.instrument: _instrument(found),
            Questionnaire.signed: found.signed,
            Questionnaire.brought_in_at: datetime.now(UTC),
            Questionnaire.brought_in_by_name: staff.name,
            Questionnaire.retired_at: None,
        },
    )
    return form_id


def _instrument(found: Examined) -> str:
    return instrument_of(json.loads(found.definition))


def _notes(found: Examined) -> str:
    said: dict[str, Any] = {"repairs": found.repairs, "notes": found.notes}
    said["watched"] = is_watched(form_of(found.definition))
    return json.dumps(said, ensure_ascii=False)


async def _locked(staff: CurrentStaff, form_id: UUID) -> db.Record:
    row = await db.row(LOCK, form_id)
    if row is None:
        raise NotFound(by=staff.actor, object_kind="questionnaire", object_id=form_id)
    return row


async def _change(form_id: UUID, columns: dict[Any, Any]) -> None:
    await Questionnaire.update(columns).where(Questionnaire.id == form_id)


async def _record(staff: CurrentStaff, form_id: UUID, act: str, **detail: str) -> None:
    await activity.record(
        by=staff.actor,
        kind=Kind.FORM_LIBRARY_CHANGED,
        object_kind="questionnaire",
        object_id=form_id,
        detail={"act": act, **detail},
    )

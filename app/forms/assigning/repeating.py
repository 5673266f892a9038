"""Forms that a client is given again and again: planned by staff, given by the clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.forms.assigning.rules import IS_RETIRED, REPEATS, check_series, next_after
from app.forms.assigning.service import RULE, Asked, give
from app.forms.filling.listing import title_of
from app.forms.library.shelf import OFFERED, offered, offered_by_url
from app.forms.rules import Every
from app.forms.safety.persons import check_persons_set
from app.forms.tables import FormRecurrence
from app.staff.rules import Action
from app.web.language import gettext, ngettext
from app.web.logs import log
from app.web.panel import Mend, Mending

MOST_AT_ONCE = 500
HOLD_CLIENT = "select 1 from client where id = $1 for no key update"
GOES_ON = "select 1 from form_recurrence where client = $1 and url = $2 and ended_at is null"
OF_CLIENT = f"""
select recurrence.*, coalesce(offered.title, recurrence.url) as title, coalesce(offered.title_es, '') as title_es,
  offered.id is null as retired
from form_recurrence recurrence left join ({OFFERED}) offered on offered.url = recurrence.url
where recurrence.client = $1 and recurrence.ended_at is null order by recurrence.next_on, recurrence.id limit 100
"""
DUE = "select id from form_recurrence where ended_at is null and next_on <= $1 order by next_on, id limit $2"
CLAIM = """
select recurrence.*, client.discharged_on from form_recurrence recurrence join client on client.id = recurrence.client
where recurrence.id = $1 and recurrence.ended_at is null and recurrence.next_on <= $2 for update of recurrence skip locked
"""
LATE = """
select json_build_object('late', count(*)) from form_recurrence where ended_at is null and next_on < asked.today
"""
JOB = "repeating forms"


@dataclass(frozen=True, slots=True)
class Series:
    """How often a form comes, from when until when; `due_days` None: whenever."""

    every: int
    unit: Every
    first_on: date
    until_on: date | None = None
    due_days: int | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """A form that comes again and again, as staff see it."""

    id: UUID
    title: str
    how_often: str
    next_on: date
    until_on: date | None
    made_by: str
    retired: bool


async def repeat(
    *, staff: CurrentStaff, client_id: UUID, questionnaire_id: UUID, series: Series
) -> tuple[UUID, str]:
    """Plan a form to come again and again; one that begins today is given at once. Gives its id and title.

    Raises NotAllowed, NotFound, StateForbids, Unfit.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    check_series(first_on=series.first_on, until_on=series.until_on, today=today())
    async with db.transaction():
        await db.row(HOLD_CLIENT, client_id)
        form = await offered(questionnaire_id)
        if form is None:
            raise StateForbids(IS_RETIRED)
        if form.marked:
            await check_persons_set(client_id)
        if await db.row(GOES_ON, client_id, form.url):
            raise Unfit("series_form", REPEATS)
        planned = _planned(client_id, form.url, series, made_by=staff.name)
        await FormRecurrence.insert(planned)
        await _record(staff.actor, planned.id, client_id, "planned")
        await _give_one(planned.id)
    return planned.id, form.title


async def end_repeat(*, staff: CurrentStaff, client_id: UUID, repeat_id: UUID) -> None:
    """Have a form come no more; what was given stays. Raises NotAllowed, NotFound."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.DELETE)
    async with db.transaction():
        ended = (
            await FormRecurrence.update({FormRecurrence.ended_at: datetime.now(UTC)})
            .where(FormRecurrence.id == repeat_id)
            .where(FormRecurrence.client == client_id)
            .where(FormRecurrence.ended_at.is_null())
            .returning(FormRecurrence.id)
        )
        if not ended:
            raise NotFound(
                by=staff.actor, object_kind="form_recurrence", object_id=repeat_id, client_id=client_id
            )
        await _record(staff.actor, repeat_id, client_id, "ended")


async def repeats_of(client_id: UUID) -> tuple[RepeatLine, ...]:
    """Give what comes again and again for a client, the next first (one statement)."""
    return tuple(_line(row) for row in await db.rows(OF_CLIENT, client_id))


async def give_due() -> int:
    """Give every form that is due again, each once however often this runs; give how many were looked at.

    One that cannot be given now stays due, and is said among the things to mend.
    """
    due = await db.rows(DUE, today(), MOST_AT_ONCE)
    for row in due:
        try:
            async with db.transaction():
                await _give_one(row["id"])
        except StateForbids:
            log("form not given again", job=JOB)
    return len(due)


def _mends(row: Any) -> list[Mend]:
    """Say how many forms should have come again and did not."""
    if not row["late"]:
        return []
    words = ngettext(
        "%(count)s form that repeats could not be given: nobody is named who is told of danger.",
        "%(count)s forms that repeat could not be given: nobody is named who is told of danger.",
        row["late"],
    )
    return [
        Mend(
            sentence=words % {"count": row["late"]},
            path="/staff/forms/safety",
            label=gettext("Name who is told"),
        )
    ]


MENDING = Mending(statement=LATE, mends=_mends)


async def _give_one(repeat_id: UUID) -> None:
    """Give a form that is due again, in the transaction under way, unless somebody else is at it."""
    row = await db.row(CLAIM, repeat_id, today())
    if row is None:
        return
    if row["discharged_on"] is not None and row["discharged_on"] <= today():
        await _change(repeat_id, {FormRecurrence.ended_at: datetime.now(UTC)})
        return
    following = next_after(row["next_on"], every=row["every"], unit=Every(row["unit"]), today=today())
    over = row["until_on"] is not None and following > row["until_on"]
    columns = {FormRecurrence.next_on: following}
    await _change(repeat_id, columns | ({FormRecurrence.ended_at: datetime.now(UTC)} if over else {}))
    form = await offered_by_url(row["url"])
    if form is not None:
        due_on = None if row["due_days"] is None else today() + timedelta(days=row["due_days"])
        asked = Asked(row["required"], due_on, recurrence=repeat_id, by_name=row["made_by_name"])
        await give(by=Actor.system(JOB), client_id=row["client"], form=form, asked=asked)


def _planned(client_id: UUID, url: str, series: Series, *, made_by: str) -> FormRecurrence:
    return FormRecurrence(
        id=db.new_id(),
        client=client_id,
        url=url,
        required=series.required,
        every=series.every,
        unit=series.unit,
        due_days=series.due_days,
        next_on=series.first_on,
        until_on=series.until_on,
        made_by_name=made_by,
    )


def _line(row: db.Record) -> RepeatLine:
    return RepeatLine(
        id=row["id"],
        title=title_of(row),
        how_often=_how_often(row["every"], Every(row["unit"])),
        next_on=row["next_on"],
        until_on=row["until_on"],
        made_by=row["made_by_name"],
        retired=row["retired"],
    )


def _how_often(every: int, unit: Every) -> str:
    match unit:
        case Every.DAYS:
            words = ngettext("every day", "every %(count)s days", every)
        case Every.WEEKS:
            words = ngettext("every week", "every %(count)s weeks", every)
        case Every.MONTHS:
            words = ngettext("every month", "every %(count)s months", every)
        case _:
            assert_never(unit)
    return words % {"count": every}


async def _change(repeat_id: UUID, columns: dict[Any, Any]) -> None:
    await FormRecurrence.update(columns).where(FormRecurrence.id == repeat_id)


async def _record(by: Actor, repeat_id: UUID, client_id: UUID, act: str) -> None:
    await activity.record(
        by=by,
        kind=Kind.FORM_REPEAT_CHANGED,
        object_kind="form_recurrence",
        object_id=repeat_id,
        client_id=client_id,
        detail={"act": act},
    )

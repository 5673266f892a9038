"""What somebody was typing when their session ran out, kept for a day until the same account signs in again.

A route takes part by `opt={"keeps": Keeps(TheForm)}`; its page asks `given_back(chart, address)` for the form to
begin with, and the use case of its form calls `forget` when it is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from app import db
from app.accounts.own.ended import Ended
from app.accounts.own.tables import Draft
from app.accounts.sessions import CurrentChart
from app.web.forms import KEPT_BACK, FilledForm, Form, inputs

SPACE = UUID("6c0f5b3e-2f43-4d0c-9a52-7c1b8a90f3d6")
"""The id of a draft is derived from it and what the draft is of, so that there is one."""
KEPT_FOR = timedelta(hours=24)
MOST_OF_ACCOUNT = 20
LONGEST_FIELD = 10_000
MOST_TICKED = 200
MOST_MARKED = 3_000
LARGEST_MARKED = 400_000
"""Inputs, and characters of them together, of a form whose inputs no class names."""

Fields = dict[str, str | list[str]]
"""What was typed, by the names of the inputs; of check boxes all that were ticked."""


@dataclass(frozen=True, slots=True)
class Keeps:
    """What is kept of a form that comes too late: its own fields, for the `address` it is sent to, shown by `page`.

    Both may name parts of the route's path ("/messages/{thread_id}"); left out, they are the route's own address.
    """

    form: type[Form]
    page: str = ""
    address: str = ""
    mark: str = ""
    """What the names of further inputs begin with, of a form that is put together anew for everybody; "": of none."""

    def typed(self, sent: Mapping[str, Sequence[str]]) -> Fields:
        """Pick the fields that may be kept, never a secret; of those with the mark every value, as far as there is room."""
        fields: Fields = {}
        for name, several in inputs(self.form).items():
            if name in sent and name not in KEPT_BACK:
                kept = [value[:LONGEST_FIELD] for value in sent[name][:MOST_TICKED]]
                fields[name] = kept if several else kept[0]
        return fields | self._marked(sent)

    def _marked(self, sent: Mapping[str, Sequence[str]]) -> Fields:
        marked = [name for name in sent if self.mark and name.startswith(self.mark)][:MOST_MARKED]
        room, fields = LARGEST_MARKED, Fields()
        for name in marked:
            kept = [value[:LONGEST_FIELD] for value in sent[name][:MOST_TICKED]]
            room -= len(name) + sum(map(len, kept))
            if room >= 0:
                fields[name] = kept
        return fields


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A form as it was left, and where to throw it away."""

    form: FilledForm
    kept_at: datetime
    address: str


KEEP = """
insert into draft (id, account, client, address, fields, kept_at)
select $1, $2, $3, $4, $5, $6 where (select count(*) from draft where account = $2 and id <> $1) < $7
on conflict (id) do update set fields = excluded.fields, kept_at = excluded.kept_at
returning id
"""


async def keep(*, ended: Ended, address: str, fields: Fields) -> bool:
    """Keep what was sent to `address` in a session that ran out; False when nothing is kept."""
    if ended.account_id is None or not ended.may_keep or not any(fields.values()):
        return False
    draft_id = _id_of(ended.account_id, ended.chart, address)
    sealed = Draft.fields.seal_json(fields, row=draft_id)
    row = await db.row(
        KEEP, draft_id, ended.account_id, ended.chart, address, sealed, datetime.now(UTC), MOST_OF_ACCOUNT
    )
    return row is not None


async def given_back(chart: CurrentChart, address: str) -> GivenBack | None:
    """Give the form that was kept for `address`; asks the database only where the session says there is one."""
    if address not in chart.account.kept:
        return None
    draft_id = _id_of(chart.account.account_id, chart.client_id, address)
    row = await db.row("select fields, kept_at from draft where id = $1", draft_id)
    if row is None:
        return None
    fields = Draft.fields.open_json(row["fields"], row=draft_id)
    typed = {name: value for name, value in fields.items() if isinstance(value, str)}
    ticked = {name: value for name, value in fields.items() if isinstance(value, list)}
    return GivenBack(form=FilledForm(typed, ticked=ticked), kept_at=row["kept_at"], address=address)


async def forget(chart: CurrentChart, address: str) -> None:
    """Keep nothing for `address` any more: it was sent, or thrown away."""
    if address in chart.account.kept:
        draft_id = _id_of(chart.account.account_id, chart.client_id, address)
        await Draft.delete().where(Draft.id == draft_id)


async def remove_old() -> None:
    """Delete what nobody came back for in a day."""
    await Draft.delete().where(Draft.kept_at < datetime.now(UTC) - KEPT_FOR)


def _id_of(account_id: UUID, client_id: UUID | None, address: str) -> UUID:
    return uuid5(SPACE, f"{account_id} {client_id} {address}")

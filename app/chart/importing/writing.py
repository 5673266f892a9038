"""Writing what a file of charts would do, in the transaction under way."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, assert_never
from uuid import UUID

from app import db
from app.accounts.grants.staff_service import iso
from app.accounts.new_clients import begin_charts
from app.accounts.sessions import today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.changes.noting import Written, note_changes
from app.chart.importing.planning import Assigned, ChangedChart, Edited, NewChart, Planned
from app.clients.tables import Client
from app.information.beginning import begin_information
from app.staff.tables import ClientAssignment


async def write(*, by: Actor, planned: Sequence[Planned]) -> list[UUID]:
    """Do what rows would do; give the clients whose charts begin. Each change stands in its chart's history and log."""
    begun = await _begin(by, [each.does for each in planned if isinstance(each.does, NewChart)])
    notes = _Notes(by)
    for each in planned:
        if each.client_id is not None:
            await _write_one(notes, each.client_id, each)
    await note_changes(by=by, written=notes.written)
    await activity.record_all(by=by, acts=notes.acts())
    return begun


class _Notes:
    """What was written so far, for the history of each chart and for its log."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.written: list[Written] = []
        self.others: list[activity.Done] = []

    def acts(self) -> list[activity.Done]:
        """Give one line for each chart, however many rows of the file changed it, and the acts that have their own."""
        fields: dict[UUID, set[str]] = defaultdict(set)
        for each in self.written:
            fields[each.client_id] |= {f"{each.part.name}.{name}" for name in each.names}
        changed = [
            activity.Done(
                kind=Kind.INFORMATION_CHANGED,
                object_kind="client",
                object_id=client_id,
                client_id=client_id,
                detail={"fields": sorted(names)},
            )
            for client_id, names in fields.items()
        ]
        return [*changed, *self.others]


async def _begin(by: Actor, charts: Sequence[NewChart]) -> list[UUID]:
    if not charts:
        return []
    begun = await begin_charts(by=by, several=[chart.new for chart in charts])
    await begin_information(
        {client: (chart.basic, chart.details) for client, chart in zip(begun, charts, strict=True)}
    )
    return begun


async def _write_one(notes: _Notes, client_id: UUID, planned: Planned) -> None:
    does = planned.does
    match does:
        case NewChart():
            return
        case Edited():
            await _edit(notes, client_id, does)
        case ChangedChart():
            await _change(notes, client_id, does)
        case Assigned():
            await _assign(notes, client_id, does)
        case _:
            assert_never(does)


async def _edit(notes: _Notes, client_id: UUID, edited: Edited) -> None:
    subject = edited.subject or db.new_id()
    await edited.part.write(client_id, subject, edited.new)
    notes.written.append(Written(client_id, edited.part, subject, edited.old, edited.new))


async def _change(notes: _Notes, client_id: UUID, chart: ChangedChart) -> None:
    for edited in chart.edits:
        await _edit(notes, client_id, edited)
    columns: dict[Any, Any] = {}
    if chart.language is not None:
        columns[Client.language] = chart.language.value
    if chart.discharged_on is not None:
        columns[Client.discharged_on] = chart.discharged_on
        notes.others.append(_discharged(client_id, chart))
    if columns:
        await Client.update(columns).where(Client.id == client_id)
    if chart.clinician is not None:
        await ClientAssignment.insert(
            ClientAssignment(client=client_id, staff=chart.clinician, starts_on=today())
        )
        notes.others.append(_assigned(client_id, chart.clinician))


def _discharged(client_id: UUID, chart: ChangedChart) -> activity.Done:
    return activity.Done(
        kind=Kind.DISCHARGE_CHANGED,
        object_kind="client",
        object_id=client_id,
        client_id=client_id,
        detail={"was": iso(chart.discharged_before), "is": iso(chart.discharged_on), "reason": ""},
    )


async def _assign(notes: _Notes, client_id: UUID, assigned: Assigned) -> None:
    if assigned.held is None:
        await ClientAssignment.insert(
            ClientAssignment(
                client=client_id,
                staff=assigned.staff_id,
                role=assigned.role,
                starts_on=assigned.starts_on,
                ends_on=assigned.ends_on,
            )
        )
    else:
        await ClientAssignment.update({ClientAssignment.ends_on: assigned.ends_on}).where(
            ClientAssignment.id == assigned.held
        )
    notes.others.append(_assigned(client_id, assigned.staff_id))


def _assigned(client_id: UUID, staff_id: UUID) -> activity.Done:
    return activity.Done(
        kind=Kind.CHARTS_IMPORTED,
        object_kind="client_assignment",
        object_id=staff_id,
        client_id=client_id,
    )

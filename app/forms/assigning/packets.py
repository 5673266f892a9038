"""Packets: forms that are given together, in whatever version is offered then."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff, check_rule
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.forms.assigning.rules import EMPTY_PACKET, NO_FORMS, NO_PACKET, check_due_on
from app.forms.assigning.service import RULE, Asked, Assigned, give
from app.forms.filling.listing import title_of
from app.forms.library.shelf import OFFERED, offered_by_url
from app.forms.tables import FormPacket, PacketForm
from app.staff.rules import Action

PACKETS = f"""
with offered as ({OFFERED})
select packet.id, packet.name, packet.active, (
  select json_agg(json_build_object('url', held.url, 'required', held.required, 'id', offered.id,
    'title', coalesce(offered.title, held.url), 'title_es', coalesce(offered.title_es, ''))
    order by held.position, held.id)
  from packet_form held left join offered on offered.url = held.url where held.packet = packet.id) as forms
from form_packet packet where {{which}} order by not packet.active, lower(packet.name), packet.id limit 200
"""
OFFERS = f"select id, url, title, title_es from ({OFFERED}) offered order by lower(title), id"


@dataclass(frozen=True, slots=True)
class PacketItem:
    """A form of a packet; `id` is None where it is retired: then it is left out."""

    id: UUID | None
    url: str
    title: str
    required: bool


@dataclass(frozen=True, slots=True)
class Packet:
    id: UUID
    name: str
    active: bool
    forms: tuple[PacketItem, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form that is to stand in a packet."""

    questionnaire_id: UUID
    required: bool


async def packets(*, active_only: bool) -> tuple[Packet, ...]:
    """Give the packets, those in use first (one statement)."""
    which = "packet.active" if active_only else "true"
    return tuple(_packet(row) for row in await db.rows(PACKETS.format(which=which)))


async def packet_for(*, staff: CurrentStaff, packet_id: UUID, action: Action = Action.VIEW) -> Packet:
    """Give a packet; raises NotAllowed, NotFound."""
    check_rule(staff, RULE, action)
    row = await db.row(PACKETS.format(which="packet.id = $1"), packet_id)
    if row is None:
        raise NotFound(by=staff.actor, object_kind="form_packet", object_id=packet_id)
    return _packet(row)


async def offers() -> tuple[PacketItem, ...]:
    """Give every form that can stand in a packet."""
    return tuple(
        PacketItem(row["id"], row["url"], title_of(row), required=True) for row in await db.rows(OFFERS)
    )


async def save_packet(
    *, staff: CurrentStaff, packet_id: UUID | None, name: str, forms: Sequence[Wanted]
) -> UUID:
    """Make a packet, or change one; its forms stand in the order of their titles. Raises NotAllowed, NotFound, Unfit."""
    check_rule(staff, RULE, Action.MODIFY)
    if packet_id is not None:
        await packet_for(staff=staff, packet_id=packet_id, action=Action.MODIFY)
    required = {each.questionnaire_id: each.required for each in forms}
    chosen = [each for each in await offers() if each.id in required]
    if not chosen:
        raise Unfit("form", NO_FORMS)
    async with db.transaction():
        saved = await _named(packet_id, name)
        await PacketForm.delete().where(PacketForm.packet == saved)
        await PacketForm.insert(
            *(
                PacketForm(packet=saved, url=each.url, required=required[each.id], position=position)
                for position, each in enumerate(chosen)
                if each.id is not None
            )
        )
        await _record(staff, saved, act="packet saved", name=name)
    return saved


async def use_packet(*, staff: CurrentStaff, packet_id: UUID, active: bool) -> Packet:
    """Put a packet out of use, or into it again; raises NotAllowed, NotFound."""
    packet = await packet_for(staff=staff, packet_id=packet_id, action=Action.MODIFY)
    async with db.transaction():
        await FormPacket.update({FormPacket.active: active}).where(FormPacket.id == packet_id)
        await _record(staff, packet_id, act="packet in use" if active else "packet out of use")
    return packet


async def assign_packet(
    *, staff: CurrentStaff, client_id: UUID, packet_id: UUID, due_on: date | None = None
) -> tuple[Packet, list[Assigned]]:
    """Give a client all forms of a packet, or none of them; those they have stay as they are.

    Raises NotAllowed, NotFound, StateForbids, Unfit.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    check_due_on(due_on, today=today())
    row = await db.row(PACKETS.format(which="packet.id = $1 and packet.active"), packet_id)
    if row is None:
        raise StateForbids(NO_PACKET)
    packet = _packet(row)
    async with db.transaction():
        found = [(each, await offered_by_url(each.url)) for each in packet.forms]
        given = [
            await give(
                by=staff.actor,
                client_id=client_id,
                form=form,
                asked=Asked(each.required, due_on, packet=packet_id),
            )
            for each, form in found
            if form is not None
        ]
    if not given:
        raise StateForbids(EMPTY_PACKET)
    return packet, given


async def _named(packet_id: UUID | None, name: str) -> UUID:
    if packet_id is None:
        packet = FormPacket(id=db.new_id(), name=name)
        await FormPacket.insert(packet)
        return packet.id
    await FormPacket.update({FormPacket.name: name}).where(FormPacket.id == packet_id)
    return packet_id


def _packet(row: db.Record) -> Packet:
    forms = tuple(
        PacketItem(
            UUID(each["id"]) if each["id"] else None, each["url"], title_of(each), required=each["required"]
        )
        for each in json.loads(row["forms"] or "[]")
    )
    return Packet(row["id"], row["name"], row["active"], forms)


async def _record(staff: CurrentStaff, packet_id: UUID, **detail: str) -> None:
    await activity.record(
        by=staff.actor,
        kind=Kind.FORM_LIBRARY_CHANGED,
        object_kind="form_packet",
        object_id=packet_id,
        detail=detail,
    )

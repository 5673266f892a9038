"""Gathering the record: the person, the practice, what the read copy holds, scores, and what was asked to be changed."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.practice.settings import setting, zone_of
from app.record.clinical.listing import entries_of, in_order
from app.record.making.amending import amendments_of
from app.record.making.person import person_of
from app.record.making.record import Address, Clinician, Practice, Record
from app.record.making.scores import scores_of

ADDRESS = ("street", "city", "state", "postal_code")
SUBJECT = """
select client.number, client.first_name, client.last_name, client.preferred_name, client.email, client.language,
  client.birth_date, client.phone, more.middle_name, more.home_phone, more.address, more.details,
  (select json_agg(json_build_object('first_name', staff.first_name, 'last_name', staff.last_name,
      'credentials', staff.credentials) order by held.starts_on, staff.last_name, staff.id)
    from client_assignment held join staff_member staff on staff.id = held.staff
    where held.client = client.id and held.role = 'clinician' and staff.active
      and held.starts_on <= $2 and (held.ends_on is null or held.ends_on >= $2)) as clinicians,
  (select json_agg(place) from (select street, city, state, postal_code, phone from office_location
    where active and street <> '' order by name limit 1) place) as place,
  (select json_agg(held) from (select name, phone from contact
    where contact.client = client.id and role = 'legal_guardian' and ended_on is null
    order by added_at, contact.id limit 1) held) as guardian,
  (select json_agg(json_build_object('id', id, 'asked_on', (asked_at at time zone $6)::date, 'state', state,
      'about', about, 'words', encode(words, 'hex'), 'answer', encode(answer, 'hex'),
      'disagreement', encode(disagreement, 'hex')) order by asked_at desc, id)
    from record_request where record_request.client = client.id and kind = 'amendment'
      and state in ('waiting', 'accepted', 'declined')
      and ($3 or about is not null or not by_self)
      and (about is not null or (asked_at at time zone $6)::date
        between coalesce($4, '-infinity'::date) and coalesce($5, 'infinity'::date))) as amendments,
  (select json_agg(json_build_object('id', score.id, 'instrument', score.instrument, 'total', score.total,
      'band', score.band, 'sent_at', given.sent_at))
    from form_score score join form_response given on given.id = score.response
    where score.client = client.id and score.total is not null and given.sent_at is not null
      and given.set_aside_at is null and ($3 or given.written_by_kind <> 'client')
      and (given.sent_at at time zone $6)::date
        between coalesce($4, '-infinity'::date) and coalesce($5, 'infinity'::date)
      and not exists (select from form_response later
        where later.corrects = given.id and later.sent_at is not null and later.set_aside_at is null)) as scores
from client left join client_information more on more.id = client.id
where client.id = $1
"""


async def gather(
    *,
    client_id: UUID,
    for_self: bool,
    from_on: date | None,
    until_on: date | None,
    copy_id: UUID,
    made_at: datetime,
) -> Record:
    """Give the record of a chart as it stands, in two statements; a chart that is not there is a fault of the caller.

    Where not `for_self`, what representatives are not told is left out: marked entries, scores of forms the client sent,
    and wishes of the client's own about nothing that is in it. What staff withhold is in no copy.
    """
    chosen = await entries_of(client_id, for_self=for_self, from_on=from_on, until_on=until_on)
    here = made_at.astimezone(zone_of("")).date()
    subject = await db.row(SUBJECT, client_id, here, for_self, from_on, until_on, zone_of("").key)
    if subject is None:
        raise LookupError(client_id)
    scores = scores_of(_json(subject["scores"]))
    entries = in_order((*chosen.entries, *scores))
    amendments = amendments_of(_json(subject["amendments"]))
    known = {entry.id for entry in entries}
    return Record(
        id=str(copy_id),
        made_at=made_at.astimezone(UTC),
        from_on=from_on,
        until_on=until_on,
        person=person_of(client_id, subject),
        practice=_practice(_json(subject["place"])),
        clinicians=tuple(Clinician(**each) for each in _json(subject["clinicians"])),
        entries=entries,
        amendments=tuple(each for each in amendments if not each.about or each.about in known),
        part_2=setting("part_2") == "on" or any(entry.part_2 for entry in entries),
        left_out=chosen.left_out,
    )


def _json(stored: str | None) -> Any:
    return json.loads(stored or "[]")


def _practice(places: list[dict[str, str]]) -> Practice:
    """Give the practice; its address is that of its first office that has one."""
    place = places[0] if places else {}
    address = Address(**{name: place[name] for name in ADDRESS}) if place else None
    return Practice(
        name=setting("practice_name"),
        phone=setting("practice_phone") or place.get("phone", ""),
        address=address,
        npi=setting("practice_npi"),
        zone=zone_of("").key,
    )

"""Taking in a bundle: each resource once, whole or not at all, into the right chart, and what must stay out stays out."""

import base64
from datetime import date
from typing import Any

import msgspec
import pytest

from app import db
from app.clients.tables import Client
from app.record.clinical.facts import Kind
from app.record.clinical.listing import all_entries_of, entries_of
from app.record.clinical.storing import opened
from app.record.importing.now import Wanted, examine_now, take_in_now
from app.record.importing.refusing import Refused
from app.record.importing.repairs import Ignored
from app.record.importing.report import Difference, VisitFate
from tests import people, rows
from tests.record.importing.bundles import (
    BY,
    LOINC,
    PATIENT,
    SOURCE,
    bundle,
    concept,
    condition,
    labelled,
    observation,
    patient,
    resource,
    take,
)

pytestmark = pytest.mark.usefixtures("rolled_back")

MAX = people.client_id("max")
ALL = "select {0} from {1} where client = $1 order by id"
TABLES = ("clinical_import", "clinical_resource", "clinical_entry")


async def words(*, for_self: bool = True) -> list[str]:
    chosen = await entries_of(MAX, for_self=for_self)
    return [entry.fact.what.words for entry in chosen.entries]  # type: ignore[union-attr]  # each has one here


async def kept(table: str) -> list[tuple[Any, ...]]:
    return [
        tuple(row.values())
        for row in await db.rows(f"select * from {table} where client = $1 order by id", MAX)
    ]


async def test_the_same_bundle_again_changes_nothing_and_a_changed_one_only_what_changed() -> None:
    first = await take(
        condition("c1", "ADHD"), observation("o1", valueQuantity={"value": 71, "unit": "/min"})
    )
    assert [(line.resource_type, line.added) for line in first.lines] == [
        ("Condition", 1),
        ("Observation", 1),
        ("Patient", 1),
    ]
    before = [await kept(table) for table in TABLES[1:]]
    again = await take(
        condition("c1", "ADHD"), observation("o1", valueQuantity={"value": 71, "unit": "/min"})
    )
    assert again.changes == 0
    assert [await kept(table) for table in TABLES[1:]] == before
    changed = await take(
        condition("c1", "ADHD, combined"), observation("o1", valueQuantity={"value": 71, "unit": "/min"})
    )
    assert changed.changes == 1
    assert await words() == ["ADHD, combined", "Pulse"]


async def test_the_resource_is_kept_as_it_came_but_for_social_security_numbers_and_files() -> None:
    ssn = {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-17-9408"}
    number = {"system": "urn:ehr", "value": "3037243"}
    note = resource(
        "DocumentReference",
        "d1",
        status="current",
        type=concept("Progress note", "11506-3", LOINC),
        date="2024-03-01T10:00:00-06:00",
        content=[
            {
                "attachment": {
                    "contentType": "text/plain",
                    "data": base64.b64encode(b"Slept better.").decode(),
                }
            },
            {"attachment": {"contentType": "application/pdf", "data": "JVBERi0="}},
        ],
    )
    sent = bundle(patient(identifier=[ssn, number]), note)
    await take_in_now(sent, Wanted(SOURCE), by=BY)
    found = await db.rows("select * from clinical_resource where client = $1", MAX)
    raw = {row["resource_type"]: msgspec.json.decode(opened(row["id"], row["content"])) for row in found}
    assert raw["Patient"]["identifier"] == [number]
    assert [each["attachment"].get("data") for each in raw["DocumentReference"]["content"]] == [
        base64.b64encode(b"Slept better.").decode(),
        None,
    ]
    ((entry,),) = ((await entries_of(MAX, for_self=True)).entries,)
    assert entry.kind is Kind.NOTE
    assert entry.fact.text == "Slept better."  # type: ignore[union-attr]  # a note has one


async def test_what_its_source_takes_back_leaves_the_record_and_marks_of_staff_outlast_imports() -> None:
    await take(condition("c1", "ADHD"), condition("c2", "Asthma"))
    await rows.change(
        "update clinical_entry set kept_own_at = now(), kept_own_by_name = 'Dana' where client = $1", MAX
    )
    wrong = {"coding": [{"code": "entered-in-error"}]}
    await take(condition("c1", "ADHD, worse"), condition("c2", "Asthma", verificationStatus=wrong))
    assert await words() == ["ADHD, worse"]
    assert await words(for_self=False) == []
    assert {entry.kept_own_by for entry in await all_entries_of(MAX)} == {"Dana"}
    await take(condition("c2", "Asthma"))
    assert sorted(await words()) == ["ADHD, worse", "Asthma"]


async def test_labels_keep_things_from_representatives_and_mark_what_part_2_covers() -> None:
    await take(
        condition("c1", "Asthma"),
        labelled(condition("c2", "HIV"), "R", "HIV"),
        labelled(condition("c3", "Alcohol use disorder"), "ETH", "42CFRPart2"),
        labelled(condition("c4", "Hay fever"), "R"),
    )
    assert sorted(await words(for_self=False)) == ["Asthma", "Hay fever"]
    chosen = await entries_of(MAX, for_self=True)
    assert len(chosen.entries) == 4
    assert [entry.part_2 for entry in chosen.entries].count(True) == 1


async def test_psychotherapy_notes_and_what_is_very_restricted_never_come_in_and_leave_if_they_did() -> None:
    confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    note = resource("DocumentReference", "d1", status="current", type=concept("Progress note"))
    await take(note, condition("c1", "ADHD"))
    report = await take(
        labelled(note, "PSYTHPN"),
        labelled(condition("c1", "ADHD"), "V", system=confidentiality),
        resource("DocumentReference", "d2", status="current", type=concept("Psychotherapy notes")),
        resource(
            "DocumentReference",
            "d3",
            status="current",
            type=concept("Note"),
            category=[concept("Notas de psicoterapia")],
        ),
        condition("c2", "Asthma"),
    )
    assert await words() == ["Asthma"]
    left_out = {(each.resource_type, each.why): each.times for each in report.left_out}
    assert left_out == {
        ("Condition", Ignored.VERY_RESTRICTED): 1,
        ("DocumentReference", Ignored.PSYCHOTHERAPY_NOTE): 3,
    }
    assert await rows.value("select count(*) from clinical_resource where resource_id in ('d2', 'd3')") == 0


async def test_a_label_of_the_whole_bundle_holds_for_each_of_its_resources() -> None:
    content = bundle(patient(), condition("c1", "ADHD"), meta={"security": [{"code": "PSY"}]})
    await take_in_now(content, Wanted(SOURCE), by=BY)
    assert (await words(), await words(for_self=False)) == (["ADHD"], [])


async def test_only_what_is_about_the_patient_and_what_the_portal_keeps_comes_in_once() -> None:
    other = condition("c3", "Somebody else's") | {"subject": {"reference": "Patient/another"}}
    report = await take(
        condition("c1", "ADHD"),
        condition("c1", "ADHD again"),
        condition("c2", "Ruled out", verificationStatus={"coding": [{"code": "refuted"}]}),
        other,
        resource(
            "MedicationRequest",
            "m1",
            status="draft",
            intent="proposal",
            medicationCodeableConcept=concept("X"),
        ),
        resource("Procedure", "p1", status="not-done", code=concept("Y")),
        {"resourceType": "Device", "id": "dev"},
    )
    assert await words() == ["ADHD"]
    assert {each.why for each in report.left_out} == {
        Ignored.TWICE,
        Ignored.RULED_OUT,
        Ignored.OF_SOMEBODY_ELSE,
        Ignored.PROPOSED,
        Ignored.NOT_DONE,
        Ignored.NOT_KEPT,
    }


async def test_the_chart_is_found_by_name_and_birth_date_then_by_the_patient_and_never_guessed() -> None:
    accents = patient(name=[{"family": "GRANT", "given": ["Maximilian"]}])
    client_id, _ = await take_in_now(bundle(accents, condition()), Wanted(SOURCE), by=BY)
    assert client_id == MAX
    renamed = patient(name=[{"family": "Smith", "given": ["M"]}], birthDate="2015-02-09")
    with pytest.raises(Refused, match="differs from the chart"):
        await take_in_now(bundle(renamed, condition()), Wanted(SOURCE), by=BY)
    client_id, report = await take_in_now(bundle(renamed, condition()), Wanted(SOURCE, anyway=True), by=BY)
    assert (client_id, report.differs) == (MAX, (Difference.NAME,))
    unknown = patient(id="p9", birthDate="2015-02-10")
    with pytest.raises(Refused, match="no one chart"):
        await take_in_now(bundle(unknown, condition()), Wanted(SOURCE), by=BY)


async def test_a_patient_that_belongs_to_another_chart_is_refused() -> None:
    await take(condition())
    number = await rows.value("select number from client where id = $1", people.client_id("bob"))
    with pytest.raises(Refused, match="belongs to another chart"):
        await take_in_now(bundle(patient(), condition()), Wanted(SOURCE, number=number, anyway=True), by=BY)
    another_system = Wanted("Another EHR", number=number, anyway=True)
    _, report = await take_in_now(bundle(patient(), condition()), another_system, by=BY)
    assert report.differs == (Difference.NAME, Difference.BIRTH_DATE)


async def test_a_chart_is_begun_where_that_is_asked_for() -> None:
    new = patient(
        id="p9",
        name=[{"family": "Collazo", "given": ["Julio César"]}],
        birthDate="1988-01-26",
        telecom=[{"system": "phone", "value": "312-555-0142"}, {"system": "email", "value": "no address"}],
        communication=[{"language": {"coding": [{"code": "es-MX"}]}}],
    )
    about = {"subject": {"reference": "Patient/p9"}}
    content = bundle(new, condition() | about)
    assert (await examine_now(content, Wanted(SOURCE, add_client=True))).changes == 2
    client_id, _ = await take_in_now(content, Wanted(SOURCE, add_client=True), by=BY)
    row = await Client.objects().get(Client.id == client_id)
    assert row is not None
    assert (row.first_name, row.last_name, row.email, row.language) == ("Julio César", "Collazo", "", "es")
    assert Client.phone.open(row.phone, row=row.id) == "+13125550142"
    assert Client.birth_date.open(row.birth_date, row=row.id) == date(1988, 1, 26).isoformat()
    assert (await take_in_now(content, Wanted(SOURCE, add_client=True), by=BY))[0] == client_id


async def test_a_dry_run_says_the_same_and_changes_nothing() -> None:
    content = bundle(patient(), condition(), observation(valueString="strong"))
    before = await rows.digest()
    examined = await examine_now(content, Wanted(SOURCE))
    assert await rows.digest() == before
    _, taken = await take_in_now(content, Wanted(SOURCE), by=BY)
    assert examined == taken


async def test_appointments_are_booked_moved_and_cancelled_where_clinician_and_place_are_known() -> None:
    practitioner = {
        "resourceType": "Practitioner",
        "id": "dd",
        "name": [{"family": "Diaz", "given": ["Dana"]}],
    }
    stranger = {"resourceType": "Practitioner", "id": "xx", "name": [{"family": "Nobody", "given": ["Ann"]}]}

    def visit(name: str = "a1", who: str = "dd", **fields: Any) -> dict[str, Any]:
        usual = {"status": "booked", "start": "2099-06-02T14:00:00-05:00", "end": "2099-06-02T14:45:00-05:00"}
        actors = [f"Patient/{PATIENT}", f"Practitioner/{who}"]
        people_there = [{"actor": {"reference": each}} for each in actors]
        return {"resourceType": "Appointment", "id": name, "participant": people_there, **usual, **fields}

    async def fates(*visits: dict[str, Any]) -> dict[VisitFate, int]:
        report = await take(practitioner, stranger, *visits)
        return {line.fate: line.times for line in report.visits}

    async def booked() -> list[tuple[Any, ...]]:
        found = await db.rows(
            "select state, minutes, starts_at from appointment where source = 'fhir' and client = $1", MAX
        )
        return [(row["state"], row["minutes"], row["starts_at"].isoformat()) for row in found]

    assert await fates(visit(), visit("a2", "xx"), visit("a3", status="proposed")) == {
        VisitFate.BOOKED: 1,
        VisitFate.NO_CLINICIAN: 1,
        VisitFate.NOT_BOOKED: 1,
    }
    assert await booked() == [("booked", 45, "2099-06-02T19:00:00+00:00")]
    assert await fates(visit()) == {VisitFate.UNCHANGED: 1}
    assert await fates(visit(end="2099-06-02T15:00:00-05:00")) == {VisitFate.MOVED: 1}
    assert await fates(visit(status="cancelled")) == {VisitFate.CANCELLED: 1}
    assert await booked() == [("cancelled", 60, "2099-06-02T19:00:00+00:00")]

"""What a list of the admin says, as people read it: names for ids, dollars for cents, moments where the practice is."""

import json
import re

import pytest

from app.admin.readable import moment
from app.web.templates import show_moments_in
from tests import rows
from tests.admin.desk import FORMS, TABLES, desk_of

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_amounts_are_in_dollars_in_lists_rows_and_filters() -> None:
    nora = await desk_of("nora")
    listed = await nora.rows("statements", "?owed_cents=40.00&owed_cents__operator=gte&__order=owed_cents")
    assert next(row["owed_cents"] for row in listed) == "40.00"
    assert all(float(row["owed_cents"]) >= 40 for row in listed)
    assert len(listed) < len(await nora.rows("statements"))
    one = await nora.get(f"/api/tables/statements/{listed[0]['id']}/")
    assert one.json()["owed_cents"] == "40.00"
    assert (await nora.get("/api/tables/statements/?owed_cents=forty")).status_code == 400
    schema = (await nora.get("/api/tables/statements/schema/")).json()
    assert schema["properties"]["owed_cents"]["title"] == "Owed"
    assert '"number"' in json.dumps(schema["properties"]["owed_cents"])


async def test_an_amount_that_the_form_sends_back_is_no_change_and_another_one_is_refused() -> None:
    nora = await desk_of("nora")
    await rows.change("update insurance_policy set copay_cents = 2550")
    policy = (await nora.rows("insurance_policies"))[0]["id"]
    assert (
        await nora.change("insurance_policies", policy, priority=1, copay_cents="25.50")
    ).status_code == 200
    for other in ("25.51", "x", True):
        answer = await nora.change("insurance_policies", policy, priority=1, copay_cents=other)
        assert answer.status_code == 403, other


async def test_moments_are_where_the_practice_is_and_exact_in_one_row() -> None:
    nora = await desk_of("nora")
    await rows.change("update statement set posted_at = '2026-07-04T18:30:15.123456Z'")
    listed = (await nora.rows("statements"))[0]
    assert listed["posted_at"] == "2026-07-04 13:30 CDT"
    one = (await nora.get(f"/api/tables/statements/{listed['id']}/")).json()
    assert one["posted_at"] == "2026-07-04T18:30:15.123456Z"
    show_moments_in("America/Chicago")
    assert moment("2026-12-01T15:32:13Z") == "2026-12-01 09:32 CST"
    assert moment(None) is None


async def test_ids_of_people_are_shown_by_their_names() -> None:
    nora = await desk_of("nora")
    await nora.get("/api/tables/clients/")
    logged = await nora.rows("audit_events", "?kind=admin_rows_listed&__readable=true")
    assert logged[0]["staff_readable"] == "Nora Novak"
    access = await nora.rows("access_to_charts", "?__readable=true")
    assert "Alice Anderson 1001" in {row["client_readable"] for row in access}
    assert any("alice" in row["account_readable"] for row in access)


async def test_the_menu_follows_the_work_of_the_practice() -> None:
    nora = await desk_of("nora")
    groups = (await nora.get("/api/tables/grouped/")).json()["grouped"]
    assert list(groups) == [
        "Clients", "Client Portal", "Messages", "Forms", "Documents", "Appointments", "Billing", "Record",
        "Picklist Management", "Staff", "System settings", "Logs",
    ]  # fmt: skip
    assert groups["Clients"][0] == "clients"
    forms = (await nora.get("/api/forms/grouped/")).json()["grouped"]
    assert [form["name"] for form in forms["Client Portal"]][:2] == [
        "Give a client access to the Client Portal",
        "Email Client Credential",
    ]


async def test_the_page_says_in_the_readers_language_what_the_script_of_ours_needs() -> None:
    nora, terry = await desk_of("nora"), await desk_of("terry")
    page = (await nora.get("/")).text
    assert "<title>Sunrise Counseling</title>" in page
    assert 'data-chart="Open the chart"' in page
    offered = page.partition('data-adds="')[2].partition('"')[0].split()
    assert set(offered) == {name for name, table in TABLES.items() if table.creatable}
    nora.browser.language = "es"
    assert '<html lang="es" data-chart="Abrir el expediente"' in (await nora.get("/")).text
    assert 'data-adds=""' in (await terry.get("/")).text


def test_every_form_says_what_it_asks_for_and_no_two_are_called_the_same() -> None:
    for form in FORMS.values():
        assert form.labels.keys() == form.model.model_fields.keys(), form.slug
        assert str(form.description), form.slug
    assert len(FORMS) == len({form.name.message for form in FORMS.values()})


async def test_closed_lists_and_rows_called_by_a_moment_read_as_words() -> None:
    nora = await desk_of("nora")
    kinds = (await nora.get("/api/tables/alerts/schema/")).json()["properties"]["kind"]["extra"]["choices"]
    assert kinds["message"] == {"display_name": "New message", "value": "message"}
    spoken = (await nora.get("/api/tables/clients/schema/")).json()["properties"]["language"]["extra"]
    assert spoken["choices"]["en"]["display_name"] == "English"
    sent = await nora.rows("sent_forms", "?__readable=true")
    assert sent
    assert all(re.fullmatch(r"[\d-]{10} [\d:]{5} [A-Z]{3}", row["assignment_readable"]) for row in sent)

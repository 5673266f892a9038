"""Insurance in Piccolo Admin: the office keeps the list of companies, and sees which policies there are."""

import pytest

from tests import checks, people, rows
from tests.admin.desk import desk_of
from tests.insurance.policies import PATH, PRIMARY, held

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_a_company_that_the_office_adds_can_be_chosen_by_clients() -> None:
    nora = await desk_of("nora")
    assert (await nora.add("payers", name="Hilltop Health", position=0)).status_code == 201
    page = await (await people.bob()).open(f"{PATH}/new")
    assert checks.words(page.all("#payer_chosen option")[1]) == "Hilltop Health"


async def test_a_company_that_is_called_otherwise_is_so_on_every_policy() -> None:
    nora = await desk_of("nora")
    payer = await held(PRIMARY, "payer")
    assert (await nora.change("payers", payer, name="Example Health")).status_code == 200
    (await (await people.alice()).open(PATH)).shows("Example Health Silver PPO")


async def test_a_company_is_taken_from_the_list_and_never_deleted() -> None:
    nora = await desk_of("nora")
    payer = await held(PRIMARY, "payer")
    assert (await nora.change("payers", payer, active=False)).status_code == 200
    assert (await nora.delete("payers", payer)).status_code in (403, 405)
    page = await (await people.alice()).open(f"{PATH}/{PRIMARY}")
    assert page.value("payer_chosen") == "Example Health Plan"


async def test_the_list_of_policies_holds_nothing_of_a_card() -> None:
    nora = await desk_of("nora")
    (row,) = [row for row in await nora.rows("insurance_policies") if row["id"] == str(PRIMARY)]
    assert row["plan"] == "Silver PPO"
    assert not {"member_id", "member_id_hash", "group_number", "subscriber"} & row.keys()


async def test_policies_are_not_written_in_the_admin() -> None:
    nora = await desk_of("nora")
    before = await rows.digest()
    assert (await nora.change("insurance_policies", PRIMARY, plan="Gold")).status_code in (403, 405)
    assert (await nora.delete("insurance_policies", PRIMARY)).status_code in (403, 405)
    assert await rows.digest() == before

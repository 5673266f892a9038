"""Insurance in Piccolo Admin: the office keeps the list of companies, and sees which policies there are."""

from datetime import date

import pytest

from tests import checks, people, rows
from tests.admin.desk import desk_of
from tests.insurance.policies import PATH, PRIMARY, held

pytestmark = pytest.mark.usefixtures("restored")


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


async def test_the_office_mends_the_days_of_a_policy_and_never_whose_it_is() -> None:
    nora = await desk_of("nora")
    assert (await nora.change("insurance_policies", PRIMARY, ended_on="2026-12-14")).status_code == 200
    assert await held(PRIMARY, "ended_on") == date(2026, 12, 14)
    assert (await nora.change("insurance_policies", PRIMARY, ended_on=None)).status_code == 200
    assert await held(PRIMARY, "ended_on") is None
    before = await rows.digest()
    bob = str(people.client_id("bob"))
    assert (await nora.change("insurance_policies", PRIMARY, client=bob)).status_code in (403, 405)
    assert (await nora.delete("insurance_policies", PRIMARY)).status_code in (403, 405)
    assert (await nora.add("insurance_policies", client=bob, plan="Gold")).status_code in (403, 405)
    assert await rows.digest() == before


async def test_the_form_of_a_policy_can_be_saved_as_it_is_sent() -> None:
    nora = await desk_of("nora")
    (row,) = [row for row in await nora.rows("insurance_policies") if row["id"] == str(PRIMARY)]
    answer = await nora.change("insurance_policies", PRIMARY, **(row | {"plan": "Gold"}))
    assert answer.status_code == 200, answer.text
    assert await held(PRIMARY, "plan") == "Gold"
    page = await (await people.alice()).open("/insurance")
    (line,) = [line for line in page.all(".history li") if "Plan" in line.get_text()]
    assert all(words in line.get_text() for words in ("Silver PPO", "Gold", "Nora Novak"))


@pytest.mark.parametrize("name", ["ends_on", "ended_on"])
async def test_a_policy_that_ends_before_it_begins_is_refused(name: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.change("insurance_policies", PRIMARY, **{name: "2025-12-31"})
    assert 400 <= answer.status_code < 500
    assert "The last day is before the first day." in answer.text
    assert await held(PRIMARY, name) is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("-", "cannot be called “-”"),
        (" - ", "cannot be called “-”"),
        ("prairie care", "There is one like this already."),
        ("Prairie  Care", "There is one like this already."),
    ],
)
async def test_a_company_has_a_name_of_its_own(name: str, sentence: str) -> None:
    nora = await desk_of("nora")
    payer = await held(PRIMARY, "payer")
    for answer in (await nora.add("payers", name=name), await nora.change("payers", payer, name=name)):
        assert 400 <= answer.status_code < 500
        assert sentence in str(answer.json())
    assert await rows.value("select count(*) from payer where name = $1", name) == 0

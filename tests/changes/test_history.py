"""What the client reads of their changes, whatever became of them."""

import pytest

from app.changes.listing import STANDINGS
from app.changes.rules import Standing
from app.changes.tables import ChangedField
from tests import people, rows
from tests.changes.saves import PHONE, line_of, save
from tests.checks import words

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")

WORDS = {
    Standing.APPLIED: "In your chart",
    Standing.IN_REVIEW: "In review",
    Standing.ACCEPTED: "In your chart",
    Standing.CORRECTED: "In your chart, corrected by your practice",
    Standing.DECLINED: "Not taken over",
    Standing.REPLACED: "Replaced by a later change",
    Standing.PUT_BACK: "Put back by your practice",
    Standing.TAKEN_BACK: "Taken back: your chart stays as it was",
}


@pytest.mark.parametrize("standing", Standing)
async def test_every_standing_has_its_words(standing: Standing) -> None:
    await save(phone=PHONE)
    line = await line_of("phone")
    reason = ChangedField.reason.seal("It is the office's.", row=line.id)
    await rows.change(
        "update changed_field set standing = $1, reason = $2",
        standing.value,
        reason if standing is Standing.DECLINED else None,
    )
    page = await (await people.alice()).open("/information/basic")
    [said] = [words(each) for each in page.all(".history li")]
    assert said.startswith("Mobile phone: (312) 555-0111 → changed to (312) 555-0199")
    assert words(page.find(".history .tag")) == WORDS[standing] == str(STANDINGS[standing][0])
    assert "Alice Anderson" in said
    assert ("It is the office's." in said) == (standing is Standing.DECLINED)


async def test_the_newest_change_comes_first() -> None:
    await save(phone=PHONE)
    await save(preferred_name="Ali", middle_name="Ruth")
    page = await (await people.alice()).open("/information/basic")
    said = [words(each).partition(":")[0] for each in page.all(".history li")]
    assert said == ["Middle name", "Preferred name", "Mobile phone"]


async def test_what_is_declined_is_read_until_the_field_is_changed_again() -> None:
    await save(phone=PHONE)
    line = await line_of("phone")
    await rows.change(
        "update changed_field set standing = 'declined', reason = $1",
        ChangedField.reason.seal("It is the office's.", row=line.id),
    )
    alice = await people.alice()
    (await alice.open("/information/basic")).shows("Not taken over: (312) 555-0199. It is the office's.")
    await save(phone="312 555 0155")
    page = await alice.open("/information/basic")
    assert not page.all(".declined")
    page.shows("It is the office's.")

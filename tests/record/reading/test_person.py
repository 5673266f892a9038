"""A copy says who it is about and who made it, on its page as on paper."""

import pytest

from tests import people
from tests.record.reading.copied import have_copy

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_the_page_says_of_the_person_what_the_paper_says() -> None:
    alice = await people.alice()
    await have_copy(alice)
    assert alice.page is not None
    alice.page.shows(
        "48 Example Street, Apt 3, Chicago, IL 60614", "Never married", "White", "(312) 555-0111"
    )
    assert "536" not in str(alice.page.find("details.notice"))

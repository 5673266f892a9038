"""Copies of the record: made at once or after release, for one person, for a while, as page, PDF and XML."""

import pytest

from app.record.clinical.facts import Kind
from tests import people, rows
from tests.record.kept import keep, observed, on, problem

pytestmark = pytest.mark.usefixtures("rolled_back")

COPIES = "select id from record_copy order by made_at"


async def test_a_client_has_the_record_at_once_and_the_log_keeps_each_step() -> None:
    await keep(Kind.PROBLEM, problem("Asthma", onset=on(2019)))
    alice = await people.alice()
    page = await alice.open("/record")
    page.shows("CCD Download", "You have it at once")
    page = await alice.press("Request my record")
    page.shows("Health record", "Alice Anderson", "The whole record", "Asthma", "No information")
    copy = await rows.value(COPIES)
    pdf = await alice.send("GET", f"/record/{copy}/record.pdf")
    xml = await alice.send("GET", f"/record/{copy}/record.xml")
    assert pdf.content.startswith(b"%PDF-")
    assert "attachment" in xml.headers["content-disposition"]
    assert xml.content.startswith(b"<?xml")
    (await alice.open("/activity")).shows(
        "Made a copy of the record: The whole record",
        "Looked at a copy of the record",
        "Downloaded a copy of the record",
    )
    (await alice.open("/record")).shows("Your copies", "The whole record")

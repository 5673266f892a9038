"""The inbox asks for news by itself, and keeps what somebody has ticked meanwhile."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.server import Server
from tests.people import client_id, staff_id

pytestmark = pytest.mark.browser

TELL = """
insert into alert (id, event, recipient, kind, client, object_id, grown_by, raised_at)
values ($1, $2, $3, $4, $5, $6, '{}', now())
"""
GROW = "update alert set grown_by = grown_by || gen_random_uuid(), raised_at = now() where id = $1"
POLL_MILLISECONDS = 21_000


def test_ticks_stay_while_news_come_in_and_what_has_grown_is_not_ticked_unseen(
    invite: Invite, server: Server
) -> None:
    first, second, growing, later = (uuid4() for _ in range(4))

    def tell(alert: object, kind: str) -> None:
        about = client_id("bob") if kind == "document_upload" else uuid4()
        server.rows(TELL, alert, uuid4(), staff_id("dana"), kind, client_id("bob"), about)

    tell(first, "payment")
    tell(second, "payment")
    tell(growing, "document_upload")
    dana = invite("dana")
    dana.page.clock.install()
    dana.open("/staff")
    row = dana.page.locator
    for alert in (first, growing):
        row(f"#alert-row-{alert} input[type=checkbox]").check()
    tell(later, "payment")
    server.rows(GROW, growing)
    dana.page.clock.run_for(POLL_MILLISECONDS)
    expect(row(f"#alert-row-{later}")).to_be_visible()
    expect(row(f"#alert-row-{growing}")).to_contain_text("Document Upload: 2 documents")
    expect(row(f"#alert-row-{first} input[type=checkbox]")).to_be_checked()
    expect(row(f"#alert-row-{growing} input[type=checkbox]")).not_to_be_checked()
    expect(row(f"#alert-row-{second} input[type=checkbox]")).not_to_be_checked()

    dana.page.clock.resume()
    row("#together-done").click()
    expect(row("#flash")).to_contain_text("1 alert is done for all.")
    expect(row(f"#alert-row-{first}")).to_contain_text("Done for all: Dana Diaz")
    assert (
        server.value(
            "select count(*) from alert where recipient = $1 and done_at is not null", staff_id("dana")
        )
        == 1
    )
    server.rows("delete from alert where id = any($1)", [first, second, growing, later])

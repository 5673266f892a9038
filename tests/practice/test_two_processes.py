"""Two portals over one database: what is changed in one is right in the other at its next request."""

import re
from pathlib import Path

import httpx
import pytest

from tests.commands import serving
from tests.servers import eventually

TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')


def send(portal: httpx.Client, page: str, action: str, **fields: str) -> None:
    """Fill a form of `page` and send it."""
    token = TOKEN.search(portal.get(page).text)
    assert token is not None
    answer = portal.post(
        action, data={"_csrf": token[1], **fields}, headers={"sec-fetch-site": "same-origin"}
    )
    assert answer.status_code == 303, answer.text


@pytest.mark.usefixtures("settled")
def test_a_changed_setting_is_right_in_the_other_process_at_its_next_request(tmp_path: Path) -> None:
    with (
        serving({"DATA_DIR": str(tmp_path)}, "--migrate", "--demo") as (_, here),
        serving({"DATA_DIR": str(tmp_path)}) as (_, there),
        httpx.Client(base_url=f"http://localhost:{here}") as nora,
        httpx.Client(base_url=f"http://localhost:{there}") as nora_elsewhere,
        httpx.Client(base_url=f"http://localhost:{there}") as alice,
        httpx.Client(base_url=f"http://localhost:{there}") as visitor,
    ):
        send(nora, "/staff/sign-in", "/staff/sign-in", username="nora", password="demo-nora-portal-1")
        nora_elsewhere.cookies.set("staff", nora.cookies["staff"])
        send(alice, "/sign-in", "/sign-in", username="alice", password="demo-alice-portal-1")
        for portal, page in ((nora_elsewhere, "/staff/settings"), (alice, "/home"), (visitor, "/sign-in")):
            assert "Sunrise Counseling" in portal.get(page).text

        for name in ("Moonrise Counseling", "Starlight Counseling"):
            send(nora, "/staff/settings", "/staff/settings/practice_name", practice_name=name)
            assert name in alice.get("/home").text
        send(nora, "/staff/settings", "/staff/settings/practice_name/default")
        assert "Your practice" in nora_elsewhere.get("/staff/settings").text

        send(nora, "/staff/settings", "/staff/settings/practice_name", practice_name="Daybreak Counseling")
        eventually(lambda: "Daybreak Counseling" in visitor.get("/sign-in").text)

        send(nora, "/staff/settings", "/staff/settings/session_idle_minutes", session_idle_minutes="1")
        assert alice.get("/home").status_code == 200

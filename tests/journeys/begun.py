"""What people have begun, and were told of, before every page is looked at."""

from dataclasses import replace

from tests.journeys.practice import GUARDIANS_THREAD
from tests.journeys.server import Server, eventually
from tests.journeys.visitor import Visitor


def begin_drafts(gina: Visitor) -> None:
    for page, form in (("/messages/new", "/messages/new"), (GUARDIANS_THREAD, f"{GUARDIANS_THREAD}/replies")):
        begun = gina.fill(page, to=form, body="Hello,")
        assert gina.send(replace(begun, path=f"{page}/draft")).status_code == 303


def raise_alerts(server: Server) -> None:
    """Let Terry have alerts that are new, read, looked after and done."""
    alice, terry = Visitor(server, "alice"), Visitor(server, "terry")
    threads = [alice.write(f"Seen in the inbox, {number}") for number in range(4)]
    of_these = "select id from alert where object_id = any($1) and recipient = (select id from staff_member where first_name = 'Terry')"
    eventually(
        lambda: len(server.rows(of_these, threads)) == len(threads),
        within=10,
        otherwise="There are no alerts",
    )
    server.rows(
        "update message_thread set soon_late_at = now() - interval '2 days', late_at = now() - interval '1 day'"
        " where id = any($1)",
        threads[:2],
    )
    states = ("read", "acknowledged", "done")
    for row, state in zip(server.rows(of_these, threads), states, strict=False):
        path = f"/staff/alerts/{row['id']}/reading"
        assert terry.send(terry.fill("/staff", to=path, state=state)).status_code == 303

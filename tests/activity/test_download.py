"""The list as a file: whole, readable in any spreadsheet, run by none, and written down as taken away."""

import csv
import io
from datetime import UTC, datetime

import httpx
import pytest

from app.accounts.sessions import today
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.service import MOST_DOWNLOADED
from tests import people, rows
from tests.activity.happened import actor, happened, lines, who

pytestmark = pytest.mark.usefixtures("rolled_back")

TAKEN = "select count(*) from audit_event where kind = 'activity_downloaded' and client = $1 and account = $2"


async def download(name: str = "alice", query: str = "", *, language: str = "en") -> httpx.Response:
    browser = await people.client(name)
    browser.language = language
    answer = await browser.send("GET", f"/activity.csv{query}")
    assert answer.status_code == 200
    return answer


def table(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_a_line_is_a_row_with_its_moment_in_the_practices_zone() -> None:
    await happened(Kind.MESSAGE_SENT, at=datetime(2026, 11, 20, 4, 12, 5, tzinfo=UTC))
    await happened(Kind.SIGNED_IN, at=datetime(2026, 7, 1, 12, 0, tzinfo=UTC))
    assert table(await download()) == [
        ["Date", "Time", "Time zone", "What was done", "By"],
        ["2026-11-19", "22:12:05", "CST", "Sent a message", "Alice Anderson"],
        ["2026-07-01", "07:00:00", "CDT", "Signed in", "Alice Anderson"],
    ]


async def test_browsers_keep_it_as_a_file_that_spreadsheets_read_in_the_right_characters() -> None:
    await happened(Kind.MESSAGE_SENT, by=actor("gina", called="Zoë Ñandú", kind=ActorKind.GUARDIAN))
    answer = await download()
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        answer.headers["content-disposition"] == f'attachment; filename="activity-{today().isoformat()}.csv"'
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "Zoë Ñandú".encode() in answer.content


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
async def test_no_cell_is_a_formula(begins: str) -> None:
    await happened(Kind.MESSAGE_ANSWERED, by=Actor(kind=ActorKind.STAFF, name=f"{begins}HYPERLINK(1)"))
    await happened(Kind.MESSAGE_ANSWERED, by=Actor(kind=ActorKind.STAFF, name=f"Terry{begins}1"))
    assert [row[-1] for row in table(await download())[1:]] == [f"Terry{begins}1", f"'{begins}HYPERLINK(1)"]


async def test_who_did_something_is_named_since_the_file_travels() -> None:
    await happened(Kind.SIGN_IN_FAILED)
    await happened(Kind.LANGUAGE_CHANGED, by=Actor.system("test"))
    await happened(Kind.MESSAGE_SENT)
    assert [row[-1] for row in table(await download())[1:]] == [
        "Alice Anderson",
        "The portal",
        "Somebody with the login of Alice Anderson",
    ]


async def test_it_is_in_the_readers_language() -> None:
    await happened(Kind.MESSAGE_SENT)
    await rows.change("update portal_account set language = null")
    headings, line = table(await download(language="es"))
    assert headings[0] == "Fecha"
    assert line[3] == "Envió un mensaje"


async def test_it_holds_what_was_chosen_and_all_of_it() -> None:
    for _ in range(40):
        await happened(Kind.MESSAGE_SENT)
        await happened(Kind.SIGNED_IN)
    assert len(table(await download())[1:]) == 80
    assert {row[3] for row in table(await download(query="?kind=messages"))[1:]} == {"Sent a message"}
    assert len(table(await download(query="?kind=messages&since=2026-01-01"))[1:]) == 40
    assert table(await download(query="?until=2026-01-01"))[1:] == []


async def test_it_leaves_out_the_oldest_lines_of_a_very_long_list() -> None:
    await rows.change(
        "insert into activity_entry (id, client, at, kind, actor_kind, actor_name)"
        " select gen_random_uuid(), $1, now() - n * interval '1 hour', 'message_sent', 'client', ''"
        " from generate_series(1, $2::int) n",
        people.client_id("alice"),
        MOST_DOWNLOADED + 10,
    )
    await happened(Kind.SIGNED_IN)
    found = table(await download())[1:]
    assert len(found) == MOST_DOWNLOADED
    assert found[0][3] == "Signed in"


async def test_never_another_clients_lines() -> None:
    await happened(Kind.MESSAGE_SENT)
    for name in ("bob", "charlie", "gina"):
        answer = await download(name)
        assert table(answer)[1:] == []
        assert "Alice" not in answer.text


async def test_taking_it_away_is_written_down_each_time_with_who_did_it() -> None:
    await download("gina", "?kind=messages")
    page = await (await people.gina()).open("/activity")
    assert (lines(page), who(page)) == (["Downloaded this list as a file"], ["You"])
    assert await rows.value(TAKEN, people.client_id("max"), people.account_id("gina")) == 1


async def test_a_choice_that_makes_no_sense_leads_to_the_page_that_says_so() -> None:
    await happened(Kind.MESSAGE_SENT)
    alice = await people.alice()
    page = await alice.open("/activity.csv?kind=messages&since=2026-02-30", status=422)
    assert page.path == "/activity?kind=messages&since=2026-02-30"
    assert lines(page) == ["Sent a message"]


async def test_the_page_offers_what_it_shows() -> None:
    await happened(Kind.MESSAGE_SENT)
    alice = await people.alice()
    for path, address in (
        ("/activity", "/activity.csv"),
        ("/activity?before=x&kind=", "/activity.csv"),
        ("/activity?kind=messages&until=2099-01-01", "/activity.csv?kind=messages&until=2099-01-01"),
    ):
        page = await alice.open(path)
        assert page.find("a[download]")["href"] == address
        page.shows("at most the newest 5,000 lines")

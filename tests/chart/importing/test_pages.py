"""The page of files of charts: an example, what a file would do, and only then it is done."""

import csv
import io

import pytest

from app.chart.importing import service
from app.chart.importing.command import import_charts
from app.chart.importing.planning import Allowed, What
from app.chart.importing.service import KINDS
from app.clients.details import hash_of_phone
from app.staff.rules import Action, PermissionRule
from app.web.carried import packed
from tests import people, rows
from tests.admin.grants import ALL, give
from tests.appointments.kept import sent
from tests.changes.saves import set_to
from tests.chart.importing.files import a_file, take_in
from tests.chart.importing.test_clients import ALICE, ROSA
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/staff/clients/import"
CHANGED = ALICE | {"phone": "312 555 0199"}
INVITED = "select count(*) from invitation"


async def clerk(*actions: Action, client_admin: bool = True) -> Browser:
    await give("stan", {PermissionRule.CLIENTS: frozenset(actions)}, client_admin=client_admin)
    return await people.stan()


async def test_a_file_is_looked_through_shown_and_only_then_taken_in() -> None:
    nora = await people.nora()
    await nora.open("/staff/clients")
    page = await nora.follow("Take in a file")
    page.shows("at most 5,000 rows and 0.7 MB", "Social Security numbers are not read", "Assignments")
    content = a_file(ROSA, CHANGED, ROSA | {"client number": "20418", "email": "rosa"})
    before = await rows.digest()
    page = await nora.press("See what it would do", files=[("march.csv", content)])
    page.shows(
        "march.csv",
        "1 row is left out",
        "Alice Anderson",
        "Changed: phone",
        "Client 20417",
        "would overwrite",
    )
    [problem] = page.all("#examined .problem")
    assert [cell.get_text() for cell in problem.find_all(["b", "span"])][:3] == ["Row 4", "email", "“rosa”"]
    assert await rows.digest() == before
    page = await nora.press("Take in the good rows")
    page.shows("Taken in: 1 added, 1 changed. 1 row was left out.", "Rosa Example")
    audited = (
        "select count(*) from audit_event where kind = 'charts_imported' and object_kind = 'imported_charts'"
    )
    assert await rows.value(audited) == 1
    assert await rows.value(INVITED) == 0


async def test_new_clients_are_invited_only_when_that_is_ticked_whatever_setting_811_says() -> None:
    await set_to(credentials_on_adding="on")
    no_mail = ROSA | {"client number": "20418", "first name": "Luis", "email": "", "phone": ""}
    gone = ROSA | {"client number": "20419", "first name": "Ana", "discharged on": "2026-11-01"}
    nora = await people.nora()
    for invited in (0, 1):
        async with rows.undone():
            await nora.open(PATH)
            page = await nora.press("See what it would do", files=[("a.csv", a_file(ROSA, no_mail, gone))])
            page.shows("Email Client Credential to the new clients")
            await (nora.press("Take it in", invite="yes") if invited else nora.press("Take it in"))
            assert await rows.value(INVITED) == invited
    stan = await clerk(*Action)
    await stan.open(PATH)
    page = await stan.press("See what it would do", files=[("a.csv", a_file(ROSA))])
    page.lacks("Email Client Credential")
    await sent(
        stan, f"{PATH}/confirmation", {"sheet": packed(a_file(ROSA)), "what": "clients", "invite": "yes"}
    )
    assert await rows.value("select count(*) from client where number = 20417") == 1
    assert await rows.value(INVITED) == 0


async def test_every_example_can_be_taken_in_as_it_is_and_explains_each_column() -> None:
    nora = await people.nora()
    for what in What:
        page = await nora.open(f"{PATH}?what={what}")
        assert all(meaning.get_text(strip=True) for meaning in page.all("#import .facts dd"))
        answer = await nora.send("GET", f"{PATH}/example?what={what}")
        assert f'filename="{what}.csv"' in answer.headers["content-disposition"]
        read = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert not [cell for line in read for cell in line if cell.startswith(("=", "+", "-", "@"))]
        assert read[0] == [column.name for column in KINDS[what].columns]
        page = await nora.press("See what it would do", files=[(f"{what}.csv", answer.content)])
        assert not page.all("#examined .problem")
        (await nora.press("Take it in")).shows(f"Taken in: {len(read) - 1} added, 0 changed.")


async def test_only_a_client_admin_with_create_takes_a_file_in() -> None:
    for actions, client_admin in ((ALL - {Action.CREATE}, True), (ALL, False)):
        async with rows.undone():
            stan = await clerk(*actions, client_admin=client_admin)
            (await stan.open("/staff/clients")).lacks("Take in a file")
            await stan.open(PATH, status=403)
            await stan.open(f"{PATH}/example", status=403)
            for path in (PATH, f"{PATH}/confirmation"):
                assert (await sent(stan, path, {"sheet": ""})).status_code == 403
    stan = await clerk(Action.VIEW, Action.CREATE)
    await stan.open(PATH)
    page = await stan.press("See what it would do", files=[("a.csv", a_file(CHANGED))])
    page.shows("does not include “Modify”", "1 row is left out")
    page.lacks("Take in the good rows")
    await sent(stan, f"{PATH}/confirmation", {"sheet": packed(a_file(CHANGED)), "what": "clients"})
    assert await rows.value("select phone_hash from client where number = 1001") == hash_of_phone(
        "3125550111"
    )


async def test_a_file_that_is_none_is_refused_at_its_field() -> None:
    nora = await people.nora()
    for content, says in (
        (b"%PDF-\xff", "CSV file in UTF-8"),
        (b"name\nx\n", "columns are missing"),
        (b"a" * 700_001, "larger than 0.7 MB"),
    ):
        await nora.open(f"{PATH}?what=policies")
        page = await nora.press("See what it would do", status=422, files=[("a.csv", content)])
        page.shows(says, "member id")
    await nora.open(PATH)
    (await nora.press("See what it would do", status=422)).shows("Choose a file.")
    for sheet in ("", "nonsense"):
        answer = await sent(nora, f"{PATH}/confirmation", {"sheet": sheet})
        assert answer.status_code == 422
        assert "did not come back as it was shown" in answer.text


async def test_a_file_that_changes_nothing_has_no_button() -> None:
    nora = await people.nora()
    await take_in(What.CLIENTS, ROSA)
    for content, says in (
        (a_file(ROSA), "This very file was taken in on"),
        (a_file(ROSA) + b"\n", "Everything stands here as the file says."),
    ):
        await nora.open(PATH)
        page = await nora.press("See what it would do", files=[("a.csv", content)])
        page.shows(says)
        assert not page.all("#take-in")


async def test_what_a_spreadsheet_would_run_is_read_as_text_and_written_so_that_it_does_not() -> None:
    content = a_file(ROSA | {"first name": "=1+1"})
    assert b"'=1+1" in content
    plan = (await service.examine(What.CLIENTS, content, allowed=Allowed())).plan
    assert [each.called for each in plan.planned] == ["=1+1 Example"]


async def test_on_the_server_a_file_says_in_lines_what_it_does() -> None:
    lines = a_file(
        ROSA | {"shoe size": "40"}, ROSA | {"client number": "x"}, ALICE | {"client number": "20500"}
    )
    good, said = await import_charts("clients", lines, dry_run=True, anyway=False)
    assert (good, said) == (
        False,
        [
            "Not read: shoe size",
            "row 3, client number: Type the client's number. ('x')",
            "row 4, last name: This may be client 1001, Alice Anderson, who is here already. ('Anderson')",
            "It would be: 1 added, 0 changed, 0 as they are, 2 rows left out.",
        ],
    )
    assert await rows.value("select count(*) from client where number = 20417") == 0
    assert await import_charts("clients", a_file(ROSA), dry_run=False, anyway=True) == (
        True,
        ["1 added, 0 changed, 0 as they are."],
    )
    assert (await import_charts("clients", a_file(ROSA), dry_run=False, anyway=True))[1] == [
        "This very file was the last one taken in: nothing is to be done."
    ]
    kin = {"client number": "20417", "role": "guardian", "name": "Ana Example"}
    assert (await import_charts("contacts", a_file(kin), dry_run=False, anyway=False))[0]
    who = "select string_agg(distinct sent_by_name, ',') from change_request where client = $1"
    client_id = await rows.value("select id from client where number = 20417")
    assert await rows.value(who, client_id) == "Sunrise Counseling"
    assert await import_charts("contacts", b"name\n", dry_run=False, anyway=False) == (
        False,
        ["These columns are missing: client number, role. The first row of the file names the columns."],
    )

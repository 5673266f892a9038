"""What is in an export: all that somebody can open of a chart, of every panel, and nothing else."""

import csv
import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind as Act
from app.information.demo import SSNS
from app.messages.tables import InternalNote, Message
from app.practice.settings import load_settings
from app.record.clinical.facts import Kind
from app.web.language import Language
from app.worker import SOURCES
from tests import people, rows
from tests.changes.saves import set_to
from tests.documents import shelf
from tests.forms.filling.filled import sign_consent
from tests.record import kept
from tests.record.exporting.taking import Files, exported, words_of

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_every_panel_gives_what_alice_has_and_nothing_of_bobs() -> None:
    for name in ("alice", "bob"):
        await kept.keep(Kind.PROBLEM, kept.problem(f"Trouble of {name}"), client=name)
        await activity.record(
            by=Actor.system("t"), kind=Act.CHART_SEEN, object_kind="client", client_id=people.client_id(name)
        )
    await sign_consent(await people.alice())
    await shelf.shared("Treatment plan")
    for source in SOURCES:
        of_alice, of_bob = [await exported(name, sources=(source,)) for name in ("alice", "bob")]
        assert len(of_alice) > 2, f"{source.area} gives nothing of Alice's."
        assert "Alice" in words_of(of_alice)
        assert "Bob" not in words_of(of_alice)
        assert "of bob" not in words_of(of_alice)
        assert "Alice" not in words_of(of_bob)
    files = await exported("alice")
    assert {name.split("/")[0] for name in files} == {
        "index.html", "pages", "spreadsheets", "documents", "statements", "receipts", "forms", "record", "appointments",
    }  # fmt: skip
    index = files["index.html"].decode()
    for name in files:
        assert name == "index.html" or name.replace(" ", "%20") in index, f"No link leads to {name}."
    assert files["record/Health record.xml"].startswith(b"<?xml")
    pdfs = [content for name, content in files.items() if name.endswith(".pdf")]
    assert len(pdfs) > 10
    assert all(content.startswith(b"%PDF") for content in pdfs)


async def test_what_is_the_practices_own_is_not_in_it() -> None:
    thread = await rows.value(
        "select id from message_thread where client = $1 limit 1", people.client_id("alice")
    )
    note = InternalNote(id=uuid4(), thread=thread, staff=people.staff_id("terry"), staff_name="Terry")
    note.written_at, note.body = kept.AT, InternalNote.body.seal("Between us", row=note.id)
    await InternalNote.insert(note)
    await shelf.put("Kept by the practice", from_client=False)
    await shelf.put("Notes of a session", from_client=False, key="psychotherapy_notes")
    await shelf.put("Plan of last year", from_client=False, shared_at=kept.AT, withdrawn_at=datetime.now(UTC))
    await shelf.shared("Shared plan")
    entry = await kept.keep(Kind.PROBLEM, kept.problem("Not to be known"))
    await rows.change(
        "update clinical_entry set withheld_at = now(), withheld_by_name = 'T' where id = $1", entry
    )
    files = await exported("alice")
    everything = b"\n".join(files.values()).decode(errors="replace")
    for words in (
        "Between us",
        "Kept by the practice",
        "Notes of a session",
        "Plan of last year",
        "Not to be known",
    ):
        assert words not in everything
    assert "documents/Shared plan.pdf" in files
    assert "Your practice has left something out of this copy." in words_of(files)


async def test_a_social_security_number_is_in_no_export_not_even_its_end() -> None:
    everything = words_of(await exported("alice"))
    assert SSNS["alice"][-4:] not in everything
    assert "Social Security" not in everything


async def test_who_acts_for_somebody_gets_what_is_open_to_them_with_numbers_masked() -> None:
    await kept.keep(Kind.PROBLEM, kept.problem("For the client alone"), own_only=True)
    await kept.keep(Kind.PROBLEM, kept.problem("For both"))
    theirs = words_of(await exported("alice", account="gina", for_self=False))
    own = words_of(await exported("alice", account="alice"))
    number = next(filter(None, cells_under("Member ID", await exported("alice"))))
    assert "For the client alone" in own
    assert "For the client alone" not in theirs
    assert "For both" in theirs
    assert number in own
    assert number not in theirs
    assert f"…{number[-4:]}" in theirs
    files = await exported("alice", account="gina", for_self=False, areas="messages,record")
    areas = {name.split("/")[1].split(".")[0] for name in files if name.startswith("pages/")}
    assert areas == {"messages", "record"}


def cells_under(column: str, files: Files) -> list[str]:
    reader = csv.DictReader(io.StringIO(files["spreadsheets/insurance.csv"].decode("utf-8-sig")))
    return [row[column] for row in reader]


async def test_where_staff_release_copies_the_record_itself_comes_from_them_alone() -> None:
    await kept.keep(Kind.PROBLEM, kept.problem("Trouble sleeping"))
    await set_to(record_release="by_staff")
    await load_settings()
    for_client = await exported("alice", account="alice")
    for_staff = await exported("alice")
    assert "Trouble sleeping" not in words_of(for_client)
    assert not [name for name in for_client if name.startswith("record/")]
    assert "Ask for one on the page CCD Download." in words_of(for_client)
    assert "Trouble sleeping" in words_of(for_staff)


async def test_what_people_typed_is_text_in_pages_and_no_formula_in_spreadsheets() -> None:
    message = await rows.value("select id from message where client = $1 limit 1", people.client_id("alice"))
    body = Message.body.seal("=1+1 <script>alert(1)</script>", row=message)
    await rows.change("update message set body = $2 where id = $1", message, body)
    await shelf.shared("../../<b>Plan</b>: a/b?")
    files = await exported("alice")
    assert b"<script" not in files["pages/messages.html"]
    assert b"&lt;script&gt;" in files["pages/messages.html"]
    assert b"'=1+1" in files["spreadsheets/messages.csv"]
    assert [name for name in files if "Plan" in name]
    assert not [name for name in files if ".." in name.split("/") or set(name) & set('<>:"\\|?*')]


async def test_it_speaks_the_language_of_who_asked() -> None:
    files = await exported("alice", language=Language.SPANISH)
    assert '<html lang="es"' in files["index.html"].decode()
    assert "Mensajes" in words_of(files)

"""Documents in Piccolo Admin: the picklist, the tables that are only read, and the actions by client number."""

import pytest

from app.documents.rules import Ask
from tests import people, rows
from tests.admin.desk import desk_of
from tests.documents import shelf
from tests.documents.shelf import put, shared

rolled_back = pytest.mark.usefixtures("rolled_back", "empty")

PLAN = {"client_number": 1001, "document": "Treatment plan"}


@pytest.mark.usefixtures("restored", "empty")
async def test_a_type_is_made_and_changed_and_one_the_portal_knows_stays() -> None:
    nora = await desk_of("nora")
    made = await nora.add("document_types", label="Court letter", label_es="Carta del juzgado", position=35)
    assert made.status_code == 201, made.text
    known = await shelf.type_id("insurance_card")
    assert (await nora.change("document_types", known, label="Card")).status_code == 200
    assert (await nora.delete("document_types", known)).status_code >= 400
    assert await rows.value("select label from document_type where key = 'insurance_card'") == "Card"
    own = await rows.value("select id from document_type where label = 'Court letter'")
    assert (await nora.delete("document_types", own)).status_code < 300


@rolled_back
@pytest.mark.parametrize(("column", "value"), [("never_shared", True), ("key", "mine")])
async def test_what_the_portal_relies_on_is_not_edited(column: str, value: object) -> None:
    nora = await desk_of("nora")
    known = await shelf.type_id("psychotherapy_notes")
    before = await rows.value(f"select {column} from document_type where id = $1", known)
    await nora.change("document_types", known, **{column: value if column == "key" else False})
    assert await rows.value(f"select {column} from document_type where id = $1", known) == before
    await nora.add("document_types", label="Mine", **{column: value})
    assert not await rows.value(f"select count(*) from document_type where label = 'Mine' and {column} = $1", value)  # fmt: skip


@rolled_back
async def test_documents_and_files_are_read_without_titles_names_or_keys() -> None:
    document = await put("Canary title")
    nora = await desk_of("nora")
    for table in ("documents", "stored_files"):
        [row] = await nora.rows(table)
        assert not {"title", "signature", "name", "data_key", "place", "sha256"} & row.keys()
        assert "Canary" not in str(row)
        assert (await nora.change(table, row["id"], client=str(people.client_id("bob")))).status_code in (403, 405)  # fmt: skip
        assert (await nora.delete(table, row["id"])).status_code in (403, 405)
    assert await shelf.column(document, "client") == people.client_id("alice")
    terry = await desk_of("terry")
    assert (await terry.get("/api/tables/documents/")).status_code == 403


@rolled_back
async def test_a_document_is_shared_asked_for_renamed_and_withdrawn_by_its_title() -> None:
    document = await put("Treatment plan", from_client=False)
    nora = await desk_of("nora")
    answer = await nora.take("share-a-document", **PLAN, ask="sign", due_on="2099-01-31")
    assert answer.status_code == 200, answer.text
    assert await shelf.column(document, "ask") == "sign"
    answer = await nora.take("mark-a-document-to-be-completed", **PLAN, ask="fill")
    assert answer.status_code == 200, answer.text
    assert await shelf.column(document, "ask") == "fill"
    answer = await nora.take("rename-a-document", **PLAN, title="The plan")
    assert answer.status_code == 200, answer.text
    answer = await nora.take("withdraw-a-document", client_number=1001, document="THE PLAN")
    assert answer.status_code == 200, answer.text
    assert await shelf.column(document, "withdrawn_at") is not None
    for kind in ("shared", "asked_for", "renamed", "withdrawn"):
        assert await shelf.recorded(f"document_{kind}") == 1, kind


@rolled_back
async def test_what_is_not_there_or_there_twice_is_refused_with_the_reason() -> None:
    nora = await desk_of("nora")
    answer = await nora.take("withdraw-a-document", **PLAN)
    assert answer.status_code >= 400
    assert "has no document of this title" in answer.text
    await shared("Treatment plan", ask=Ask.SIGN)
    await shared("treatment plan")
    answer = await nora.take("withdraw-a-document", **PLAN)
    assert "several documents of this title" in answer.text
    notes = await put("Notes", from_client=False, key="psychotherapy_notes")
    answer = await nora.take("share-a-document", client_number=1001, document="Notes")
    assert "can never be shared" in answer.text
    assert await shelf.column(notes, "shared_at") is None


@rolled_back
async def test_dana_does_nothing_with_a_document_of_alices() -> None:
    document = await shared("Treatment plan")
    dana = await desk_of("dana")
    for form in ("share-a-document", "mark-a-document-to-be-completed", "withdraw-a-document"):
        assert (await dana.take(form, **PLAN)).status_code >= 400, form
    assert (await dana.take("rename-a-document", **PLAN, title="x")).status_code >= 400
    assert await shelf.column(document, "withdrawn_at") is None

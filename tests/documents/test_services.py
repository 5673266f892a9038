"""What the services refuse by themselves, whoever calls them."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest

from app.accounts.sessions import CurrentChart, client_session
from app.activity.actor import Origin
from app.activity.refusals import NotAllowed, NotFound, Refusal, StateForbids, Unfit
from app.documents import staff_service
from app.documents.rules import NOTHING_ASKED, Ask
from app.documents.service import Upload, acknowledge, sign, upload
from app.documents.staff_service import Sharing, add_document
from app.files import service as files
from app.files.service import TakenIn
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.documents.papers import CONFIRM, LETTER, SIGN
from tests.documents.shelf import only, parts_of, pdf, type_id

pytestmark = pytest.mark.usefixtures("rolled_back")


async def chart_of(name: str) -> CurrentChart:
    browser = await people.client(name)
    found = await client_session(browser.cookies["portal"], origin=Origin(request_id="", network=""))
    assert found is not None
    _, chart = found
    assert chart is not None
    return chart


async def taken() -> TakenIn:
    return await files.take_in(parts_of(pdf()), name="a.pdf")


@pytest.mark.parametrize(("name", "refusal"), [("stan", NotAllowed), ("dana", NotFound)])
async def test_only_who_may_share_in_the_chart_adds_a_document(name: str, refusal: type[Refusal]) -> None:
    new = Sharing(await taken(), "", await type_id("other"), shared=True, ask=Ask.NOTHING, due_on=None)
    before = await rows.value("select count(*) from document")
    with pytest.raises(refusal):
        await add_document(staff=await current(name), client_id=people.client_id("alice"), new=new)
    assert await rows.value("select count(*) from document") == before


@pytest.mark.parametrize(
    ("action", "act"),
    [
        ("create", partial(staff_service.share, ask=Ask.NOTHING, due_on=None)),
        ("modify", partial(staff_service.ask_for, ask=Ask.NOTHING, due_on=None)),
        ("modify", partial(staff_service.rename, title="Another")),
        ("delete", staff_service.withdraw),
        ("view", staff_service.review),
    ],
    ids=["share", "ask for", "rename", "withdraw", "review"],
)
async def test_each_act_of_staff_needs_its_part_of_the_rule(action: str, act: Any) -> None:
    await only("terry", *({"create", "modify", "view", "delete"} - {action}))
    with pytest.raises(NotAllowed):
        await act(staff=await current("terry"), client_id=people.client_id("alice"), document_id=LETTER)


async def test_a_type_that_is_out_of_use_is_chosen_by_nobody() -> None:
    await rows.change("update document_type set active = false where key = 'other'")
    kind = await type_id("other")
    with pytest.raises(Unfit):
        await upload(chart=await chart_of("alice"), sent=Upload(await taken(), kind))
    new = Sharing(await taken(), "", kind, shared=True, ask=Ask.NOTHING, due_on=None)
    with pytest.raises(Unfit):
        await add_document(staff=await current("terry"), client_id=people.client_id("alice"), new=new)


async def test_what_is_not_asked_is_refused_with_that_reason() -> None:
    chart = await chart_of("alice")
    for document, act in ((SIGN, acknowledge), (CONFIRM, partial(sign, name="Alice"))):
        with pytest.raises(StateForbids) as refused:
            await act(chart=chart, document_id=document)
        assert refused.value.sentence is NOTHING_ASKED
    with pytest.raises(Unfit):
        await sign(chart=chart, document_id=SIGN, name="")


@pytest.mark.parametrize("document", [SIGN, LETTER], ids=["to be signed", "to be read"])
async def test_only_what_is_to_be_filled_is_answered_by_a_file(document: UUID) -> None:
    before = await rows.value("select count(*) from document")
    with pytest.raises(StateForbids) as refused:
        await upload(chart=await chart_of("alice"), sent=Upload(await taken(), answers=document))
    assert refused.value.sentence is NOTHING_ASKED
    assert await rows.value("select count(*) from document") == before

"""What Piccolo Admin or a form answers with an error leaves nothing behind, also what was written before it."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from app import main
from app.accounts.sessions import CurrentStaff, staff_session
from app.activity.actor import Origin
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound, StateForbids
from app.admin.inside import Question
from app.admin.writes import Write
from app.panels import PANELS
from app.staff.rules import Action, PermissionRule
from app.staff.tables import UserGroup
from app.web.admin import AdminForm, AdminPart
from app.web.frame import Portal
from app.web.language import _l
from tests import people
from tests.admin import audit
from tests.admin.desk import TABLES, Desk, desk_of

pytestmark = pytest.mark.usefixtures("restored")


class Nothing(BaseModel):
    pass


def portal_with(refusal: Any) -> Portal:
    """Build a portal with a form that makes a group and is then refused."""

    async def act(*, staff: CurrentStaff, form: Nothing) -> str:
        await UserGroup.insert(UserGroup(name="Half made"))
        if refusal is StateForbids:
            raise StateForbids("Not today.")
        raise refusal(by=staff.actor, object_kind="user_group", sentence="Not for you.")

    form = AdminForm(
        name=_l("Half"),
        description=_l("Half"),
        group=_l("Half"),
        rule=PermissionRule.STAFF,
        action=Action.CREATE,
        model=Nothing,
        labels={},
        act=act,
    )
    return Portal(main.build((replace(PANELS[0], admin=AdminPart(tables=TABLES_OF_PANEL, forms=(form,))),)))


TABLES_OF_PANEL = PANELS[0].admin.tables if PANELS[0].admin is not None else ()


@pytest.mark.parametrize(
    ("refusal", "status", "says", "kept"),
    [
        (StateForbids, 422, "Not today.", 0),
        (NotFound, 422, "Not for you.", 1),
        (NotAllowed, 403, "Not for you.", 1),
    ],
)
async def test_a_form_that_is_refused_leaves_nothing(refusal: Any, status: int, says: str, kept: int) -> None:
    desk = Desk(await people.nora())
    desk.browser.portal = portal_with(refusal)
    before = await audit.count(Kind.ACCESS_DENIED)
    answer = await desk.take("half")
    assert answer.status_code == status
    assert says in answer.text
    assert not await UserGroup.exists().where(UserGroup.name == "Half made")
    assert await audit.count(Kind.ACCESS_DENIED) == before + kept


async def test_a_write_that_is_answered_with_an_error_leaves_nothing() -> None:
    nora = await desk_of("nora")
    token = nora.browser.cookies["staff"]
    staff = await staff_session(token, origin=Origin(request_id="", network=""))
    assert staff is not None

    async def writes_and_fails(_scope: Any, _receive: Any, send: Any) -> None:
        await UserGroup.insert(UserGroup(name="Half made"))
        await send({"type": "http.response.start", "status": 400, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    question = Question(
        staff=staff,
        token=token,
        method="POST",
        path="/api/tables/user_group/",
        values={"name": "Night office"},
    )
    write = Write(table=TABLES["user_groups"], action=Action.CREATE, row=None)
    answer = await write.make(question, writes_and_fails)
    assert answer.status == 400
    assert not await UserGroup.exists().where(UserGroup.name == "Half made")

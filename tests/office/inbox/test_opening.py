"""Whom the inbox opens to: everybody with a rule, and of its parts what the rules open."""

import pytest

from app.notices.tables import AlertKind
from app.staff.rules import PermissionRule
from tests import people, rows
from tests.office.inbox.told import listed, tell

pytestmark = pytest.mark.usefixtures("rolled_back")

ONLY = """
update profile_rule set can_view = (rule = $1), can_create = false, can_modify = false, can_delete = false
where profile = (select profile from staff_member where id = $2)
"""


async def test_who_receives_alerts_alone_sees_them_and_no_messages() -> None:
    told = await tell(AlertKind.DOCUMENT_UPLOAD)
    await rows.change(ONLY, PermissionRule.ASSIGNED_UPLOAD_ALERT, people.staff_id("terry"))
    terry = await people.terry()
    page = await terry.open("/staff")
    assert listed(page) == [told]
    assert not page.all("#in_inbox")
    page = await terry.press("Done for all", within=".alert")
    page.shows("Done for all: Terry Tran, LCSW")
    await terry.open("/staff/messages", status=403)

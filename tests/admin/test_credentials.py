"""Email Client Credential as a form in Piccolo Admin."""

import pytest

from tests import people, rows
from tests.accounts.links.mailbox import deliver, mailbox
from tests.accounts.links.test_credentials import without_account
from tests.admin.desk import desk_of

pytestmark = pytest.mark.usefixtures("restored")

EMAIL, REPLACE = "email-client-credential", "use-e-mailed-credentials-instead"


async def test_credentials_go_by_e_mail_to_the_client_of_a_number() -> None:
    await without_account()
    nora = await desk_of("nora")
    with mailbox() as inbox:
        answer = await nora.take(EMAIL, client_number=1003)
        assert answer.status_code == 200
        assert "Two e-mails are on their way to charlie@example.org." in answer.text
        again = await nora.take(EMAIL, client_number=1003)
        assert "already" in again.text
        assert [letter.recipients for letter in await deliver(inbox)] == [["charlie@example.org"]] * 2


async def test_a_typed_login_is_refused_and_replaced() -> None:
    nora = await desk_of("nora")
    answer = await nora.take(EMAIL, client_number=1003)
    assert answer.status_code == 422
    assert "typed by hand" in answer.text
    answer = await nora.take(REPLACE, client_number=1003)
    assert answer.status_code == 200
    login = "select username from portal_account where id = $1"
    assert await rows.value(login, people.account_id("charlie")) == "charlie@example.org"


async def test_nobody_of_the_number_and_nobody_without_the_rule() -> None:
    nora, dana = await desk_of("nora"), await desk_of("dana")
    assert (await nora.take(EMAIL, client_number=9999)).status_code == 422
    assert (await dana.take(EMAIL, client_number=1002)).status_code in (403, 405)

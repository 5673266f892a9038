"""Sent forms as staff find them in the chart."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows
from tests.forms.filling.filled import CONSENT, FILL, PHQ, fill_phq
from tests.page import FORM, Browser

TAB = f"/staff/clients/{people.client_id('alice')}/forms"


async def sent(answer: str = "1") -> UUID:
    """Have Alice send her PHQ-9; give the answers."""
    alice = await people.alice()
    await fill_phq(alice, answer=answer)
    await alice.press("Send my answers")
    return await newest()


async def corrected(answer: str = "2") -> UUID:
    """Have her correct what she sent; give the correction."""
    alice = await people.alice()
    await alice.open(FILL)
    await alice.press("Correct my answers")
    await fill_phq(alice, answer=answer)
    await alice.press("Send my answers")
    return await newest()


async def signed() -> UUID:
    """Have her sign her consent; give the answers."""
    alice = await people.alice()
    await alice.open(f"/forms/{CONSENT}")
    given: dict[str, Any] = {"a.decision/notice": "true", "a.decision/questions": "true"}
    given |= {"a.decision/agree": "0", "a.signer/signer.who": "0"}
    await alice.press("Look over my answers", **given)
    await alice.press("Sign and send", typed_name="Alice Q. Anderson")
    return await newest(CONSENT)


async def newest(form: UUID = PHQ) -> UUID:
    found: UUID = await rows.value(
        "select id from form_response where assignment = $1 and sent_at is not null order by sent_at desc limit 1",
        form,
    )
    return found


async def deliver() -> int:
    """Do what waits in the outbox, as the worker does."""
    return await outbox.deliver_all(effects=EFFECTS)


async def post(browser: Browser, path: str, **fields: object) -> int:
    """Send a form that the page need not show; give the status of the answer."""
    await browser.open("/staff/account")
    body = urlencode({"_csrf": browser.token, **fields}, doseq=True).encode()
    return (await browser.send("POST", path, headers={"content-type": FORM}, content=body)).status_code


async def take(rule: str, name: str = "terry") -> None:
    """Take a rule from somebody's profile."""
    await rows.change(
        "delete from profile_rule where rule = $1 and profile = (select profile from staff_member where id = $2)",
        rule,
        people.staff_id(name),
    )


async def give(rule: str, name: str, *, delete: bool = False) -> None:
    """Give somebody's profile View of a rule, and Delete where that is meant."""
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), profile, $1, false, false, true, $3 from staff_member where id = $2",
        rule,
        people.staff_id(name),
        delete,
    )

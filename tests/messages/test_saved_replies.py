"""Saved replies: texts that staff send often."""

import pytest

from tests import people, rows
from tests.messages import acts
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

ADDED = (
    "insert into saved_reply (id, title, body, user_group) values (gen_random_uuid(), $1, $2,"
    " (select id from user_group where name = $3))"
)


async def test_without_scripts_using_one_opens_the_form_with_its_text() -> None:
    alice, terry = await people.alice(), await people.terry()
    thread = await acts.write(alice, about=acts.REFILL)
    page = await terry.open(f"/staff/messages/{thread}")
    chosen = next(option for option in page.all("#saved_reply option") if "pharmacy" in option.get_text())
    page = await terry.press("Use", saved_reply=str(chosen["value"]))

    assert page.value("body").startswith("I sent the refill to your pharmacy.")
    assert page.find("#saved_reply option[selected]")["value"] == chosen["value"]
    page = await terry.press("Send", body=page.value("body"))
    page.shows("I sent the refill to your pharmacy.")
    (await alice.open(f"/messages/{thread}")).shows("I sent the refill to your pharmacy.")


async def test_with_scripts_the_text_is_on_the_page() -> None:
    terry = await people.terry()
    thread = await acts.write(await people.alice())
    page = await terry.open(f"/staff/messages/{thread}")
    form = page.find("[data-behaviour=saved-reply]")
    assert page.find(f"#{form['data-into']}").name == "textarea"
    assert all(option["data-text"] for option in page.all("#saved_reply option"))


async def test_those_of_a_group_are_for_its_members() -> None:
    await rows.change(ADDED, "For billing", "Your bill is right.", "Billing office")
    await rows.change(ADDED, "For all", "Thank you.", None)
    thread = await acts.write(await people.alice(), about=acts.BILLING)
    page = await (await people.nora()).open(f"/staff/messages/{thread}")
    page.shows("For billing", "For all")
    page = await (await people.terry()).open(f"/staff/messages/{thread}")
    page.shows("For all")
    page.lacks("For billing")
    hidden = await rows.value("select id from saved_reply where title = 'For billing'")
    page = await (await people.terry()).open(f"/staff/messages/{thread}?saved_reply={hidden}")
    assert page.value("body") == ""


async def test_what_they_hold_is_text() -> None:
    await rows.change(ADDED, '"><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', None)
    thread = await acts.write(await people.alice())
    page = await (await people.terry()).open(f"/staff/messages/{thread}")
    page.shows('"><script>alert(1)</script>')


@pytest.mark.parametrize("asked", ["nonsense", "%00", "00000000-0000-4000-8000-00000000dead"])
async def test_one_that_is_not_there_leaves_the_form_empty(asked: str) -> None:
    thread = await acts.write(await people.alice())
    page = await (await people.terry()).open(f"/staff/messages/{thread}?saved_reply={asked}")
    assert page.value("body") == ""


async def test_where_there_are_none_the_page_does_without() -> None:
    await rows.change("delete from saved_reply")
    thread, terry = await acts.write(await people.alice()), await people.terry()
    async with counted() as sql:
        page = await terry.open(f"/staff/messages/{thread}")
    page.lacks("Saved reply")
    assert sql.count <= 8, sql

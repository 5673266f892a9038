"""What a practice lets clients do with each section: every page and form of it, by every setting."""

from dataclasses import dataclass

import pytest

from tests import people, rows
from tests.changes.saves import BASIC, DETAILS, IDENTITY, fields_of, held, lines, post, set_to
from tests.information.contacts import DIEGO
from tests.information.contacts import PAGE as CONTACTS
from tests.information.contacts import kept as kept_contacts
from tests.insurance.policies import PRIMARY, texts

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")


@dataclass(frozen=True)
class Kept:
    """A form of a section, and one of its fields; `shows` is what its page says of it."""

    section: str
    page: str
    form: str
    post: str
    field: str
    old: str
    new: str
    shows: str
    of: str = ""
    """Where the chart holds it: a contact or a policy, by its address; else the client."""

    async def held(self) -> str:
        if self.of.startswith("/insurance"):
            return (await texts(PRIMARY)).get(self.field, "")
        if self.of:
            return next(each for each in await kept_contacts() if each.id == DIEGO).texts.get(self.field, "")
        return await held(self.field)


A_CONTACT, A_POLICY = f"{CONTACTS}/{DIEGO}", f"/insurance/{PRIMARY}"
KEPT = (
    Kept("basic", BASIC, f"{BASIC}/edit", BASIC, "phone", "+13125550111", "+13125550199", "(312) 555-0111"),
    Kept("basic", BASIC, IDENTITY, IDENTITY, "ssn", "536904321", "536904444", "4321"),
    Kept("details", DETAILS, f"{DETAILS}/edit", DETAILS, "marital_status", "S", "M", "Never married"),
    Kept(
        "contacts",
        CONTACTS,
        A_CONTACT,
        A_CONTACT,
        "name",
        "Diego Anderson",
        "Diego A.",
        "Diego Anderson",
        A_CONTACT,
    ),
    Kept(
        "insurance",
        "/insurance",
        A_POLICY,
        A_POLICY,
        "plan",
        "Silver PPO",
        "Gold PPO",
        "Silver PPO",
        A_POLICY,
    ),
)
"""One line a form."""
OTHER = {"basic": "details", "details": "basic", "contacts": "basic", "insurance": "details"}
"""A section that stays open while the one is closed."""
CORRECTED = {"how": "mistake"}
"""What the form of a policy asks besides."""
SETTINGS = ("yes", "no", "hidden")
PAGE = {"yes": 200, "no": 200, "hidden": 404}
FORM = {"yes": 200, "no": 403, "hidden": 404}
POST = {"yes": 303, "no": 403, "hidden": 404}

every_form = pytest.mark.parametrize("kept", KEPT, ids=lambda kept: f"{kept.section}, {kept.field}")
every_setting = pytest.mark.parametrize("setting", SETTINGS)


async def sent(kept: Kept) -> dict[str, str]:
    """Give the form as it is while it is open, with something changed."""
    page = await (await people.alice()).open(kept.form)
    return {**fields_of(page), **CORRECTED, kept.field: kept.new}


@every_form
@every_setting
async def test_a_page_and_its_fragment_show_what_the_setting_lets_them(kept: Kept, setting: str) -> None:
    await set_to(**{f"update_{kept.section}": setting})
    alice = await people.alice()
    headers = {"hx-request": "true", "hx-request-type": "partial"}
    for sent_as in ({}, headers):
        answer = await alice.send("GET", kept.page, headers=sent_as | {"accept-encoding": "identity"})
        assert answer.status_code == PAGE[setting]
        assert (kept.shows in answer.text) == (setting != "hidden")
        assert (f'href="{kept.form}"' in answer.text) == (setting == "yes")
        assert ("Your practice keeps this part up to date itself" in answer.text) == (setting == "no")


@every_form
@every_setting
async def test_a_form_opens_only_where_the_section_does(kept: Kept, setting: str) -> None:
    await set_to(**{f"update_{kept.section}": setting})
    alice = await people.alice()
    for headers in ({}, {"hx-request": "true", "hx-request-type": "partial"}):
        assert (await alice.send("GET", kept.form, headers=headers)).status_code == FORM[setting]


@every_form
@every_setting
async def test_a_form_that_is_sent_all_the_same_changes_what_the_setting_lets_it(
    kept: Kept, setting: str
) -> None:
    typed = await sent(kept)
    await set_to(**{f"update_{kept.section}": setting})
    alice = await people.alice()
    await alice.open("/home")
    assert await post(alice, kept.post, typed) == POST[setting]
    assert await kept.held() == (kept.new if setting == "yes" else kept.old)
    assert len(await lines()) == (1 if setting == "yes" else 0)


@every_form
@every_setting
async def test_a_bad_form_of_a_closed_section_tells_nothing_of_it(kept: Kept, setting: str) -> None:
    await set_to(**{f"update_{kept.section}": setting})
    alice = await people.alice()
    await alice.open("/home")
    typed = {"phone": "12", "ssn": "12", "marital_status": "nonsense", **CORRECTED}
    assert await post(alice, kept.post, typed) == (422 if setting == "yes" else POST[setting])


@every_form
@pytest.mark.parametrize("setting", ["no", "hidden"])
async def test_a_field_of_a_closed_section_is_not_smuggled_in_by_a_form_of_an_open_one(
    kept: Kept, setting: str
) -> None:
    typed = await sent(kept)
    await set_to(**{f"update_{kept.section}": setting})
    alice = await people.alice()
    for other in (each for each in KEPT if each.section == OTHER[kept.section]):
        page = await alice.open(other.form)
        smuggled = {**typed, **fields_of(page), other.field: other.new, kept.field: kept.new}
        smuggled |= {"section": kept.section, "part": kept.section}
        assert await post(alice, other.post, smuggled) == 303
        assert await other.held() == other.new
        assert await kept.held() == kept.old
    assert {line.section for line in await lines()} <= {OTHER[kept.section]}


@every_form
async def test_a_field_of_another_form_of_the_section_is_not_smuggled_in(kept: Kept) -> None:
    alice = await people.alice()
    page = await alice.open(kept.form)
    others = {each.field: each.new for each in KEPT if each.form != kept.form}
    typed = {**others, **fields_of(page), **CORRECTED, kept.field: kept.new}
    assert await post(alice, kept.post, typed) == 303
    assert [line.field for line in await lines()] == [kept.field]


@every_setting
async def test_the_tabs_name_what_is_not_hidden(setting: str) -> None:
    await set_to(update_details=setting)
    page = await (await people.alice()).open(BASIC)
    names = [link.get_text(strip=True) for link in page.all(".tabs a")]
    assert ("Details" in names) == (setting != "hidden")


@every_form
async def test_what_was_changed_is_hidden_with_its_section(kept: Kept) -> None:
    alice = await people.alice()
    await alice.open("/home")
    assert await post(alice, kept.post, await sent(kept)) == 303
    await set_to(**{f"update_{kept.section}": "hidden"})
    for path in {BASIC, DETAILS, CONTACTS, "/insurance"}:
        answer = await alice.send("GET", path, headers={"accept-encoding": "identity"})
        assert "What was changed" not in answer.text


@every_form
@pytest.mark.parametrize("name", ["bob", "gina"])
async def test_no_form_reaches_another_chart(kept: Kept, name: str) -> None:
    typed = await sent(kept)
    before = await rows.value(
        "select count(*) from changed_field where client = $1", people.client_id("alice")
    )
    other = await people.client(name)
    await other.open("/home")
    await post(other, kept.post, {**typed, "client": str(people.client_id("alice")), "subject": str(people.client_id("alice"))})  # fmt: skip
    assert await kept.held() == kept.old
    assert before == await rows.value("select count(*) from changed_field where client = $1", people.client_id("alice"))  # fmt: skip

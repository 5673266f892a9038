"""How somebody wants to be told that something waits: read, changed, and never closed."""

import pytest

from app.accounts.sessions import today
from app.activity.actor import Actor
from app.notices.preferences import DEFAULTS, Notice
from app.notices.tables import Channel
from app.practice.service import set_settings
from tests import people, rows
from tests.accounts.telling.told import happen, letters, preferring, states, told
from tests.information.preferences import EDIT, PATH, WITHDRAWAL, agree, post, preferences, save
from tests.messages.acts import deliver
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")
BOTH_WAYS = pytest.mark.parametrize("as_htmx", [False, True])
CLOSED = {f"update_{section}": "hidden" for section in ("basic", "details", "contacts", "insurance")}
REVIEWED = {f"review_{section}": "review" for section in ("basic", "details", "contacts", "insurance")}


async def test_what_alice_chose_stands_on_the_page_and_that_it_never_closes() -> None:
    page = await (await people.alice()).open(PATH)
    assert page.heading == "Messaging Preferences"
    page.shows("this part never closes", "E-mail alice@example.org", "9 PM – 8 AM", "Not in use")
    page.shows("New message, Document to look at, Form to fill, Appointments, Bill")
    page.shows("We send no text messages. To get them, press Edit and agree.")


async def test_the_tab_is_found_from_the_others() -> None:
    alice = await people.alice()
    await alice.open("/information/basic")
    assert (await alice.follow("Messaging", within="main")).path == PATH


async def test_who_never_chose_has_the_defaults() -> None:
    page = await (await people.charlie()).open(PATH)
    page.shows("Correo electrónico charlie@example.org", "Sin usar")
    assert (await preferences("charlie")).choices == DEFAULTS
    assert await rows.value("select count(*) from messaging_preference") == 2


@BOTH_WAYS
async def test_choices_are_saved_straight_to_the_chart(*, as_htmx: bool) -> None:
    alice = await people.alice()
    page = await save(alice, as_htmx=as_htmx, notices="bill", quiet_from="22", quiet_until="7")
    page.shows("Bill", "10 PM – 7 AM", "Not in use")
    page.lacks("In review")
    assert alice.page is not None
    alice.page.shows("Saved")
    choices = (await preferences()).choices
    assert (choices.channel, choices.notices) == (Channel.EMAIL, (Notice.BILL,))
    assert (choices.quiet_from, choices.quiet_until, choices.discreet) == (22, 7, False)


async def test_more_choices_are_folded_until_something_is_wrong_with_them() -> None:
    alice = await people.alice()
    page = await alice.open(EDIT)
    assert not page.find("details.folded").has_attr("open")
    page = await save(alice, quiet_until="", status=422)
    assert page.find("details.folded").has_attr("open")


@BOTH_WAYS
@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("21", "", "Choose both hours, or neither."),
        ("", "8", "Choose both hours, or neither."),
        ("8", "8", "Choose two different hours."),
        ("24", "8", "Please choose from the list."),
        ("-1", "8", "Please choose from the list."),
        ("9 PM", "8", "Please choose from the list."),
    ],
)
async def test_quiet_hours_that_are_none_are_refused(
    *, as_htmx: bool, since: str, until: str, sentence: str
) -> None:
    alice = await people.alice()
    page = await save(alice, as_htmx=as_htmx, status=422, quiet_from=since, quiet_until=until)
    page.shows(sentence)
    assert (await preferences()).choices.quiet_from == 21


async def test_quiet_hours_can_be_taken_back() -> None:
    page = await save(await people.alice(), quiet_from="", quiet_until="")
    page.shows("Quiet hours None")
    assert (await preferences()).choices.quiet_from is None


async def test_one_may_be_told_of_nothing() -> None:
    alice = await people.alice()
    fields = (("channel", "email"), ("seen", (await alice.open(EDIT)).value("seen")))
    assert await post(alice, fields) == 303
    assert (await preferences()).choices.notices == ()
    (await alice.open(PATH)).shows("Tell me about Nothing")


@pytest.mark.parametrize(
    "field", [("notices", "everything"), ("channel", "pigeon"), ("channel", ""), ("discreet", "very")]
)
async def test_what_is_not_on_the_list_is_refused(field: tuple[str, str]) -> None:
    alice = await people.alice()
    seen = (await alice.open(EDIT)).value("seen")
    before = await rows.digest()
    given = {"channel": "email"} | dict([field])
    assert await post(alice, [*given.items(), ("seen", seen)]) == 422
    assert await rows.digest() == before


async def test_smuggled_fields_are_ignored() -> None:
    alice = await people.alice()
    seen = (await alice.open(EDIT)).value("seen")
    bob = await preferences("bob")
    smuggled = {
        "client": str(people.client_id("bob")),
        "id": str(people.client_id("bob")),
        "subject": str(people.client_id("bob")),
        "phone": "+13125550199",
        "email": "eve@x.example",
        "given_at": "2020-01-01",
        "language": "es",
    }
    fields = {"channel": "email", "discreet": "yes", "seen": seen} | smuggled
    assert await post(alice, fields.items()) == 303
    mine = await preferences()
    assert (mine.choices.discreet, mine.email, mine.consent) == (True, "alice@example.org", None)
    assert await preferences("bob") == bob
    assert await rows.value("select count(*) from messaging_preference") == 2


async def test_it_stands_in_the_history_who_changed_what_from_what_to_what() -> None:
    alice = await people.alice()
    page = await save(alice, quiet_from="22")
    page.shows("Quiet hours: 9 PM – 8 AM → changed to 10 PM – 8 AM")
    page.shows("Alice Anderson", "In your chart")


async def test_terry_is_told_once_a_save_and_sees_what_changed() -> None:
    await save(await people.alice(), quiet_from="22", notices="bill")
    await deliver()
    told = "select count(*) from alert where kind = 'demographic_update' and recipient = $1"
    assert await rows.value(told, people.staff_id("terry")) == 1
    request = await rows.value("select id from change_request where section = 'messaging'")
    page = await (await people.terry()).open(f"/staff/clients/{people.client_id('alice')}/changes/{request}")
    page.shows("Quiet hours", "10 PM – 8 AM", "Tell me about")


async def test_saving_what_is_there_changes_and_tells_nothing() -> None:
    alice = await people.alice()
    page = await save(alice)
    page.shows("Nothing was changed.")
    assert await rows.value("select count(*) from change_request where section = 'messaging'") == 0


async def test_two_who_change_the_same_are_told_and_nothing_is_lost() -> None:
    here, there = await people.alice(), await people.alice()
    await here.open(EDIT)
    await save(there, quiet_from="23")
    page = await here.press("Save", quiet_from="22", status=409)
    page.shows("this was changed elsewhere to “11 PM – 8 AM”")
    assert page.value("quiet_from") == "22"
    await here.press("Save")
    assert (await preferences()).choices.quiet_from == 22


async def test_it_stays_open_whatever_the_practice_settles() -> None:
    alice = await people.alice()
    await set_settings(by=Actor.system("test"), values=CLOSED | REVIEWED)
    assert (await alice.open("/information")).path == PATH
    page = await save(alice, quiet_from="22")
    page.lacks("In review")
    assert (await preferences()).choices.quiet_from == 22


async def test_it_stays_open_after_a_discharge() -> None:
    alice, bob = await people.alice(), await people.bob()
    await rows.change("update client set discharged_on = $1", today())
    await save(alice, quiet_from="22")
    await bob.open(PATH)
    await bob.press("Stop text messages")
    assert (await preferences("bob")).consent is None


async def test_a_missing_address_is_said_where_e_mail_is_chosen() -> None:
    await rows.change("update client set email = ''")
    await rows.change("update portal_account set email = ''")
    page = await (await people.alice()).open(PATH)
    page.shows("We have no e-mail address of yours, so we cannot tell you anything yet.")
    assert page.find("main .note a")["href"] == "/information/basic"


async def test_who_may_not_change_basic_information_is_asked_to_call() -> None:
    await rows.change("update client set email = ''")
    await rows.change("update portal_account set email = ''")
    await set_settings(by=Actor.system("test"), values=CLOSED)
    page = await (await people.alice()).open(PATH)
    page.shows("Please call us to add it.")
    assert page.all("main .note a") == []


async def test_the_language_is_changed_from_here_and_one_stays_here() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    page = await alice.press("Español", within="main")
    assert page.path == PATH
    page.shows("Idioma del portal")
    language = "select language from portal_account where id = $1"
    assert await rows.value(language, people.account_id("alice")) == "es"


async def of_gina(*areas: str) -> None:
    await rows.change(
        "update chart_grant set areas = $1 where account = $2", list(areas), people.account_id("gina")
    )


async def test_a_guardian_with_the_area_changes_it_for_the_child_and_is_named() -> None:
    await of_gina("information")
    gina = await people.gina()
    page = await agree(gina, "max")
    page.shows("Gina Grant agreed to it.")
    assert "Gina Grant" in page.find(".history").get_text()
    found = await preferences("max")
    assert found.consent is not None
    assert (found.choices.channel, found.consent.given_by) == (Channel.TEXT, "Gina Grant")
    assert await rows.value("select account from text_consent where given_by_name = 'Gina Grant'") == (
        people.account_id("gina")
    )
    assert (await preferences("alice")).consent is None


async def test_a_guardian_without_the_area_finds_nothing() -> None:
    gina = await people.gina()
    await gina.open(EDIT)
    await of_gina("messages")
    before = await rows.digest()
    for path in (PATH, EDIT):
        assert (await gina.send("GET", path)).status_code == 404
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for path in (PATH, WITHDRAWAL):
        body = f"_csrf={gina.token}&channel=email&notices=bill".encode()
        assert (await gina.send("POST", path, headers=headers, content=body)).status_code == 404
    assert await rows.digest() == before


@pytest.mark.parametrize("path", [PATH, EDIT])
async def test_nobody_who_is_not_signed_in_reads_it(path: str) -> None:
    assert (await (await people.nobody()).open(path)).path == f"/sign-in?next={path}"


async def test_a_save_costs_the_same_whatever_was_changed_before() -> None:
    alice, costs = await people.alice(), []
    for hour in ("20", "19", "18"):
        await alice.open(EDIT)
        async with counted() as sql:
            await alice.press("Save", quiet_from=hour)
        costs.append(sql.count)
    assert len(set(costs)) == 1, costs


async def test_a_guardian_sees_the_address_that_notices_go_to() -> None:
    await rows.change("update client set email = '' where id = $1", people.client_id("max"))
    gina = await people.gina()
    for path in (PATH, EDIT):
        page = await gina.open(path)
        page.shows("gina@example.org")
        page.lacks("We have no e-mail address of yours")


async def test_what_waits_for_the_end_of_quiet_hours_goes_out_once_there_are_none() -> None:
    hour = int(await rows.value("select extract(hour from now() at time zone 'America/Chicago')::int"))
    await preferring("alice", quiet=((hour - 1) % 24, (hour + 3) % 24))
    await happen()
    await happen()
    assert await letters() == []
    alice = await people.alice()
    await save(alice, quiet_from=str((hour - 1) % 24), quiet_until=str((hour + 2) % 24))
    assert await letters() == []
    (due,) = {notice["due_at"] for notice in await told("alice")}
    ends = "select extract(hour from $1::timestamptz at time zone 'America/Chicago')::int"
    assert await rows.value(ends, due) == (hour + 2) % 24
    await save(alice, quiet_from="", quiet_until="")
    assert len(await letters()) == 1
    assert await states() == ["sent", "sent"]

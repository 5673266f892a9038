"""Who may do what, in words: one's own, everybody's for those who may see it, and what nobody holds."""

import pytest

from app.office.rights.words import NOTHING, WORDS, words_of
from app.office.unheld import unheld
from app.staff.rules import Action, PermissionRule
from app.staff.tables import Profile, ProfileRule
from tests import people, rows
from tests.admin.desk import FORMS, TABLES
from tests.admin.grants import give
from tests.office.matrix.opening import TABLE
from tests.page import Page
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")

RIGHTS = "/staff/rights"


def rules_of(page: Page) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.all("section[aria-labelledby=own] h3")]


def headings(page: Page) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.all("main h2")]


async def test_terry_reads_what_terry_may_do_and_nothing_of_others() -> None:
    page = await (await people.terry()).open(RIGHTS)
    page.shows("Your profile is Clinician.")
    page.shows("the charts of clients you look after")
    page.shows("Answer, write internal notes and pass conversations on.")
    page.shows("Is told when a client they look after sends a document.")
    assert "Billing" not in rules_of(page)
    assert headings(page) == ["What you may do"]
    page.lacks("Administrator")


async def test_stan_reads_that_there_are_no_rules() -> None:
    page = await (await people.stan()).open(RIGHTS)
    page.shows("No rules yet")
    assert rules_of(page) == []


async def test_nora_reads_of_every_profile_who_holds_it_and_which_charts_are_open() -> None:
    nora = await people.nora()
    page = await nora.open(RIGHTS)
    assert headings(page) == ["What you may do", "Administrator", "Clinician", "Without a profile"]
    page.shows("Terry Tran, LCSW (2 charts)")
    page.shows("The charts of all clients are open to them.")
    page.shows("They can sign in and see nothing of clients: Stan Stone")
    assert rules_of(page) == [rule.value for rule in PermissionRule]
    assert (await nora.open("/staff/account")).find("a[href='/staff/rights']")
    async with counted() as sql:
        await nora.open(RIGHTS)
    assert sql.count <= 8, str(sql)


async def test_a_rule_is_unheld_once_nobody_active_has_it() -> None:
    nora = await people.nora()
    (await nora.open(RIGHTS)).lacks("Rules that nobody holds")
    await rows.change("update profile_rule set can_view = false where rule = 'Billing'")
    page = await nora.open(RIGHTS)
    page.shows("Nobody is told of payments, nor when a bank asks one back.")
    await rows.change("update profile_rule set can_view = true where rule = 'Billing'")
    await Profile.insert(guests := Profile(name="Guests"))
    await ProfileRule.insert(ProfileRule(profile=guests.id, rule="Billing", can_view=True))
    page = await nora.open(RIGHTS)
    page.shows("Nobody holds it.")


def test_one_of_two_alerts_is_enough() -> None:
    assert unheld(set(PermissionRule)) == ()
    assert unheld(set(PermissionRule) - {PermissionRule.ALL_UPLOAD_ALERTS}) == ()
    said = {rule for watched in unheld([]) for rule in watched.rules}
    assert said == set(PermissionRule), "Of every rule somebody is told that nobody holds it."


async def test_who_sees_staff_and_may_not_change_them_is_led_nowhere() -> None:
    await give("stan", {PermissionRule.STAFF: frozenset({Action.VIEW})})
    page = await (await people.stan()).open(RIGHTS)
    page.shows("Administrator")
    page.lacks("Change in Admin")
    (await (await people.nora()).open(RIGHTS)).shows("Change in Admin")


async def test_an_action_that_does_nothing_says_so_where_it_is_ticked() -> None:
    await give("stan", {PermissionRule.AUDIT: frozenset({Action.VIEW, Action.DELETE})})
    page = await (await people.stan()).open(RIGHTS)
    lines = [line.get_text(" ", strip=True) for line in page.all("section[aria-labelledby=own] dl > div")]
    assert lines == [f"View {WORDS[PermissionRule.AUDIT][Action.VIEW]}", f"Delete {NOTHING}"]


def test_every_action_that_opens_something_has_words_and_every_other_does_nothing() -> None:
    opens = {pair for asked in TABLE.values() for each in asked.needs.all_of for pair in each}
    opens |= {(PermissionRule(form.rule), Action(form.action)) for form in FORMS.values()}
    for table in TABLES.values():
        rule = PermissionRule(table.rule)
        opens.add((rule, Action.VIEW))
        opens |= {(rule, Action.CREATE)} if table.creatable else set()
        opens |= {(rule, Action.MODIFY)} if table.changeable else set()
        opens |= {(rule, Action.DELETE)} if table.deletable else set()
    said = {(rule, action) for rule, words in WORDS.items() for action in words}
    receives = {(rule, Action.VIEW) for rule in PermissionRule if rule.value.startswith("Receives")}
    reports = {(PermissionRule.REPORTS, Action.VIEW)}
    assert said - receives - reports == opens - receives - reports
    assert WORDS.keys() == set(PermissionRule)
    assert words_of(PermissionRule.AUDIT, Action.CREATE) == NOTHING

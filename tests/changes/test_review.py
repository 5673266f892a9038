"""Staff decide about what waits, field by field, beside what the chart held and holds."""

from typing import Any
from uuid import UUID

import pytest

from app.activity.refusals import NotFound
from app.changes import deciding
from app.changes.deciding import Decision
from app.changes.listing import FOR_STAFF
from app.changes.parts import by_name
from app.changes.review import PAGE
from app.changes.rules import Standing, Verdict
from app.information.panel import PANEL
from app.staff.rules import PermissionRule
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.changes.saves import (
    BASIC,
    IDENTITY,
    OLD_PHONE,
    OTHER_PHONE,
    PHONE,
    decide,
    editing,
    held,
    line_of,
    lines,
    post,
    recorded,
    request_page,
    review_first,
    reviewing,
    save,
    save_two,
    tab,
    verdicts,
)
from tests.checks import words
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")


async def waiting() -> Browser:
    """Have Alice's preferred name and phone wait, and Nora before them."""
    await review_first()
    await save_two()
    return await reviewing()


async def standings() -> dict[str, str]:
    return {line.field: line.standing.value for line in reversed(await lines())}


async def undecided(page: Page) -> None:
    assert page.status in (404, 403, 409, 422)
    assert await standings() == {"preferred_name": "in_review", "phone": "in_review"}
    assert (await held("preferred_name"), await held("phone")) == ("", OLD_PHONE)
    assert await recorded("information_decided") == 0


async def alice_reads(*texts: str) -> None:
    (await (await people.alice()).open(BASIC)).shows(*texts)


def versions(page: Page) -> dict[str, list[str]]:
    """Give what stands side by side, by field."""
    return {
        words(each.find("h3")): [words(version) for version in each.select(".versions > div")]
        for each in page.all(".save")
    }


async def test_the_versions_of_each_field_stand_side_by_side() -> None:
    nora = await waiting()
    assert nora.page is not None
    assert versions(nora.page) == {
        "Preferred name": ["Before Nothing", "From the client Ali", "In the chart now Nothing"],
        "Mobile phone": ["Before (312) 555-0111", "From the client (312) 555-0199", "In the chart now (312) 555-0111"],
    }  # fmt: skip
    nora.page.shows("Basic Information", "Alice Anderson", "Waiting")


async def test_what_is_accepted_stands_in_the_chart() -> None:
    page = await decide(await waiting(), preferred_name="accept", phone="accept")
    page.shows("2 fields decided.", "Accepted", "Nora Novak")
    assert await standings() == {"preferred_name": "accepted", "phone": "accepted"}
    assert (await held("preferred_name"), await held("phone")) == ("Ali", PHONE)
    await alice_reads("In your chart", "Ali")


async def test_what_is_corrected_stands_in_the_chart_instead_of_what_was_sent() -> None:
    page = await decide(await waiting(), phone="correct", phone_kept="312.555.0101")
    page.shows("Decided. The client sees it.", "Corrected to (312) 555-0101")
    assert await standings() == {"preferred_name": "in_review", "phone": "corrected"}
    assert await held("phone") == "+13125550101"
    line = await line_of("phone")
    assert (line.new, line.kept, line.decided_by) == (PHONE, "+13125550101", "Nora Novak")
    await alice_reads("In your chart, corrected by your practice", "(312) 555-0101")


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [("12", "Type the phone number with its area code"), (" ", "Write what should stand in the chart instead.")],
)  # fmt: skip
async def test_a_correction_that_cannot_be_comes_back_as_it_was_typed(kept: str, sentence: str) -> None:
    nora = await waiting()
    page = await decide(nora, status=422, phone="correct", phone_kept=kept, preferred_name="accept")
    page.shows(sentence)
    assert page.value(f"kept_{(await line_of('phone')).id.hex}").strip() == kept.strip()
    assert page.all("input[value=accept][checked]")
    await undecided(page)
    await decide(nora, phone_kept="312 555 0101")
    assert (await held("preferred_name"), await held("phone")) == ("Ali", "+13125550101")


async def test_a_name_that_is_needed_is_not_corrected_to_nothing() -> None:
    await review_first()
    await save(first_name="Alicia")
    page = await decide(await reviewing(), status=422, first_name="correct", first_name_kept="")
    page.shows("Write what should stand in the chart instead.")
    assert await held("first_name") == "Alice"


async def test_the_inputs_of_a_correction_begin_with_what_was_sent() -> None:
    await review_first()
    await save(address_line1="9 Test Lane", pronouns="LA29518-0")
    nora = await reviewing()
    page = await decide(nora, address="correct", pronouns="correct")
    page.shows("Corrected to 9 Test Lane, Apt 3, Chicago, IL 60614", "Corrected to He, him, his")
    assert "9 Test Lane" in await held("address")


@pytest.mark.parametrize(
    ("reason", "sentence"), [(" ", "Write why, in a sentence."), ("a" * 301, "at most 300")]
)
async def test_nothing_is_declined_without_a_reason(reason: str, sentence: str) -> None:
    page = await decide(await waiting(), status=422, phone="decline", phone_reason=reason)
    page.shows(sentence)
    assert str(page.find(".error-summary a")["href"]) == f"#reason_{(await line_of('phone')).id.hex}"
    await undecided(page)


async def test_what_is_declined_stays_out_of_the_chart_and_the_client_reads_why() -> None:
    page = await decide(await waiting(), phone="decline", phone_reason="This is the office's number.")
    page.shows("Declined", "This is the office's number.")
    assert await held("phone") == OLD_PHONE
    await alice_reads("Not taken over", "(312) 555-0199", "This is the office's number.")
    assert b"office" not in await rows.value("select reason from changed_field where reason is not null")


async def test_what_is_left_for_later_goes_on_waiting() -> None:
    nora = await waiting()
    await decide(nora, preferred_name="accept")
    assert await standings() == {"preferred_name": "accepted", "phone": "in_review"}
    page = await decide(nora, phone="decline", phone_reason="No.")
    page.lacks("Save decisions")


async def test_a_form_that_decides_nothing_says_so_and_writes_nothing() -> None:
    page = await decide(await waiting(), status=422)
    page.shows("Decide about at least one field.")
    await undecided(page)


async def test_all_can_be_accepted_at_once_but_what_was_decided_otherwise() -> None:
    nora = await waiting()
    sent: Any = await verdicts(phone="decline")
    page = await nora.press("Accept all", status=422, **sent)
    await undecided(page)
    sent = await verdicts(phone="decline", phone_reason="No.")
    await nora.press("Accept all", **sent)
    assert await standings() == {"preferred_name": "accepted", "phone": "declined"}


async def test_one_field_alone_has_no_button_for_all() -> None:
    await review_first()
    await save(phone=PHONE)
    nora = await reviewing()
    assert nora.page is not None
    nora.page.lacks("Accept all")


async def test_what_somebody_else_has_decided_is_refused() -> None:
    nora, other = await waiting(), await reviewing()
    await decide(other, phone="accept")
    page = await decide(nora, status=409, phone="decline", phone_reason="No.", preferred_name="accept")
    page.shows("This change does not wait for a decision any more.", "Accepted")
    assert await standings() == {"preferred_name": "in_review", "phone": "accepted"}
    assert page.all("input[value=accept][checked]"), "What was chosen for the other field stays."
    await decide(nora)
    assert await held("preferred_name") == "Ali"


async def test_what_the_client_has_changed_since_is_refused() -> None:
    nora = await waiting()
    sent: Any = await verdicts(phone="accept")
    await save(phone=OTHER_PHONE)
    page = await nora.press("Save decisions", status=409, **sent)
    page.shows("does not wait for a decision any more", "Replaced by a later change")
    assert await held("phone") == OLD_PHONE


@pytest.mark.parametrize("verdict", ["accept", "decline", "correct"])
async def test_a_decision_beside_an_older_chart_is_refused_and_made_again_beside_the_new_one(
    verdict: str,
) -> None:
    nora = await waiting()
    await rows.change("update client set preferred_name = 'Lis' where id = $1", people.client_id("alice"))
    chosen: Any = {"preferred_name": verdict, "preferred_name_reason": "No.", "preferred_name_kept": "Al"}
    page = await decide(nora, status=409, **chosen)
    page.shows("The chart has changed since you opened this page.", "In the chart now Lis")
    assert len(page.all(".moved")) == 1
    assert await held("preferred_name") == "Lis"
    await decide(nora)
    assert await held("preferred_name") == {"accept": "Ali", "correct": "Al", "decline": "Lis"}[verdict]


async def test_another_field_of_the_chart_may_have_changed_since() -> None:
    nora = await waiting()
    await rows.change("update client set email = 'b@example.org' where id = $1", people.client_id("alice"))
    await decide(nora, phone="accept")
    assert await held("phone") == PHONE


@pytest.mark.parametrize("seen", ["", "nonsense"])
async def test_a_decision_that_does_not_say_what_it_was_made_beside_is_refused(seen: str) -> None:
    nora = await waiting()
    sent = {f"seen_{people.client_id('alice').hex}": seen, **await verdicts(phone="accept")}
    assert await post(nora, await request_page(), sent) == 409
    assert await held("phone") == OLD_PHONE


async def test_a_social_security_number_is_masked_and_its_correction_never_travels_back() -> None:
    await review_first()
    await save(path=IDENTITY, ssn="536-90-4444")
    nora = await reviewing()
    assert nora.page is not None
    nora.page.shows("4444", "4321")
    assert "536904444" not in nora.page.response.text
    page = await decide(nora, status=422, ssn="correct", ssn_kept="53690")
    assert "53690" not in page.response.text
    await decide(nora, ssn="correct", ssn_kept="536-90-5555")
    assert await held("ssn") == "536905555"


async def test_fields_and_saves_of_another_chart_are_not_found() -> None:
    nora = await waiting()
    _, _, request_id = (await request_page()).rpartition("/")
    foreign = tab("bob") + f"/{request_id}"
    sent = await verdicts(phone="accept", preferred_name="accept")
    assert (await nora.send("GET", foreign)).status_code == 404
    assert await post(nora, foreign, sent) == 404
    await save("bob", preferred_name="Bobby")
    [bobs] = await lines("bob")
    with pytest.raises(NotFound):
        await deciding.decide(
            staff=await current("nora"),
            client_id=people.client_id("alice"),
            request_id=UUID(request_id),
            parts=by_name(PANEL.parts),
            decisions=[Decision(bobs.id, Verdict.ACCEPT)],
            seen={},
        )
    assert await post(nora, f"{tab()}/{bobs.request_id}", sent) == 404
    assert await standings() == {"preferred_name": "in_review", "phone": "in_review"}


async def test_who_may_not_change_clients_sees_the_page_without_decisions() -> None:
    await waiting()
    terry = await reviewing("terry")
    assert terry.page is not None
    terry.page.shows("Mobile phone", "(312) 555-0199", "Somebody whose profile may change clients decides")
    assert not terry.page.all("main form")
    for sent in (await verdicts(phone="accept"), await verdicts(phone="correct", phone_kept="12"), {}):
        assert await post(terry, await request_page(), sent) == 403
    assert await standings() == {"preferred_name": "in_review", "phone": "in_review"}


@pytest.mark.parametrize(
    ("rule", "actions", "page", "decision"),
    [
        (PermissionRule.CLIENTS, {"view"}, 200, 403),
        (PermissionRule.CLIENTS, {"view", "create", "delete"}, 200, 403),
        (PermissionRule.CLIENTS, {"view", "modify"}, 200, 303),
        (PermissionRule.DEMOGRAPHIC_ALERT, {"view"}, 200, 403),
        (PermissionRule.DEMOGRAPHIC_ALERT, {"view", "create", "modify", "delete"}, 200, 403),
        (PermissionRule.DEMOGRAPHIC_ALERT, {"modify"}, 403, 403),
        (PermissionRule.SEND_MESSAGES, {"view", "create", "modify", "delete"}, 403, 403),
    ],
)
async def test_view_of_either_rule_opens_the_tab_and_modify_of_clients_decides(
    rule: PermissionRule, actions: set[str], page: int, decision: int
) -> None:
    await waiting()
    profile = "(select profile from staff_member where id = $1)"
    await rows.change(f"delete from profile_rule where profile = {profile}", people.staff_id("terry"))
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        f" values (gen_random_uuid(), {profile}, $2, $3, $4, $5, $6)",
        people.staff_id("terry"),
        rule.value,
        *(each in actions for each in ("create", "modify", "view", "delete")),
    )
    terry = await people.terry()
    assert (await terry.send("GET", tab())).status_code == page
    opened = await terry.open(await request_page(), status=page)
    seen = opened.all("input[name^=seen_]")
    sent = {str(each["name"]): str(each["value"]) for each in seen} | await verdicts(phone="accept")
    assert await post(terry, await request_page(), sent) == decision
    assert await held("phone") == (PHONE if decision == 303 else OLD_PHONE)


@pytest.mark.parametrize(("name", "status"), [("dana", 404), ("stan", 403)])
async def test_a_chart_that_is_not_open_shows_and_takes_nothing(name: str, status: int) -> None:
    await waiting()
    browser = await people.staff(name)
    await browser.open("/staff", status=200 if name == "dana" else 403)
    for path in (tab(), await request_page()):
        assert (await browser.send("GET", path)).status_code == status
    for path in (await request_page(), f"{tab()}/fields/{(await line_of('phone')).id}/putting-back"):
        assert await post(browser, path, await verdicts(phone="accept")) == 403
    assert await standings() == {"preferred_name": "in_review", "phone": "in_review"}


async def test_a_clinician_of_others_who_may_decide_finds_no_chart() -> None:
    await waiting()
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " values (gen_random_uuid(), (select profile from staff_member where id = $1), $2, true, true, true, true)",
        people.staff_id("dana"),
        PermissionRule.CLIENTS.value,
    )
    dana = await people.dana()
    await dana.open("/staff")
    for path in (await request_page(), f"{tab()}/fields/{(await line_of('phone')).id}/putting-back"):
        assert await post(dana, path, await verdicts(phone="accept")) == 404
    assert await standings() == {"preferred_name": "in_review", "phone": "in_review"}


async def test_a_save_that_nobody_made_is_not_found() -> None:
    nora = await people.nora()
    assert (await nora.send("GET", f"{tab()}/{UUID(int=1)}")).status_code == 404


async def test_what_waits_is_listed_first_and_the_rest_in_pages() -> None:
    await save(middle_name="Ruth")
    await review_first()
    await save(phone=PHONE)
    await save(preferred_name="Ali")
    page = await (await people.nora()).open(tab())
    first = [words(line) for line in page.all("[aria-labelledby=waiting-title] .saved h3")]
    rest = [words(line) for line in page.all("[aria-labelledby=all-title] .saved")]
    assert first == ["Mobile phone", "Preferred name"], "The oldest first."
    assert len(rest) == 1
    assert rest[0].startswith("Middle name Basic Information Alice Anderson")
    assert rest[0].endswith("In the chart")
    page.shows("1 to decide")


async def test_older_changes_are_on_further_pages_each_once() -> None:
    for number in range(PAGE + 3):
        await rows.change(
            "with sent as (insert into change_request (id, client, section, sent_at, sent_by_kind, sent_by_name)"
            " values (gen_random_uuid(), $1, 'basic', now() - make_interval(mins => $2 / 2), 'client', $3) returning id)"
            " insert into changed_field (id, request, client, part, subject, act, field, position, old_value, new_value,"
            " standing, decided_by_name) select gen_random_uuid(), id, $1, 'basic', $1, 'edit', 'phone', 0, '', '',"
            " 'applied', '' from sent",
            people.client_id("alice"),
            number,
            f"Person {number}",
        )
    nora = await people.nora()
    page = await nora.open(tab())
    found = [words(line.select_one("bdi")) for line in page.all(".saved")]
    page = await nora.follow("Older changes")
    found += [words(line.select_one("bdi")) for line in page.all(".saved")]
    assert sorted(found) == sorted(f"Person {number}" for number in range(PAGE + 3))
    page.lacks("Older changes")
    page = await nora.follow("Newest changes")
    assert len(page.all(".saved")) == PAGE


async def test_a_chart_without_changes_says_so() -> None:
    (await (await people.nora()).open(tab())).shows("No changes yet")


async def test_every_standing_has_its_words_for_staff() -> None:
    assert FOR_STAFF.keys() == set(Standing)


async def test_a_form_of_the_clients_is_still_open_while_staff_decide() -> None:
    nora = await waiting()
    alice = await editing()
    await decide(nora, preferred_name="accept", phone="accept")
    page = await alice.press("Save", middle_name="Ruth")
    page.shows("Ruth")
    page.lacks("Somebody else has changed")

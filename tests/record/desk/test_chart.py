"""The chart's tab Record: its entries as staff read and mark them, and copies for the practice."""

import pytest

from app.record.clinical.facts import Kind
from app.record.clinical.listing import entries_of
from app.record.desk.reading import MOST_SHOWN
from app.staff.rules import Action
from tests import people, rows
from tests.record.desk.asked import happened, officer, sent, tab
from tests.record.kept import SOURCE, keep, on, problem
from tests.record.reading.copied import representative
from tests.record.sending.links import TO, opened, send

pytestmark = pytest.mark.usefixtures("rolled_back", "unasked")

MARKED = "select count(*) from audit_event where kind = 'record_entry_marked'"


async def gone_out(client: str, *, for_self: bool) -> set[str]:
    chosen = await entries_of(people.client_id(client), for_self=for_self)
    return {entry.fact.what.words for entry in chosen.entries if entry.kind is Kind.PROBLEM}  # type: ignore[union-attr]


async def test_every_section_shows_its_newest_entries_with_their_source_and_leads_to_all() -> None:
    for year in range(2000, 2000 + MOST_SHOWN + 2):
        await keep(Kind.PROBLEM, problem(f"Of {year}", onset=on(year)), client="charlie")
    await keep(Kind.PROBLEM, problem("Taken back"), client="charlie", gone=True)
    nora = await people.nora()
    page = await nora.open(tab(client="charlie"))
    page.shows("Health problems 7", "Of 2005", SOURCE, "All 7")
    page.lacks("Of 2001", "Allergies")
    page = await nora.follow("All 7 Health problems")
    page.shows("Of 2000", "Taken back by its source")
    assert (await nora.send("GET", tab("sections", "nonsense", client="charlie"))).status_code == 303
    assert await happened("record_opened_by_staff", "charlie") == 1
    (await nora.open(tab(client="bob"))).lacks("Of 2005")


async def test_an_entry_is_kept_from_representatives_or_withheld_with_a_ground_and_given_back() -> None:
    entry = await keep(Kind.PROBLEM, problem("Told in confidence"), client="max")
    await keep(Kind.PROBLEM, problem("Asthma"), client="max")
    nora = await people.nora()
    await nora.open(tab("entries", entry, client="max"))
    page = await nora.press("Save the marks", kept_own="yes")
    page.shows("The marks are saved.", "Kept from representatives")
    assert await gone_out("max", for_self=False) == {"Asthma"}
    assert await gone_out("max", for_self=True) == {"Asthma", "Told in confidence"}

    page = await nora.press("Save the marks", withheld="yes", status=422)
    page.shows("Write why it is withheld. Only staff read it.")
    page = await nora.press("Save the marks", reason="Dr. Terry: a danger to himself.")
    page.shows("Withheld from the client", "Nora")
    assert await gone_out("max", for_self=True) == {"Asthma"}
    assert (await entries_of(people.client_id("max"), for_self=True)).left_out
    sealed = await rows.value("select withheld_reason from clinical_entry where id = $1", entry)
    assert b"danger" not in sealed

    assert await rows.value(MARKED) == 2
    answer = await sent(nora, tab("entries", entry, client="max"))
    assert answer.status_code == 303
    assert await gone_out("max", for_self=False) == {"Asthma", "Told in confidence"}
    assert await rows.value("select withheld_reason from clinical_entry where id = $1", entry) is None
    assert await rows.value(MARKED) == 3
    await sent(nora, tab("entries", entry, client="max"))
    assert await rows.value(MARKED) == 3  # nothing was changed


async def test_who_may_only_read_marks_nothing_and_whose_chart_it_is_not_finds_nothing() -> None:
    entry = await keep(Kind.PROBLEM, problem("Asthma"))
    path = tab("entries", entry)
    terry = await officer(Action.VIEW)
    page = await terry.open(path)
    assert not page.all("form[action*=entries]")
    assert (await sent(terry, path, withheld="yes", reason="No")).status_code == 403
    dana = await officer(*Action, name="dana")
    for address in (
        path,
        tab("entries", entry, client="bob"),
        tab(),
        tab("sections", "problem"),
        tab("copies"),
    ):
        assert (await sent(dana, address, kept_own="yes")).status_code in (404, 405)
    for address in (path, tab("entries", entry, client="bob"), tab(), tab("sections", "problem")):
        assert (await dana.send("GET", address)).status_code == 404
    assert await rows.value(MARKED) == 0
    stan = await people.stan()
    for address in (path, tab(), tab("sections", "problem")):
        await stan.open(address, status=403)


async def test_a_copy_for_the_practice_is_of_the_days_chosen_and_no_client_has_it() -> None:
    await keep(Kind.PROBLEM, problem("Old", "resolved", onset=on(2001), abated=on(2002)), client="charlie")
    await keep(Kind.PROBLEM, problem("New", onset=on(2020)), client="charlie")
    nora = await people.nora()
    await nora.open(tab(client="charlie"))
    page = await nora.press("Make a copy", since="2021-01-02", until="2021-01-01", status=422)
    page.shows("The last day is before the first one.")
    page = await nora.press("Make a copy", since="2019-01-01", until="")
    page.shows("New")
    page.lacks("Old")
    for leaf, media_type in (("record.pdf", "application/pdf"), ("record.xml", "application/xml")):
        answer = await nora.send("GET", f"{page.path}/{leaf}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)
    assert [
        await happened(kind, "charlie") for kind in ("record_copied", "record_viewed", "record_downloaded")
    ] == [
        1,
        1,
        2,
    ]
    copy_id = page.path.rpartition("/")[2]
    charlie = await people.charlie()
    assert (await charlie.send("GET", f"/record/{copy_id}")).status_code == 404
    dana = await officer(*Action, name="dana")
    for path in (page.path, tab("copies", copy_id, client="bob")):
        assert (await dana.send("GET", path)).status_code == 404
    await rows.change("update record_copy set expires_at = now() where id = $1", copy_id)
    await nora.open(page.path, status=409)
    (await nora.open(tab(client="charlie"))).shows("Not kept any more")


async def test_links_are_taken_back_by_who_may_and_say_for_whom_they_were_and_how_often_they_were_opened() -> (
    None
):
    gina = await representative()
    link = await send(gina)
    nora = await people.nora()
    page = await nora.open(tab())
    page.shows("For: Gina", "Sent by: Gina", TO, "Not opened yet", "On its way")
    await opened(link)
    (await nora.open(tab())).shows("Opened once")
    await opened(link)
    (await nora.open(tab())).shows("Opened 2 times")
    sending = await rows.value("select id from record_sending")
    path = tab("sendings", sending, "ending")
    terry = await officer(Action.VIEW)
    (await terry.open(tab())).lacks("Take it back")
    assert (await sent(terry, path)).status_code == 403
    dana = await officer(*Action, name="dana")
    assert (await sent(dana, tab("sendings", sending, "ending", client="bob"))).status_code == 404
    page = await nora.press("Take it back", within=f"#sending-{sending}")
    page.shows("The link does not work any more", "Taken back")
    page.lacks("Take it back")
    await opened(link, status=404)
    assert (await sent(nora, path)).status_code == 303
    assert await happened("record_link_ended") == 1


async def test_a_link_whose_sender_has_no_access_any_more_is_listed_as_one_that_does_not_work() -> None:
    await send(await representative())
    await rows.change(
        "update chart_grant set revoked_at = now() where account = $1", people.account_id("gina")
    )
    page = await (await people.nora()).open(tab())
    page.shows(TO, "Does not work any more")
    page.lacks("Take it back")

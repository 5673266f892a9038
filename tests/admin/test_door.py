"""The door of Piccolo Admin: whom it lets in, which addresses it has, what it says to the browser."""

import json
import subprocess
import sys

import pytest

from app.accounts.tables import StaffSession, StaffSignIn
from app.admin.addresses import OWN_PAGES
from tests import people, rows
from tests.admin.desk import ADMIN, CSRF_COOKIE, Desk, desk_of
from tests.page import Browser
from tests.servers import ROOT
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_nora_sees_tables_forms_and_links_under_the_practices_name() -> None:
    nora = await desk_of("nora")
    grouped = (await nora.get("/api/tables/grouped/")).json()["grouped"]
    assert "task_types" in grouped["Picklist Management"]
    assert {"staff_members", "profiles", "profile_rules", "user_groups"} <= set(grouped["Staff"])
    assert (await nora.get("/api/links/")).json() == {
        "Inbox": "/staff",
        "Clients": "/staff/clients",
        "Messages": "/staff/messages",
        "Appointments": "/staff/appointments",
        "Billing": "/staff/billing",
        "Records": "/staff/record",
        "Forms": "/staff/forms",
        "Settings": "/staff/settings",
        "Things to mend": "/staff/mend",
        "Take in a file of charts": "/staff/clients/import",
        "Take in a file of appointments": "/staff/appointments/import",
        "Take in a file of statements or payments": "/staff/billing/import",
        "Who may do what": "/staff/rights",
    }
    assert (await nora.get("/public/meta/")).json()["site_name"] == "Sunrise Counseling"
    assert (await nora.get("/api/user/")).json()["username"] == "Nora Novak"


async def test_stan_sees_nothing_that_no_rule_grants() -> None:
    stan = await desk_of("stan")
    assert (await stan.get("/api/tables/")).json() == []
    assert (await stan.get("/api/forms/")).json() == []
    assert (await stan.get("/api/forms/grouped/")).json() == {"grouped": {}, "ungrouped": []}
    assert (await stan.get("/api/links/")).json() == {"Who may do what": "/staff/rights"}
    terry = await desk_of("terry")
    assert (await terry.get("/api/links/")).json() == {
        "Inbox": "/staff",
        "Clients": "/staff/clients",
        "Messages": "/staff/messages",
        "Who may do what": "/staff/rights",
    }


async def test_words_of_ours_are_in_the_readers_language() -> None:
    nora = await desk_of("nora")
    nora.browser.language = "es"
    grouped = (await nora.get("/api/tables/grouped/")).json()["grouped"]
    assert "Equipo" in grouped
    schema = (await nora.get("/api/tables/task_types/schema/")).json()
    assert schema["properties"]["label_es"]["title"] == "Etiqueta en español"


async def test_the_address_without_its_slash_leads_to_the_one_with_it() -> None:
    answer = await Browser().send("GET", ADMIN)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{ADMIN}/")


async def test_the_page_sends_somebody_without_a_session_to_the_door_and_back() -> None:
    answer = await Browser().send("GET", f"{ADMIN}/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in?next=/staff/admin/")


async def test_signing_in_leads_back_to_the_admin() -> None:
    visitor = Browser()
    answer = await visitor.send("GET", f"{ADMIN}/")
    await visitor.open(answer.headers["location"])
    form = visitor.page.find("form[action='/staff/sign-in']") if visitor.page else None
    assert form is not None
    assert form.select("input[name=next]")[0]["value"] == "/staff/admin/"


@pytest.mark.parametrize("path", ["/api/tables/", "/api/tables/clients/", "/public/meta/", "/assets/x.js"])
async def test_everything_else_says_so_in_json(path: str) -> None:
    answer = await Browser().send("GET", ADMIN + path)
    assert answer.status_code == 401
    assert answer.json() == "You are not signed in, or your sign-in has ended."


async def test_somebody_who_must_choose_a_password_does_that_first() -> None:
    terry = await desk_of("terry")
    await StaffSignIn.update({StaffSignIn.must_change_password: True}).where(StaffSignIn.username == "terry")
    page = await terry.get("/")
    assert (page.status_code, page.headers["location"]) == (303, "/staff/password/change")
    assert (await terry.get("/api/tables/")).status_code == 401


async def test_a_session_that_ended_opens_nothing() -> None:
    nora = await desk_of("nora")
    assert (await nora.get("/api/tables/")).status_code == 200
    await rows.change("update staff_session set last_seen_at = last_seen_at - interval '31 minutes'")
    assert (await nora.get("/api/tables/")).status_code == 401
    await rows.change("update staff_session set last_seen_at = now()")
    assert (await nora.get("/api/tables/")).status_code == 401


async def test_logging_out_ends_our_session() -> None:
    nora = await desk_of("nora")
    answer = await nora.ask("POST", "/public/logout/")
    assert answer.status_code == 200
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "staff" not in nora.browser.cookies
    assert await StaffSession.count() == 0
    assert (await nora.get("/")).headers["location"] == "/staff/sign-in?next=/staff/admin/"


async def test_piccolos_own_sign_in_and_sessions_are_ours() -> None:
    nora = await people.nora()
    token = nora.cookies["staff"]
    assert await StaffSession.get_user_id(token) is not None
    assert await StaffSession.get_user_id("something else") is None
    assert await StaffSignIn.login("nora", "demo-nora-portal-1") is None
    with pytest.raises(NotImplementedError):
        await StaffSession.create_session(1)
    await StaffSession.remove_session(token)
    assert await StaffSession.get_user_id(token) is None


@pytest.mark.parametrize("path", OWN_PAGES)
async def test_stock_pages_lead_to_ours(path: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, OWN_PAGES[path])
    assert (await nora.ask("POST", path, {})).status_code == 405


SHUT = (
    "/docs", "/docs/", "/public/docs/", "/api/docs/", "/openapi.json", "/api/openapi.json", "/public/openapi.json",
    "/api/media/", "/api/media/generate-file-url/", "/api/media-files/client/file/", "/api/mfa-setup/x", "/api/tables",
    "/api/tables/client/", "/api/tables/audit_event/", "/api/tables/staff_sign_in/", "/api/tables/account_secret/",
    "/api/tables/nothing/", "/api/tables/clients/1/", "/api/tables/clients/schema", "/api//tables/clients/",
    "/api/tables/clients/%2e%2e/profiles/", "/api/tables/clients/%00/", "/api/forms/nothing/", "/assets/%2e%2e/index.html",
    "/assets/nothing.js", "/%2e%2e/home", "//", "/api/tables/CLIENTS/", "/index.html", "/API/tables/",
)  # fmt: skip


@pytest.mark.parametrize("path", SHUT)
async def test_what_is_not_on_the_list_is_not_found(path: str) -> None:
    nora = await desk_of("nora")
    for method in ("GET", "POST"):
        answer = await nora.ask(method, path, {})
        shut = (404,) if method == "GET" else (404, 405)
        assert answer.status_code in shut, (
            f"{method} {path} answered {answer.status_code}: {answer.text[:200]}"
        )


@pytest.mark.parametrize("path", ["/staff/administrator", "/staff/admin-x", "/staff/adminapi/tables/"])
async def test_addresses_that_only_begin_like_the_admin_are_not_it(path: str) -> None:
    for somebody in (await people.nora(), Browser()):
        answer = await somebody.send("GET", path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "TRACE", "CONNECT", "PURGE"])
async def test_other_methods_are_refused(method: str) -> None:
    nora = await desk_of("nora")
    for path in (
        "/",
        "/api/tables/",
        "/api/tables/clients/",
        f"/api/tables/clients/{people.client_id('alice')}/",
    ):
        assert (await nora.ask(method, path)).status_code == 405


async def test_its_files_are_kept_for_ever_and_compressed() -> None:
    nora = await desk_of("nora")
    page = (await nora.get("/")).text
    name = page.partition('src="./assets/')[2].partition('"')[0]
    packed = await nora.get(f"/assets/{name}")
    plain = await nora.ask("GET", f"/assets/{name}", **{"accept-encoding": "identity"})
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 350_000
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


async def test_what_it_writes_in_the_browser_is_bound_to_the_session() -> None:
    nora, terry = await desk_of("nora"), await desk_of("terry")
    await nora.get("/")
    assert nora.browser.cookies[CSRF_COOKIE] == nora.csrf
    assert nora.csrf != terry.csrf


async def test_a_cookie_that_piccolo_knows_opens_nothing() -> None:
    token = (await people.nora()).cookies["staff"]
    stranger = Browser(cookies={"id": token, "csrftoken": "x"})
    assert (await stranger.send("GET", f"{ADMIN}/api/tables/")).status_code == 401


async def test_piccolos_own_cookies_never_reach_the_browser() -> None:
    nora = await desk_of("nora")
    for path in ("/", "/api/tables/", "/public/meta/", "/api/tables/task_types/"):
        await nora.get(path)
    assert set(nora.browser.cookies) == {"staff", CSRF_COOKIE}


async def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_its_length() -> None:
    nora = await desk_of("nora")
    answer = await nora.add("task_types", label="a" * 100_001)
    assert answer.status_code == 413


BAD_BODIES = (
    b"", b"[]", b"1", b'"x"', b"{", b"\xff", b'{"label": ["x"]}', b'{"label": {"x": 1}}', b'{"label": 1e999}',
    b'{"label": NaN}', b"[" * 5000, b'{"label": ' + b"[" * 5000, b'{"position": ' + b"9" * 5000 + b"}",
)  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: str(body[:20]))
async def test_a_body_without_sense_is_refused(body: bytes) -> None:
    nora = await desk_of("nora")
    headers = {"content-type": "application/json", "x-csrftoken": nora.csrf}
    answer = await nora.browser.send("POST", f"{ADMIN}/api/tables/task_types/", headers=headers, content=body)
    assert answer.status_code == 400
    assert isinstance(answer.json(), str)


@pytest.mark.parametrize("label", ["a\x00b", "\ud800", "\u202eevil", "a\x1bb"])
async def test_characters_that_cannot_be_shown_are_refused(label: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.add("task_types", label=label)
    assert answer.status_code == 422


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(media_type: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.ask("POST", "/api/tables/task_types/", {"label": "x"}, **{"content-type": media_type})
    assert answer.status_code == 415


BAD_QUERIES = (
    "__page_size=-1", "__page_size=0", "__page_size=101", "__page_size=1000", "__page_size=x", "__page_size=",
    "__page=0", "__page=-1", "__page=99999999999", "__page_size=%D9%A3", "__order=password", "__order=-token",
    "__order=user_group.name", "__order=", "__visible_fields=id,secret", "__visible_fields=user_group.name",
    "__range_header=true", "__readable=maybe", "nothing=1", "label__match=like", "label__operator=drop", "label=%00",
    "label=%ff", "label=%ed%a0%80", "id__x=1", "label=a&label=b", "label[]=a", "__order=label&__order=id", "a" * 5000,
    "&&&", "=", "label=%E2%80%AE",
)  # fmt: skip


@pytest.mark.parametrize("query", BAD_QUERIES)
async def test_a_list_is_only_asked_for_what_it_shows(query: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.get(f"/api/tables/task_types/?{query}")
    assert answer.status_code == 400, answer.text[:200]


@pytest.mark.parametrize("query", ["limit=101", "limit=-1", "limit=x", "offset=-1", "id=1", "search=%00"])
async def test_names_for_choosing_are_limited(query: str) -> None:
    nora = await desk_of("nora")
    assert (await nora.get(f"/api/tables/clients/ids/?{query}")).status_code == 400


async def test_names_for_choosing_are_found_by_what_is_typed() -> None:
    nora = await desk_of("nora")
    found = await nora.get("/api/tables/clients/ids/?search=ander&limit=6")
    assert list(found.json().values()) == ["Alice Anderson 1001"]


async def test_a_list_can_be_searched_ordered_and_paged() -> None:
    nora = await desk_of("nora")
    found = await nora.rows(
        "task_types", "?label=request&label__match=contains&__order=-label&__page_size=1&__page=2"
    )
    assert [row["label"] for row in found] == ["Records request"]
    groups = await nora.rows("user_groups")
    front = next(row["id"] for row in groups if row["name"] == "Front office")
    assert len(await nora.rows("task_types", f"?user_group={front}")) == 2


async def test_the_order_of_the_table_before_is_left_out() -> None:
    nora = await desk_of("nora")
    assert len(await nora.rows("profiles", "?__order=label&__page_size=10")) == 2


@pytest.mark.parametrize(
    "query", ["id=1", "user_group=x", "to_provider=perhaps", "position=99999999999999999999"]
)
async def test_values_of_the_wrong_kind_are_a_sentence(query: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.get(f"/api/tables/task_types/?{query}")
    assert answer.status_code in (400, 422)
    assert "Traceback" not in answer.text


async def test_nothing_of_piccolo_admin_is_loaded_before_somebody_opens_it() -> None:
    program = "import sys, json, app.main; print(json.dumps([n for n in sys.modules]))"
    environ = {"DATABASE_URL": "postgresql://x@localhost/x", "PATH": "", "DATA_DIR": "/tmp"}  # noqa: S108
    run = subprocess.run(  # noqa: ASYNC221
        [sys.executable, "-c", program], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(run.stdout))
    assert "app.admin.guard" in loaded
    assert not {"piccolo_admin", "piccolo_admin.endpoints", "fastapi", "piccolo_api.crud.endpoints"} & loaded


async def test_the_rows_of_no_table_are_none() -> None:
    """Its page asks for them on the way home from a list, and would show an alert over a 404."""
    nora = await desk_of("nora")
    for path in ("/api/tables//?__readable=true", "/api/tables//count/"):
        assert (await nora.get(path)).json() == {"rows": [], "count": 0}


async def test_desks_are_kept_apart() -> None:
    nora, stan = await desk_of("nora"), await desk_of("stan")
    borrowed = Desk(stan.browser)
    borrowed.csrf = nora.csrf
    assert (await borrowed.add("task_types", label="x")).status_code == 403


async def test_an_answer_costs_few_statements() -> None:
    nora = await desk_of("nora")
    row = (await nora.rows("task_types"))[0]
    async with counted() as sql:
        await nora.rows("clients")
    assert sql.count <= 4, str(sql)
    async with counted() as sql:
        await nora.change("task_types", row["id"], **row)
    assert sql.count <= 8, str(sql)

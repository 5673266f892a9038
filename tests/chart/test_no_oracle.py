"""A chart that is not open to a staff member, and one that does not exist, answer alike on every route."""

import re
from collections.abc import Mapping

import pytest

from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.attacks.callers import HTMX
from tests.page import FORM, Browser
from tests.routes import UNUSED, Route, routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

GOOD = (
    "login=a-good-login&active=yes&make=yes&safe_word=bluebird&said=bluebird&name=Some+Body&email=some%40example.org"
    "&kind=other&opens=everything&starts_on=2026-11-01&reason=Asked+for&discharged_on=2026-11-01"
    "&issued_on=2026-11-01&due_on=2099-01-01&words_1=Session&charge_1=165"
    "&way=cash&amount=1&received_on=2026-11-01&verdict=accept&words=Yes&kept_own=yes"
    f"&questionnaire={UNUSED}&packet={UNUSED}&series_form={UNUSED}&every=2&unit=weeks&first_on=2099-01-01"
)
"""What every form of a chart accepts, so that nothing is refused for what was typed."""
EVERY_ACTION = """
insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)
select gen_random_uuid(), id, rule, true, true, true, true from profile, unnest(array['Clients', 'Portal accounts', 'Forms', 'Appointments', 'Billing', 'Record release']) rule
where name = 'Clinician'
"""


def of_charts(portal: Portal) -> list[Route]:
    found = [
        route for route in routes_of(portal, audience=Audience.STAFF) if "{client_id:uuid}" in route.path
    ]
    assert len(found) >= 18, "The guard looks at every route of a chart."
    return found


async def answered(
    terry: Browser, route: Route, client: object, body: str, headers: Mapping[str, str]
) -> tuple[int, str, str]:
    """Give what came back, without what differs anyhow: the id asked for, and the nonces and tokens of a page."""
    path = re.sub(r"\{client_id:uuid\}", str(client), route.path)
    path = re.sub(r"\{[^}]+:uuid\}", str(UNUSED), path)
    content = f"_csrf={terry.token}&{body}".encode() if route.method == "POST" else b""
    answer = await terry.send(route.method, path, headers={"content-type": FORM, **headers}, content=content)
    text = answer.text.replace(str(client), "CLIENT")
    text = re.sub(r'(nonce|name="_csrf" value|content)="[^"]*"', r"\1", text)
    text = re.sub(r"X-CSRF-Token&#34;: &#34;[^&]*|[A-Za-z0-9_-]{40,}", "", text)
    where = answer.headers.get("location", "").replace(str(client), "CLIENT")
    return answer.status_code, where, text


@pytest.mark.parametrize("rules", ["", EVERY_ACTION], ids=["without the rules", "with every rule"])
@pytest.mark.parametrize("body", ["", GOOD], ids=["blank", "filled in"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
async def test_a_chart_that_is_not_open_answers_like_one_that_does_not_exist(
    portal: Portal, rules: str, body: str, headers: Mapping[str, str]
) -> None:
    if rules:
        await rows.change(rules)
    terry = await people.terry()
    await terry.open("/staff")
    before = await rows.digest()
    for route in of_charts(portal):
        hidden = await answered(terry, route, people.client_id("bob"), body, headers)
        unknown = await answered(terry, route, UNUSED, body, headers)
        assert hidden == unknown, route
        assert hidden[0] == 404 or (hidden[0] == 403 and not rules), route
    assert await rows.digest() == before


async def test_with_the_rules_a_chart_that_is_open_answers_otherwise() -> None:
    await rows.change(EVERY_ACTION)
    terry = await people.terry()
    for leaf in ("", "/portal", "/access", "/portal/credentials", "/access/discharge"):
        await terry.open(f"/staff/clients/{people.client_id('alice')}{leaf}")

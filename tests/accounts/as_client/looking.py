"""Staff who look at a portal as the client sees it."""

import re

import httpx
from bs4 import BeautifulSoup

from tests import people, rows
from tests.page import Browser

LEADS = re.compile(r'(?:href|src|action)="(/staff/clients/[0-9a-f-]{36}/as-client/[^"#]*)')
RULES = """
insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)
select gen_random_uuid(), id, $1, true, true, true, true from profile where name = 'Clinician'
"""


def place(client: str, page: str = "") -> str:
    return f"/staff/clients/{people.client_id(client)}/as-client{page}"


async def look(staff: Browser, client: str, page: str, *, status: int = 200) -> BeautifulSoup:
    """Look at a page of a client's portal."""
    answer = await staff.send("GET", place(client, page))
    assert answer.status_code == status, f"{page} answered {answer.status_code}"
    return BeautifulSoup(answer.text, "html.parser")


def leads_on(answer: httpx.Response) -> list[str]:
    """Give where a page leads within the look: its links, its pictures and its forms."""
    found = [address.replace("&amp;", "&") for address in LEADS.findall(answer.text)]
    return [*found, answer.headers["location"]] if "location" in answer.headers else found


async def only_rule(rule: str) -> None:
    """Leave clinicians this rule alone."""
    await rows.change(
        "delete from profile_rule where profile = (select id from profile where name = 'Clinician')"
    )
    await rows.change(RULES, rule)

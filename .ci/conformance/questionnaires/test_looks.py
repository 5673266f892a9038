"""Every page of every questionnaire of a folder is looked at in a real browser, by axe and for its width."""

import os
from pathlib import Path
from uuid import uuid4

import pytest

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import form_of
from app.forms.questionnaire.gate import examine
from app.forms.questionnaire.walk import shown
from tests.journeys import sight
from tests.journeys.conftest import Invite
from tests.journeys.person import Look
from tests.journeys.server import Server
from tests.people import client_id

pytestmark = pytest.mark.browser

FORMS = {file.stem: file.read_bytes() for file in sorted(Path(os.environ["QUESTIONNAIRES"]).glob("*.json"))}
PHONE = Look(width=390, height=844)
BRING = """
insert into questionnaire (id, url, version, title, title_es, definition, notes, instrument, signed, built_in,
  brought_in_at, brought_in_by_name)
values ($1, $2, $3, $4, '', $5, '{}', '', false, false, now(), 'Nora Novak') on conflict (url, version) do nothing
"""
GIVE = """
insert into form_assignment (id, client, questionnaire, required, assigned_at, assigned_by_name, taken_back_by_name)
values ($1, $2, $3, true, now(), 'Nora Novak', '')
"""
PARTS = 6
"""Tests that the forms are shared out to."""


def give(server: Server, raw: bytes) -> tuple[str, int]:
    """Give a form to Alice; give its address and how many pages it has."""
    found = examine(raw)
    questionnaire, assignment = uuid4(), uuid4()
    server.rows(
        BRING, questionnaire, f"{found.url}/{questionnaire}", found.version, found.title, found.definition
    )
    server.rows(GIVE, assignment, client_id("alice"), questionnaire)
    form = form_of(found.definition)
    return f"/forms/{assignment}", len(shown(form, Answers.begun(form), language="en").pages)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_every_form_is_clean(invite: Invite, server: Server, part: int) -> None:
    alice = invite("alice", look=PHONE)
    faults = []
    for name in list(FORMS)[part::PARTS]:
        path, pages = give(server, FORMS[name])
        for number in range(1, pages + 1):
            alice.page.goto(f"{path}?page={number}")
            faults += [(name, number, fault[:400]) for fault in sight.faults(alice.page)]
    assert faults == []

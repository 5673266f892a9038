"""Scores of sent answers, kept in the transaction that sends them."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from app import db
from app.forms.instruments import points
from app.forms.instruments.known import INSTRUMENTS
from app.forms.instruments.scoring import Sex
from app.information.details import read_details

SEXES = {"248152002": Sex.FEMALE, "248153007": Sex.MALE}
"""By SNOMED CT, as US Core Sex has them."""
FORM = """
select questionnaire.definition from form_response response
join form_assignment assignment on assignment.id = response.assignment
join questionnaire on questionnaire.id = assignment.questionnaire where response.id = $1
"""
KEEP = """
insert into form_score (id, client, response, instrument, total, band, positive, flags, scored_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (response, instrument) do nothing
"""


async def keep_scores(
    *, response_id: UUID, client_id: UUID, instrument: str, response: dict[str, Any], language: str = "en"
) -> None:
    """Score a QuestionnaireResponse by the instrument that its form is ("" for none).

    Answers that are not complete are kept without a total, so that staff see it. Sent once more, nothing changes.
    """
    if instrument not in INSTRUMENTS:
        return
    form = await db.row(FORM, response_id)
    score = points.score(
        instrument,
        questionnaire=json.loads(form["definition"]) if form else {},
        response=response,
        sex=await _sex_of(client_id),
    )
    await db.rows(
        KEEP,
        db.new_id(),
        client_id,
        response_id,
        instrument,
        None if score.total is None else Decimal(score.total),
        score.band,
        score.positive,
        json.dumps(dict(score.flags)),
        datetime.now(UTC),
    )


async def _sex_of(client_id: UUID) -> Sex:
    """Give the sex that a cut-off goes by, as the chart has it under Details."""
    details = await read_details(client_id, client_id) or {}
    return SEXES.get(details.get("sex", ""), Sex.UNKNOWN)

"""What goes wrong inside Piccolo Admin, in sentences: its own words name constraints and repeat what was typed."""

import json
from typing import Any

import asyncpg
from pydantic import ValidationError

from app import db
from app.admin.answers import Answer, json_answer, sentence_answer
from app.admin.requests import NOT_READABLE
from app.web.errors import RETRY_SECONDS, WORDINGS
from app.web.language import Phrase, _l
from app.web.logs import log_fault

NO_ROW = _l("There is no such row. It may have been deleted in the meantime.")
NOT_UNIQUE = _l("There is one like this already. Nothing was saved.")
NOT_THERE = _l("Something that was chosen is not there any more. Nothing was saved.")
STILL_USED = _l("Something else still uses this, so nothing was changed.")
IS_MISSING = _l("Something that is needed is missing. Nothing was saved.")
ENDED = _l("You are not signed in, or your sign-in has ended.")
OF_DATABASE: dict[str, Phrase] = {
    "insert or update on table": NOT_THERE,
    "unique": NOT_UNIQUE,
    "foreign key": STILL_USED,
    "null value": IS_MISSING,
}
UNREADABLE = (asyncpg.DataError, ValidationError, OverflowError)
"""What a value of the wrong kind or size raises, where Piccolo Admin lets it through to the database."""


def understood(answer: Answer) -> Answer:
    """Give an answer of Piccolo Admin as its reader may see it."""
    if answer.status < 400:
        return answer
    if answer.status == 422:
        return _refused(answer)
    if answer.status == 404:
        return sentence_answer(404, NO_ROW)
    if answer.status == 401:
        return sentence_answer(401, ENDED)
    if answer.status < 500:
        return sentence_answer(answer.status, NOT_READABLE)
    return sentence_answer(500, WORDINGS[500].sentence)


def _refused(answer: Answer) -> Answer:
    said = json.loads(answer.body)
    if "custom_form_error" in said:
        return json_answer({"custom_form_error": said["custom_form_error"]}, status=422)
    if isinstance(said.get("detail"), list):
        return json_answer({"detail": [_field(problem) for problem in said["detail"]]}, status=422)
    words = str(said.get("db_error", ""))
    sentence = next((phrase for word, phrase in OF_DATABASE.items() if word in words), NOT_READABLE)
    return sentence_answer(422, sentence)


def _field(problem: dict[str, Any]) -> dict[str, Any]:
    """Say which field and what is wrong with it, without what was typed."""
    return {"loc": problem["loc"], "msg": problem["msg"].removeprefix("Value error, ")}


def fault_answer(fault: Exception, *, request_id: str) -> Answer:
    """Answer a fault: 400 for what cannot be read, 503 while the database is away, else 500 and a line in the log."""
    if isinstance(fault, UNREADABLE):
        return sentence_answer(400, NOT_READABLE)
    away = db.is_away(fault)
    log_fault("database away" if away else "fault", fault, request_id=request_id, route="admin")
    if away:
        return sentence_answer(503, WORDINGS[503].sentence, **{"retry-after": RETRY_SECONDS})
    return sentence_answer(500, WORDINGS[500].sentence)

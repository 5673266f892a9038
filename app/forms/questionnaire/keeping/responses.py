"""Answers as FHIR has them: QuestionnaireResponse R4, written and read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.definition.extensions import objects, text, value_in
from app.forms.questionnaire.definition.names import TOP, Place
from app.forms.questionnaire.form import Form, Item, Kind, Value
from app.forms.questionnaire.showing.wording import as_offered


def response_of(
    answers: Answers, *, status: str, authored: datetime, subject: str, author: str, settled: bool
) -> dict[str, Any]:
    form = answers.form
    canonical = f"{form.url}|{form.version}" if form.version and form.url else form.url
    response: dict[str, Any] = {"resourceType": "QuestionnaireResponse"}
    if canonical:
        response["questionnaire"] = canonical
    response["status"] = status
    if subject:
        response["subject"] = {"reference": subject}
    response["authored"] = authored.isoformat(timespec="seconds")
    if author:
        response["author"] = {"display": author}
    items = items_of(answers, settled=settled)
    if items:
        response["item"] = items
    return response


Noted = dict[str, dict[str, Any]]


def items_of(answers: Answers, *, settled: bool, noted: Noted | None = None) -> list[dict[str, Any]]:
    """Give the items of a response, and note in `noted` which is whose, by the name of the question or row."""
    return list(_Writer(answers, settled=settled, noted=noted).items(answers.form.items, TOP))


class _Writer:
    """Writes the items of a response."""

    def __init__(self, answers: Answers, *, settled: bool, noted: Noted | None) -> None:
        self._answers = answers
        self._settled = settled
        self._noted = noted

    def items(self, items: Sequence[Item], place: Place) -> Iterator[dict[str, Any]]:
        for item in items:
            if item.kind is Kind.DISPLAY or (self._settled and self._answers.is_off(item, place)):
                continue
            yield from self._rows(item, place) if item.kind is Kind.GROUP else self._question(item, place)

    def _rows(self, item: Item, place: Place) -> Iterator[dict[str, Any]]:
        entries = self._answers.entries(item, place)
        for number, name in enumerate(entries, start=1):
            inner = list(self.items(item.items, place.below(item, number)))
            if inner or (len(entries) > 1 and not self._settled):
                yield self._note(name, _head(item) | ({"item": inner} if inner else {}))

    def _question(self, item: Item, place: Place) -> Iterator[dict[str, Any]]:
        given: list[dict[str, Any]] = []
        for number, name in enumerate(self._answers.entries(item, place), start=1):
            values = [dict(value) for value in self._answers.values.get(name, ())]
            inner = list(self.items(item.items, place.below(item, number))) if item.items else []
            if inner:
                values = [*values[:-1], {**(values[-1] if values else {}), "item": inner}]
            given += values
        if given:
            yield self._note(place.name_of(item), _head(item) | {"answer": given})

    def _note(self, name: str, written: dict[str, Any]) -> dict[str, Any]:
        if self._noted is not None:
            self._noted[name] = written
        return written


def _head(item: Item) -> dict[str, Any]:
    return {"linkId": item.link_id, **({"text": item.wording.words} if item.wording.words.strip() else {})}


def read_response(form: Form, response: Mapping[str, Any], unread: Mapping[str, Sequence[str]]) -> Answers:
    from app.forms.questionnaire.keeping.settling import settled

    reader = _Reader(unread)
    reader.items(form.items, TOP, list(objects(response.get("item"))))
    return settled(Answers(form, values=reader.values, rows=reader.rows, typings=reader.typings))


class _Reader:
    """What has been read of a response so far."""

    def __init__(self, unread: Mapping[str, Sequence[str]]) -> None:
        self.unread = unread
        self.values: dict[str, tuple[Value, ...]] = {}
        self.rows: dict[str, int] = {}
        self.typings = {
            name: tuple(text(one) for one in typed) for name, typed in unread.items() if any(typed)
        }

    def items(self, items: Sequence[Item], place: Place, held: list[Mapping[str, Any]]) -> None:
        for item in items:
            mine = [one for one in held if one.get("linkId") == item.link_id]
            if item.kind is Kind.GROUP:
                self._rows(item, place, mine)
            elif item.is_question:
                self._answers(item, place, [answer for one in mine for answer in objects(one.get("answer"))])

    def _rows(self, item: Item, place: Place, mine: list[Mapping[str, Any]]) -> None:
        if not item.is_numbered:
            self.items(
                item.items, place.below(item, 1), [one for held in mine for one in objects(held.get("item"))]
            )
            return
        count = min(max(len(mine), 1), item.most_rows)
        self.rows[place.name_of(item)] = count
        for number, held in enumerate(mine[:count] or [{}], start=1):
            self.items(item.items, place.below(item, number), list(objects(held.get("item"))))

    def _answers(self, item: Item, place: Place, answers: list[Mapping[str, Any]]) -> None:
        if not item.is_numbered:
            self._keep(item, place.name_of(item), answers)
            self.items(item.items, place.below(item, 1), _below(answers))
            return
        number, waiting = 0, list(answers)
        while number < item.most_rows and (waiting or place.entry_of(item, number + 1) in self.unread):
            number += 1
            name = place.entry_of(item, number)
            taken = (
                [waiting.pop(0)]
                if waiting and (name not in self.unread or value_in(waiting[0]) is None)
                else []
            )
            self._keep(item, name, taken)
            self.items(item.items, place.below(item, number), _below(taken))
        self.rows[place.name_of(item)] = max(number, 1)

    def _keep(self, item: Item, name: str, answers: Sequence[Mapping[str, Any]]) -> None:
        given = (found for answer in answers if (found := value_in(answer)) is not None)
        kept = tuple(as_offered({key: value}, item.options) for key, value in given)
        if kept:
            self.values[name] = kept


def _below(answers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for answer in answers for one in objects(answer.get("item"))]

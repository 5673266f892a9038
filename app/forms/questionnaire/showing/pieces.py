"""The pieces of a form: each group, question and text with its answers, its inputs and what is wrong with it."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import form_problem, problem_of, row_problem
from app.forms.questionnaire.definition.looks import look_of
from app.forms.questionnaire.definition.names import OTHER, Place
from app.forms.questionnaire.form import Item, Kind
from app.forms.questionnaire.keeping.choosing import other_of
from app.forms.questionnaire.showing.asking import (
    choices_of,
    entry_value,
    hint_of,
    limits_of,
    units_of,
    unread_in,
    words_given,
)
from app.forms.questionnaire.shown import Entry, Piece, PieceKind, Problem, Row


class Walker:
    """Goes through a form page by page, and counts on the way."""

    def __init__(self, answers: Answers, *, language: str, checked: bool) -> None:
        self.answered = self.asked = self.required_left = 0
        self.problems: list[Problem] = []
        self._answers = answers
        self._language = language
        self._checked = checked
        self._numbers: frozenset[int] = frozenset()
        self._page = 1
        self._form_problem = form_problem(answers) if checked else ""

    def turn_to(self, numbers: frozenset[int], *, page: int) -> None:
        """Go on to the page on which the items of these numbers stand."""
        self._numbers, self._page = numbers, page

    def pieces(self, items: Sequence[Item], place: Place, *, level: int) -> tuple[Piece, ...]:
        found = (self._piece(item, place, level=level) for item in items if self._is_here(item, place))
        return tuple(piece for piece in found if piece is not None)

    def _is_here(self, item: Item, place: Place) -> bool:
        return item.number in self._numbers and not item.hidden and not self._answers.is_off(item, place)

    def _piece(self, item: Item, place: Place, *, level: int) -> Piece | None:
        if item.kind is Kind.DISPLAY or (item.kind is Kind.GROUP and not item.items):
            return Piece(kind=PieceKind.TEXT, **self._face(item, place, level))
        if item.kind is not Kind.GROUP:
            return self._question(item, place, level=level)
        if item.is_numbered:
            return self._rows(item, place, level=level)
        inner = self.pieces(item.items, place.below(item, 1), level=level + bool(item.wording))
        if not inner:
            return None
        problem = self._row_problem(item, place)
        return Piece(kind=PieceKind.GROUP, pieces=inner, problem=problem, **self._face(item, place, level))

    def _face(self, item: Item, place: Place, level: int) -> dict[str, Any]:
        aids = item.aids
        return {
            "id": place.id_of(item),
            "name": place.name_of(item),
            "link_id": item.link_id,
            "level": level,
            "words": item.wording.said_in(self._language),
            "text": item.wording.marked_up(self._language),
            "prefix": item.prefix,
            "help": aids.help.marked_up(self._language),
            "legal": aids.legal.marked_up(self._language),
            "link": aids.link,
            "image": aids.image,
        }

    def _rows(self, item: Item, place: Place, *, level: int) -> Piece:
        count = self._answers.count(item, place)
        rows = tuple(
            Row(
                number=number,
                name=place.entry_of(item, number),
                id=f"{place.id_of(item)}-{number}",
                pieces=self.pieces(item.items, place.below(item, number), level=level + bool(item.wording)),
                may_go=count > max(1, item.bounds.fewest or 1),
            )
            for number in range(1, count + 1)
        )
        problem = self._row_problem(item, place)
        return Piece(
            kind=PieceKind.ROWS,
            rows=rows,
            may_grow=count < item.most_rows,
            problem=problem,
            required=item.required,
            **self._face(item, place, level),
        )

    def _row_problem(self, item: Item, place: Place) -> str:
        sentence = row_problem(self._answers, item, place) if self._checked else ""
        if sentence:
            self._tell(item, place, sentence, id=place.id_of(item))
        return sentence

    def _tell(self, item: Item, place: Place, sentence: str, *, id: str) -> None:  # noqa: A002 - an HTML id
        words = (item.aids.short or item.wording).said_in(self._language)
        self.problems.append(
            Problem(id=id, name=place.name_of(item), words=words, sentence=sentence, page=self._page)
        )

    def _question(self, item: Item, place: Place, *, level: int) -> Piece:
        answers = self._answers
        given, count = answers.given(item, place), answers.count(item, place)
        problem = self._problem(item, place)
        self._count(item, place)
        return Piece(
            kind=PieceKind.QUESTION,
            look=look_of(item),
            required=item.required,
            read_only=item.read_only or bool(item.rules.calculated),
            entries=tuple(self._entries(item, place, level=level)),
            choices=choices_of(item, given),
            units=units_of(item, given),
            may_grow=item.is_numbered and count < item.most_rows and not item.read_only,
            across=item.across,
            hint=hint_of(item),
            signals=item.number in answers.form.signals,
            limits=limits_of(item),
            problem=problem,
            answers=words_given(item, given),
            unread=unread_in(answers, item, place),
            **self._face(item, place, level),
            **self._other(item, place),
        )

    def _problem(self, item: Item, place: Place) -> str:
        problem = problem_of(self._answers, item, place, checked=self._checked) or self._problem_of_form()
        if problem is None:
            return ""
        entry, sentence = problem
        self._tell(item, place, sentence, id=f"{place.id_of(item)}e{entry}")
        return sentence

    def _other(self, item: Item, place: Place) -> dict[str, Any]:
        """Give the input beside the options of an open choice."""
        if item.kind is not Kind.OPEN_CHOICE or not item.is_choice:
            return {}
        name = place.name_of(item) + OTHER
        typed = " ".join(self._answers.typings.get(name, ()))
        return {
            "other": typed or other_of(item, self._answers.given(item, place)),
            "other_name": name,
            "other_label": item.aids.other_label,
        }

    def _problem_of_form(self) -> tuple[int, str] | None:
        """Tell, at the first question, what is wrong with the answers of the form as a whole."""
        told, self._form_problem = self._form_problem, ""
        return (1, told) if told else None

    def _entries(self, item: Item, place: Place, *, level: int) -> Iterator[Entry]:
        for number, name in enumerate(self._answers.entries(item, place), start=1):
            value, unit, file = entry_value(self._answers, item, name)
            inner = self.pieces(item.items, place.below(item, number), level=level + 1) if item.items else ()
            yield Entry(
                id=f"{place.id_of(item)}e{number}", name=name, value=value, unit=unit, file=file, pieces=inner
            )

    def _count(self, item: Item, place: Place) -> None:
        if item.read_only or item.rules.calculated:
            return
        self.asked += 1
        if self._answers.given(item, place):
            self.answered += 1
        elif item.required:
            self.required_left += 1

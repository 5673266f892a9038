"""Fills in any form by itself: it looks at what is shown, answers it, and tries something else where that is refused."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form
from app.forms.questionnaire.shown import Entry, Look, Piece, PieceKind, ShownForm
from app.forms.questionnaire.taking import take, with_file
from app.forms.questionnaire.walk import shown

Fields = dict[str, list[str]]
Fill = Callable[[Answers, Fields], Answers]
"""Gives fields to whoever keeps the answers, and gets the answers back."""
Attach = Callable[[Answers, str, str], Answers]
"""Gives a file, by the name of its input and its type."""
See = Callable[[Answers], ShownForm]

MOST_ROUNDS = 12
A_FILE = UUID(int=7)

WORDS = (
    *(
        "Rivera",
        "12",
        "42.5",
        "60601",
        "(312) 555-0199",
        "3125550199",
        "+13125550199",
        "alice@example.org",
        "A",
        "AB",
    ),
    *(
        "2026-11-30",
        "11/30/2026",
        "14:30",
        "123-45-6789",
        "https://example.org",
        "abc123",
        "ABC-123",
        "IL",
        "1",
        "0",
    ),
    *(
        "000-00-0000",
        "555-0199",
        "120/80",
        "1988",
        "12345",
        "a1b2c3d4e5",
        "Alice Rivera",
        "RIVERA",
        "rivera",
        "1234567890",
    ),
)
"""One of them fits most patterns."""
NUMBERS = ("1", "2", "5", "12", "42", "100", "170", "1988", "0", "-1", "0.5", "98.6", "1000")
DAYS = ("2026-11-20", "1988-04-12", "2020-02-29", "2030-01-01", "2000-01-01")


@dataclass
class Filler:
    """Fills in one form; `everything`, or only what is required."""

    form: Form
    everything: bool
    fill: Fill
    attach: Attach
    see: See
    tried: dict[str, int] = field(default_factory=dict)

    def filled(self, answers: Answers) -> Answers:
        """Answer until nothing more is asked or wrong, or nothing helps."""
        for _ in range(MOST_ROUNDS * len(WORDS)):
            seen = self.see(answers)
            wrong = {problem.name for problem in seen.problems}
            for name in wrong:
                self.tried[name] = self.tried.get(name, -1) + 1
            fields: Fields = {}
            for piece in _questions(seen):
                answers = self._attached(answers, piece)
                if self._is_to_answer(piece, wrong):
                    fields |= self._answer(piece)
            if not fields or max(self.tried.values(), default=0) > len(WORDS):
                return answers
            before, answers = answers, self.fill(answers, fields)
            if answers.values == before.values and answers.typings == before.typings and not wrong:
                return answers
        return answers

    def _is_to_answer(self, piece: Piece, wrong: set[str]) -> bool:
        if piece.read_only or piece.look is Look.FILE:
            return False
        if piece.name in wrong:
            return True
        return (self.everything or piece.required) and not piece.answers

    def _attached(self, answers: Answers, piece: Piece) -> Answers:
        wanted = piece.look is Look.FILE and not piece.read_only and not piece.answers
        if not wanted or not (self.everything or piece.required):
            return answers
        media = next(iter(piece.limits.media_types), "application/pdf")
        return self.attach(answers, piece.entries[0].name, media.replace("/*", "/png"))

    def _answer(self, piece: Piece) -> Fields:
        turn = self.tried.get(piece.name, 0)
        if piece.choices and piece.look is not Look.SUGGEST:
            return self._choose(piece, turn)
        return {name: value for entry in piece.entries for name, value in _typed(piece, entry, turn).items()}

    def _choose(self, piece: Piece, turn: int) -> Fields:
        tokens = [choice.token for choice in piece.choices]
        if piece.look is Look.TICK:
            return {piece.name: ["", "true"]}
        if piece.look is Look.CHECKS and self.everything:
            together = [choice.token for choice in piece.choices if not choice.alone]
            count = max(1, len(together) - turn)
            return {piece.name: ["", *(together[:count] or tokens[:1])]}
        if piece.look is Look.CHECKS:
            return {piece.name: ["", *tokens[: turn % len(tokens) + 1]]}
        fields: Fields = {piece.name: ["", tokens[(len(tokens) - 1 + turn) % len(tokens)]]}
        if self.everything and piece.other is not None and turn == 1:
            fields = {piece.name: [""], piece.other_name: ["Something else"]}
        return fields


def _typed(piece: Piece, entry: Entry, turn: int) -> Fields:
    match piece.look:
        case Look.DAY:
            year, month, day = _turned(DAYS, turn, piece.limits.least).split("-")
            return {f"{entry.name}~month": [month], f"{entry.name}~day": [day], f"{entry.name}~year": [year]}
        case Look.MOMENT:
            year, month, day = _turned(DAYS, turn, piece.limits.least[:10]).split("-")
            parts = {"~month": month, "~day": day, "~year": year, "~time": "2:30 PM"}
            return {f"{entry.name}{part}": [value] for part, value in parts.items()}
        case Look.CLOCK:
            return {entry.name: [_turned(("14:30", "8:05 AM"), turn, piece.limits.least)]}
        case Look.QUANTITY:
            unit = piece.units[0].token if piece.units else ""
            return {entry.name: [_turned(NUMBERS, turn, piece.limits.least)], f"{entry.name}~unit": [unit]}
        case Look.WHOLE | Look.DECIMAL | Look.SLIDER:
            return {entry.name: [_turned(NUMBERS, turn, piece.limits.least)]}
        case Look.LINK:
            return {entry.name: ["https://example.org/a"]}
        case Look.SUGGEST:
            return {entry.name: [piece.choices[turn % len(piece.choices)].words]}
        case _:
            return {entry.name: [_turned(WORDS, turn, "")[: piece.limits.longest]]}


def _turned(candidates: Sequence[str], turn: int, least: str) -> str:
    listed = [*([least] if least else []), *candidates]
    return listed[turn % len(listed)]


def _questions(seen: ShownForm) -> Iterator[Piece]:
    for page in seen.pages:
        yield from _within(page.pieces)


def _within(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if piece.kind is PieceKind.QUESTION:
            yield piece
        yield from _within(piece.pieces)
        for row in piece.rows:
            yield from _within(row.pieces)
        for entry in piece.entries:
            yield from _within(entry.pieces)


def filler(form: Form, *, everything: bool, language: str = "en") -> Filler:
    """Give a filler that keeps the answers in its own hands."""
    return Filler(
        form,
        everything=everything,
        fill=lambda answers, fields: take(form, answers, fields, language=language),
        attach=lambda answers, name, media: with_file(
            form, answers, name, file_id=A_FILE, title="a-file", media_type=media, size=1_000
        ),
        see=lambda answers: shown(form, answers, language=language, checked=True),
    )

"""Lists of values that have a code each, as standards give them, and words for people."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.web.language import Language, Phrase, current_language

Option = tuple[str, str]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ValueList:
    """The codes of a list in its order, each with its words in both languages.

    Codes of `unoffered` can be read and shown, since charts brought from elsewhere hold them, but not chosen.
    """

    english: Words
    spanish: Words
    unoffered: frozenset[str] = field(default_factory=frozenset)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.english)

    def label(self, code: str) -> str:
        """Word a code in the reader's language; a code that is not on the list stands for itself."""
        words = self.spanish if current_language() is Language.SPANISH else self.english
        return words.get(code, code)

    def phrase(self, code: str) -> Phrase:
        """Give the words of a code, to be said in the reader's language when they are shown."""
        return _Label(self, code)

    def options(self, *, first: Iterable[str] | None = None) -> tuple[Option, ...]:
        """Give what can be chosen with its words, in the list's order; `first`, if given, then the rest by its words."""
        offered = [code for code in self.codes if code not in self.unoffered]
        if first is not None:
            ahead = list(first)
            rest = sorted((code for code in offered if code not in ahead), key=self._place)
            offered = ahead + rest
        return tuple((code, self.label(code)) for code in offered)

    def _place(self, code: str) -> str:
        """Give what words are put in order by: "Åland" stands beside "Albania"."""
        return unicodedata.normalize("NFKD", self.label(code)).encode("ascii", "ignore").decode().casefold()


class _Label(Phrase):
    __slots__ = ("code", "values")

    def __init__(self, values: ValueList, code: str) -> None:
        super().__init__(values.english[code])
        self.values, self.code = values, code

    def __str__(self) -> str:
        return self.values.label(self.code)


def value_list(rows: Iterable[tuple[str, str, str]], *, unoffered: Iterable[str] = ()) -> ValueList:
    """Make a list of rows: the code, its English words, its Spanish words."""
    rows = list(rows)
    return ValueList(
        english={code: english for code, english, _ in rows},
        spanish={code: spanish for code, _, spanish in rows},
        unoffered=frozenset(unoffered),
    )

"""Which pages of a long document are shown at a time."""

from dataclasses import dataclass

AT_A_TIME = 10


@dataclass(frozen=True, slots=True)
class Pages:
    """The numbers of the pages that are shown, and where the others begin; None: there are none."""

    numbers: range
    of: int
    before: int | None
    after: int | None


def page_numbers(asked: str, of: int) -> Pages:
    """Give the pages from the one that is asked for; anything that is no page is the first."""
    first = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    first = first if 1 <= first <= of else 1
    after = first + AT_A_TIME
    return Pages(
        numbers=range(first, min(after, of + 1)),
        of=of,
        before=max(1, first - AT_A_TIME) if first > 1 else None,
        after=after if after <= of else None,
    )

"""On which page each question stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.forms.questionnaire.definition.building import TABLES
from app.forms.questionnaire.definition.rich_text import NO_WORDS, Wording
from app.forms.questionnaire.form import Form, Item, Kind

PAGES = ("page",)
TABS = ("tab-container",)
ONE_PAGE = 12
"""A form of so many questions, or fewer, is not divided by its groups."""
MOST_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is planned: its title, and the numbers of the items that stand on it."""

    title: Wording
    numbers: frozenset[int]


def plan(form: Form) -> tuple[Leaf, ...]:
    """Divide a form into pages; what is asked at the moment plays no part, so that borders stay where they are."""
    leaves = [leaf for title, items in _sections(form) for leaf in _divided(title, items)]
    return tuple(leaves) or (Leaf(NO_WORDS, frozenset()),)


def _sections(form: Form) -> list[tuple[Wording, Sequence[Item]]]:
    items = _unwrapped(form.items)
    own = [item for item in items if item.control in PAGES]
    if own:
        return list(_around(items, own))
    groups = [item for item in items if item.kind is Kind.GROUP and not item.hidden]
    if len(groups) >= 2 and sum(_questions(item) for item in items) > ONE_PAGE:
        return list(_around(items, groups))
    return [(NO_WORDS, form.items)]


def _unwrapped(items: Sequence[Item]) -> Sequence[Item]:
    """Look into the one group that holds all pages or tabs of a form."""
    groups = [item for item in items if item.kind is Kind.GROUP]
    if len(groups) != 1 or groups[0].is_numbered:
        return items
    holder = groups[0]
    holds_pages = holder.control in TABS or any(item.control in PAGES for item in holder.items)
    if not holds_pages:
        return items
    return [inner for item in items for inner in (holder.items if item is holder else (item,))]


def _around(items: Sequence[Item], heads: Sequence[Item]) -> Iterator[tuple[Wording, Sequence[Item]]]:
    """Make a page of each head; what stands between goes to the page before, at the beginning to the first."""
    waiting: list[Item] = []
    title: Wording = NO_WORDS
    started = False
    for item in items:
        if item in heads:
            if started:
                yield title, waiting
                waiting = []
            title, started = item.wording, True
        waiting = [*waiting, item]
    yield title, waiting


def _divided(title: Wording, items: Sequence[Item]) -> Iterator[Leaf]:
    """Divide a page with too many questions at the borders of its items."""
    numbers: set[int] = set()
    count = 0
    for unit in _units(items):
        size = _questions(unit)
        if count and count + size > MOST_ON_A_PAGE:
            yield Leaf(title, frozenset(numbers))
            numbers, count = set(), 0
        numbers |= {outer.number for outer in unit.outer} | {one.number for one in _all_of(unit)}
        count += size
    if numbers:
        yield Leaf(title, frozenset(numbers))


def _units(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        may_part = item.kind is Kind.GROUP and not item.is_numbered and item.control not in TABLES
        if may_part and _questions(item) > MOST_ON_A_PAGE:
            yield from _units(item.items)
        else:
            yield item


def _all_of(item: Item) -> Iterator[Item]:
    yield item
    for inner in item.items:
        yield from _all_of(inner)


def _questions(item: Item) -> int:
    if item.hidden:
        return 0
    return (1 if item.is_question else 0) + sum(_questions(inner) for inner in item.items)

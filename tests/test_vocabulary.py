"""Vocabulary is data on one screen: every enum is told of in full wherever it is told of, and no word is unused."""

import ast
import importlib
from collections.abc import Iterator
from enum import Enum
from types import ModuleType
from typing import Any

import pytest

from app.accounts.admission import COOKIES, DOORS
from app.web.security import Audience
from tests import source

WITHOUT: dict[int, set[Enum]] = {
    id(COOKIES): {Audience.MACHINE},
    id(DOORS): {Audience.ANYONE, Audience.MACHINE},
}
"""What a table leaves out on purpose: programs send no forms, and only who must sign in has a door."""
IN_PARTS = "NEWS"
"""What a table is called to which each package adds what is its own."""


def modules() -> Iterator[ModuleType]:
    for path in source.modules():
        if path.name != "__main__.py":
            yield importlib.import_module(source.dotted(path))


def enums() -> dict[str, type[Enum]]:
    """Give every enum of ours, by the name it is used under."""
    return {
        name: value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == module.__name__
    }


def tables() -> Iterator[tuple[str, dict[Enum, Any]]]:
    """Give every module's tables whose keys are words of an enum."""
    for module in modules():
        for name, value in vars(module).items():
            if name != IN_PARTS and isinstance(value, dict) and value and all(_is_ours(key) for key in value):
                yield f"{module.__name__}.{name}", value


def _is_ours(key: object) -> bool:
    return isinstance(key, Enum) and type(key).__module__.startswith("app.")


@pytest.mark.usefixtures("settled")
def test_a_table_about_an_enum_tells_of_every_word() -> None:
    seen = set()
    for where, table in tables():
        (vocabulary,) = {type(key) for key in table}
        missing = set(vocabulary) - set(table) - WITHOUT.get(id(table), set())
        assert not missing, f"{where} says nothing of {missing}."
        seen.add(where)
    assert {"app.activity.kinds.KINDS", "app.notices.alerts.MEANINGS", "app.web.language.FORMATS"} <= seen


@pytest.mark.usefixtures("settled")
def test_every_word_is_used() -> None:
    used = {
        (ast.unparse(node.value).rpartition(".")[2], node.attr)
        for path in source.modules()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Attribute)
    }
    whole = {
        ast.unparse(node).rpartition(".")[2]
        for path in source.modules()
        for node in whole_uses(source.tree(path))
    }
    for name, vocabulary in enums().items():
        unused = [word.name for word in vocabulary if (name, word.name) not in used]
        assert not unused or name in whole, f"Nothing uses {unused} of {name}: take it out."


def whole_uses(tree: ast.Module) -> Iterator[ast.expr]:
    """Give what is gone through or offered whole: `for word in Word`, `tuple(Word)`, `choices=Word`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension | ast.For):
            yield node.iter
        elif isinstance(node, ast.Call):
            yield from node.args
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "choices")


def test_a_match_over_words_ends_where_none_is_left() -> None:
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Match):
                last = ast.unparse(node.cases[-1])
                assert "assert_never" in last, (
                    f"{path}:{node.lineno} goes on in silence when a word is added."
                )


@pytest.mark.usefixtures("settled")
def test_the_values_of_an_enum_differ() -> None:
    for name, vocabulary in enums().items():
        assert len(vocabulary.__members__) == len(list(vocabulary)), f"{name} has one word under two names."

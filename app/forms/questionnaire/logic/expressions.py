"""The expressions of a form, evaluated over its answers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.forms.questionnaire.answers import Answers, Failure
from app.forms.questionnaire.definition.names import Place
from app.forms.questionnaire.form import Constraint, Form, Item, Rules
from app.forms.questionnaire.keeping.responses import items_of
from app.forms.questionnaire.logic.fhirpath import evaluate, node
from app.forms.questionnaire.logic.functions import Budget, Failed, Nodes, plain

QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
BEGINS = re.compile(r"startsWith\(\s*'((?:[^'\\]|\\.)*)'")
OF_PATIENT = ("patient", "client", "subject", "Patient")


def expressions_of(form: Form) -> Iterator[str]:
    """Give what is evaluated again and again while a form is filled in."""
    for rules in (form.rules, *(item.rules for item in form.all_items)):
        yield from (one for one in (rules.shown_when, rules.calculated) if one)
        yield from (expression for _, expression in rules.variables)
        yield from (constraint.expression for constraint in rules.constraints)


def all_expressions(form: Form) -> Iterator[str]:
    yield from expressions_of(form)
    yield from (item.rules.begins_with for item in form.all_items if item.rules.begins_with)


def questions_named(form: Form) -> frozenset[int]:
    """Give the numbers of the questions that expressions go by; all, where one does not say which."""
    if not form.has_expressions:
        return frozenset()
    found: set[int] = set()
    for expression in expressions_of(form):
        named = {_unquoted(one) for one in QUOTED.findall(expression)}
        starts = tuple({_unquoted(one) for one in BEGINS.findall(expression)} - {""})
        meant = {
            item.number
            for item in form.questions
            if item.link_id in named or (starts and item.link_id.startswith(starts))
        }
        if not meant and "answer" in expression:
            return frozenset(item.number for item in form.questions)
        found |= meant
    return frozenset(found)


def _unquoted(words: str) -> str:
    return re.sub(r"\\(.)", r"\1", words)


class Telling:
    """Evaluates expressions over answers as they stand; what fails is noted and has no value."""

    def __init__(self, answers: Answers, budget: Budget) -> None:
        self._answers = answers
        self._budget = budget
        self._noted: dict[str, dict[str, Any]] = {}
        response = {
            "resourceType": "QuestionnaireResponse",
            "status": "in-progress",
            "item": items_of(answers, settled=True, noted=self._noted),
        }
        self._response = node(response)
        self._globals = self._given(answers)
        self._variables: dict[str, Mapping[str, Any]] = {}
        self.failures: list[Failure] = []
        self._root = self._with_variables(answers.form.rules, -1, self._response, self._globals)

    def _given(self, answers: Answers) -> dict[str, Any]:
        given: dict[str, Any] = {
            "resource": self._response,
            "questionnaire": node(answers.form.definition),
        }
        if answers.patient is not None:
            given |= dict.fromkeys(OF_PATIENT, node(dict(answers.patient), "Patient"))
        return given

    def _with_variables(
        self, rules: Rules, number: int, focus: Any, known: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        if not rules.variables:
            return known
        variables = dict(known)
        for name, expression in rules.variables:
            variables[name] = self._find(expression, focus, variables, number, "variable") or []
        return variables

    def _find(
        self, expression: str, focus: Any, variables: Mapping[str, Any], number: int, kind: str
    ) -> Nodes | None:
        """Evaluate; None: it failed."""
        try:
            return evaluate(expression, focus, variables, self._budget)
        except Failed as failed:
            self.failures.append(Failure(self._answers.form.url, number, f"{kind}: {failed}"))
            return None

    def tell(self, expression: str, item: Item, place: Place, *, kind: str, row: int = 1) -> Nodes | None:
        """Evaluate an expression of an item, or of one of its rows; None: it failed."""
        rows = item.is_numbered and not item.is_question
        focus = self._focus(item, place.entry_of(item, row) if rows else place.name_of(item))
        variables = {**self._variables_at(item, place), "qitem": self._qitem(item)}
        variables = dict(self._with_variables(item.rules, item.number, focus, variables))
        return self._find(expression, focus, variables, item.number, kind)

    def _focus(self, item: Item, name: str) -> Any:
        held = self._noted.get(name) or {"linkId": item.link_id}
        return node(held, "QuestionnaireResponse.item")

    def _qitem(self, item: Item) -> Any:
        return node({"linkId": item.link_id, "type": str(item.kind)}, "Questionnaire.item")

    def _variables_at(self, item: Item, place: Place) -> Mapping[str, Any]:
        """Give the variables of all that an item stands in."""
        known = self._root
        prefix = ""
        steps = place.prefix.split("/")[:-1]
        for ground, step in zip(item.outer, steps, strict=False):
            outer = self._answers.form.all_items[ground.number]
            name = f"{prefix}{step}"
            if outer.rules.variables:
                if name not in self._variables:
                    focus = self._focus(outer, name)
                    self._variables[name] = self._with_variables(outer.rules, outer.number, focus, known)
                known = self._variables[name]
            prefix = f"{name}/"
        return known

    def is_broken(self, constraint: Constraint, item: Item | None, place: Place) -> bool:
        """Whether answers break a rule; one that fails is not broken."""
        if item is None:
            found = self._find(constraint.expression, self._response, self._root, -1, "constraint")
            return _is_no(found)
        rows = range(1, self._answers.count(item, place) + 1) if not item.is_question else (1,)
        return any(
            _is_no(self.tell(constraint.expression, item, place, kind="constraint", row=row)) for row in rows
        )


def _is_no(found: Nodes | None) -> bool:
    return found is not None and [plain(one) for one in found] == [False]


def is_true(found: Nodes) -> bool:
    """Read what a condition found: nothing is no, one thing that is neither yes nor no is yes."""
    return bool(found) and plain(found[0]) is not False

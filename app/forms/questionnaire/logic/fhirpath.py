"""FHIRPath by `fhirpathpy`, within bounds: expressions come with forms, and forms come from anywhere."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from app.forms.questionnaire.logic.functions import Budget, Failed, Nodes, bounded_functions

LONGEST = 4_000
MOST_SIGNS = 6_000
"""Words and signs in all expressions of a form: each takes up to 0.15 ms to be read."""
SIGN = re.compile(r"'[^']*'|\w+|[^\w\s]")


def evaluate(expression: str, focus: Any, variables: Mapping[str, Any], budget: Budget) -> Nodes:
    """Give what an expression finds; raises Failed. Pass on what it gives as it is: it knows its FHIR types."""
    tree = parsed(expression)
    if tree is None:
        raise Failed("syntax")
    from fhirpathpy.engine import do_eval
    from fhirpathpy.engine.invocations.constants import constants
    from fhirpathpy.models import models

    constants.reset()
    context = {
        "dataRoot": [focus],
        "vars": {"context": focus, "ucum": "http://unitsofmeasure.org", **variables},
        "model": models["r4"],
        "userInvocationTable": bounded_functions(),
        "budget": budget,
    }
    try:
        found = do_eval(context, [focus], tree)
    except Failed:
        raise
    except Exception as fault:  # noqa: BLE001  # the library raises what it likes, and names answers in it
        raise Failed(type(fault).__name__) from None
    return found if isinstance(found, list) else [found]


def node(value: Any, path: str | None = None) -> Any:
    """Give JSON as something that expressions can go into; `path` says what it is, as FHIR calls it."""
    from fhirpathpy.engine.nodes import ResourceNode

    return ResourceNode.create_node(value, path)


def weight_of(expression: str) -> int:
    """Give how many words and signs there are to be read."""
    return sum(1 for _ in SIGN.finditer(expression))


@lru_cache(maxsize=2_048)
def parsed(expression: str) -> Any:
    """Give the tree of an expression; None: it is not FHIRPath, or too long to be read."""
    from antlr4.error.Errors import ParseCancellationException, RecognitionException

    if not expression.strip() or len(expression) > LONGEST:
        return None
    try:
        return _parsed(expression)
    except (
        RecursionError,
        ParseCancellationException,
        RecognitionException,
        KeyError,
        IndexError,
        TypeError,
    ):
        return None


def _parsed(expression: str) -> Any:
    """Parse as the library does, which takes what it understands of a text and drops the rest; here all must fit."""
    from antlr4 import CommonTokenStream, InputStream, Token
    from antlr4.tree.Tree import ParseTreeWalker
    from fhirpathpy.parser.ASTPathListener import ASTPathListener
    from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
    from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

    lexer = FHIRPathLexer(InputStream(expression))
    lexer.removeErrorListeners()
    stream = CommonTokenStream(lexer)
    parser = FHIRPathParser(stream)
    parser.removeErrorListeners()
    tree = parser.expression()
    if parser.getNumberOfSyntaxErrors() or stream.LA(1) != Token.EOF:
        return None
    listener = ASTPathListener()
    ParseTreeWalker().walk(listener, tree)
    return listener.parentStack[0]["children"][0]

"""The code's own rules, which no reviewer has to remember; each failing message says what to do.

Who may import whom is said by the contracts of pyproject.toml.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.activity.kinds import Kind
from app.panels import PANELS
from app.staff.rules import Action, PermissionRule
from app.web.errors import WORDINGS
from app.worker import EFFECTS
from tests import source
from tests.source import ROOT

BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "base",
    "manager",
    "managers",
    "data",
    "info",
    "misc",
}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "uuid4", "new_id", "token_urlsafe"}
RULES_OF_THE_SOURCE = {
    "Client Documents Create Can Save to Client Portal Folder",
    "Client Portal Can Send Messages to Client",
    "Receives Assigned Client Portal Document Upload Alert",
    "Receives Assigned Client Portal QnA Form Completed Alerts",
    "Receives Client Portal Demographic Update Alert",
    "Receives All Client Portal Document Upload Alerts",
    "Receives All Client Portal QnA Form Completed Alerts",
}

MODULES = source.modules()
TESTS = sorted((ROOT / "tests").rglob("*.py"))
RULES = [path for path in MODULES if path.name == "rules.py"]


def package(name: str) -> str:
    """Give the package of a module of ours: "messages" for "app.messages.rules"."""
    return name.split(".")[1]


def ours(path: Path) -> set[str]:
    return {name for name in source.imports(path) if name.startswith("app.")}


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def test_every_panel_is_listed() -> None:
    files = [path.parent for path in MODULES if path.name == "panel.py"]
    of_panels = {folder.name for folder in files if folder.parent.name == "app"} - {"web"}
    assert of_panels == {panel.name for panel in PANELS}


def test_panels_do_not_know_one_another() -> None:
    of_panels = {panel.name for panel in PANELS} - {
        "documents",
        "messages",
        "billing",
    }  # others build on those
    for path in MODULES:
        here = path.parent.name
        if here in of_panels:
            known = {package(name) for name in ours(path)} & (of_panels - {here})
            assert not known, f"{source.dotted(path)} imports the panels {known}."


def test_rules_are_found() -> None:
    assert len(RULES) >= 3


@pytest.mark.parametrize("path", RULES, ids=source.dotted)
def test_rules_wait_for_nothing_and_know_no_clock(path: Path) -> None:
    for node in ast.walk(source.tree(path)):
        line = f"{source.dotted(path)}:{getattr(node, 'lineno', 0)}"
        assert not isinstance(node, ast.Await | ast.AsyncFunctionDef | ast.AsyncWith | ast.AsyncFor), (
            f"{line} waits: let the service look up and hand the rule values."
        )
        if isinstance(node, ast.Call):
            assert called(node) not in CLOCKS, f"{line} calls {called(node)}: hand the rule the value."


def test_files_and_functions_are_short() -> None:
    too_long = []
    for path in MODULES + TESTS:
        lines = len(path.read_text().splitlines())
        if lines > 400:
            too_long.append(f"{path} has {lines} lines: it is two features.")
        for function in source.functions(path):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > 50:
                too_long.append(f"{path}:{function.lineno} {function.name} has {length} lines: stop at 50.")
    assert not too_long, "\n".join(too_long)


def test_behaviours_are_short() -> None:
    for path in (ROOT / "static" / "js" / "behaviours").glob("*.js"):
        assert len(path.read_text().splitlines()) <= 60, f"{path.name} has over 60 lines."


def test_names_say_what_a_thing_is() -> None:
    for path in MODULES + TESTS:
        named = {path.stem.removeprefix("test_"), path.parent.name}
        assert not named & BANNED, f"{path} is named {named & BANNED}: name it for what is in it."


def test_use_cases_that_write_say_who_acts() -> None:
    for path in MODULES:
        for call in source.calls(path):
            if ast.unparse(call.func) == "activity.record":
                assert "by" in {keyword.arg for keyword in call.keywords}, (
                    f"{path}:{call.lineno} records nobody."
                )


def columns() -> Iterator[tuple[str, ast.Call, dict[str | None, str], bool]]:
    """Give every column of every table: where it is, how it is made, and whether a comment explains it."""
    for path in MODULES:
        if path.name != "tables.py":
            continue
        lines = path.read_text().splitlines()
        for call in source.calls(path):
            given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
            written = lines[call.lineno - 1 : call.end_lineno]
            yield f"{path}:{call.lineno}", call, given, any("  # " in line for line in written)


def test_foreign_keys_say_what_happens_and_exceptions_say_why() -> None:
    for where, call, given, explained in columns():
        if called(call) == "ForeignKey":
            assert {"null", "on_delete"} <= set(given), f"{where}: say null and on_delete."
            usual = given["null"] == "False" and given["on_delete"] == "OnDelete.restrict"
            assert usual or explained, f"{where}: say beside it why it differs."


def test_empty_columns_say_what_empty_means() -> None:
    for where, _, given, explained in columns():
        assert given.get("null") != "True" or explained, f"{where}: say what none means."


def test_nothing_is_printed_but_by_the_command_line() -> None:
    for path in MODULES:
        if path.name not in ("__main__.py", "filing.py"):
            printed = [call.lineno for call in source.calls(path) if called(call) == "print"]
            assert not printed, f"{path}:{printed} prints: log an event."


def test_logs_name_only_allowed_keys() -> None:
    from app.web.logs import ALLOWED

    for path in MODULES:
        for call in source.calls(path):
            if ast.unparse(call.func) in ("log", "log_fault"):
                keys = {keyword.arg for keyword in call.keywords}
                assert keys <= ALLOWED, f"{path}:{call.lineno} logs {keys - ALLOWED}, which is dropped."


def test_every_kind_of_activity_is_recorded_somewhere() -> None:
    text = "\n".join(path.read_text() for path in MODULES if path.name != "kinds.py")
    unused = [kind.name for kind in Kind if f"Kind.{kind.name}" not in text]
    assert not unused, f"Nothing records {unused}: take it out."


def test_every_action_has_its_column() -> None:
    assert [action.value for action in Action] == ["Create", "Modify", "View", "Delete"]


def test_permission_rules_have_the_names_of_the_source() -> None:
    assert {rule.value for rule in PermissionRule} >= RULES_OF_THE_SOURCE


def test_every_outbox_kind_has_its_effect() -> None:
    constants = {}
    used = set()
    for path in MODULES:
        for node in source.tree(path).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                constants[ast.unparse(node.targets[0])] = node.value.value
        for call in source.calls(path):
            if ast.unparse(call.func) == "outbox.add":
                used |= {ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "kind"}
    assert used
    assert {constants.get(name, name) for name in used} == set(EFFECTS)


def test_every_error_has_its_wording() -> None:
    assert set(WORDINGS) >= {400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 503}

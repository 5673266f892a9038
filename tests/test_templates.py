"""Templates as they are written: what may stand in one, and that all they name is there."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from app.accounts.pages import STAFF_PLACES
from app.panels import PANELS
from app.web.templates import FOLDER, environment
from tests import source
from tests.checks import HTMX
from tests.source import ROOT

TEMPLATES = sorted(FOLDER.rglob("*.html"))
TAG = re.compile(r"""<[a-z][\w-]*(?:[^<>"']|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(r"""([\w:-]+)(?:=(?:"([^"]*)"|'([^']*)'))?""")
FORBIDDEN = {
    r"\|\s*safe\b": "never |safe: text of people would be read as HTML",
    r"\bMarkup\b|autoescape": "escaping stays on",
    r"hx-on|\bjs:|javascript:": "no code in attributes: use a behaviour",
    r"\son[a-z]+=": "no handler in attributes: use a behaviour",
    r"<style|\sstyle=": "no inline style: use a class",
    r"<script(?![^>]*\bsrc=)": "no inline script: use a behaviour",
    r"hx-nonce:": "never hx-nonce:inherited: injected elements would fire",
    r"hx-trigger=\"[^\"]*\[": "no filter in hx-trigger: it is evaluated",
    r"\{%-?\s*(?:do|import)\b": "take macros by name: {% from … import … %}",
    r"\b(?:http:|https:)?//[a-z]": "nothing from another site",
}
OWN_STYLE = '<style>{{% include "layouts/{name}.css" %}}</style>'
BRING_THEIRS = ("mail", "taken")
"""An e-mail, and a page of an export, brings its style sheet along: none of ours reaches it."""
ICON = re.compile(
    r"""\b(?:icon|chip|draw)\((?:[^()]*\b)?name="([\w-]+)"|\bicon="([\w-]+)"|#([\w-]+)"/></svg>"""
)
PAGE_NAME = re.compile(r"[a-z_]+(?:/[a-z_]+)+")
ARITHMETIC = re.compile(r"\{\{[^}]*(?<![\w\s]\s)[\w)]\s[+*/]\s[\w(][^}]*\}\}")

"""Fragments without a page: a browser that does not ask by htmx is shown, or led to, the page around them."""


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(path: Path) -> None:
    environment.get_template(name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_nothing_forbidden(path: Path) -> None:
    text = path.read_text()
    if path.parent.name == "layouts" and path.stem in BRING_THEIRS:
        text = text.replace(OWN_STYLE.format(name=path.stem), "")
    for pattern, why in FORBIDDEN.items():
        found = re.search(pattern, text)
        assert not found, f"{name_of(path)}: {found[0]!r}: {why}."
    assert not ARITHMETIC.search(text), f"{name_of(path)} calculates: let the handler give the value."


def as_html(path: Path) -> str:
    """Give a template with its statements left out and its expressions as one word: `{{ nonce }}` as NONCE."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"\{\{\s*(.*?)\s*\}\}", lambda found: "NONCE" if found[1] == "nonce" else "VALUE", text)


def tags(path: Path) -> list[dict[str, str]]:
    """Give the attributes of every tag."""
    return [
        {name: double or single for name, double, single in ATTRIBUTE.findall(tag.partition(" ")[2])}
        for tag in TAG.findall(as_html(path))
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_what_htmx_fires_carries_the_nonce(path: Path) -> None:
    for attributes in tags(path):
        used = {name for name in attributes if name.startswith(("hx-", "data-hx-"))}
        assert used <= HTMX, f"{name_of(path)}: {used - HTMX} is not allowed."
        if used - {"hx-ignore"}:
            assert attributes.get("hx-nonce") == "NONCE", f"{name_of(path)}: give {used} an hx-nonce."
        if used & {"hx-get", "hx-post"}:
            assert {"hx-target", "hx-swap"} <= used, (
                f"{name_of(path)}: let {used} name hx-target and hx-swap."
            )


def test_every_htmx_attribute_is_seen_by_these_tests() -> None:
    for path in TEMPLATES:
        seen = sum(name.startswith("hx-") for attributes in tags(path) for name in attributes)
        written = len(re.findall(r"""[\s"'}]hx-[\w:-]+=|\shx-ignore""", path.read_text()))
        assert seen == written, f"{name_of(path)}: {written} written, {seen} seen."


def icons() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text()))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_icons_of_a_template_are_drawn(path: Path) -> None:
    used = {name for found in ICON.findall(path.read_text()) for name in found if name}
    assert used <= icons(), f"{name_of(path)} uses {used - icons()}: draw them in static/icons.svg."


def test_icons_of_panels_and_navigation_are_drawn() -> None:
    used = {panel.icon for panel in PANELS} | {place.icon for place in STAFF_PLACES}
    for path in source.modules():
        for call in source.calls(path):
            if ast.unparse(call.func).endswith("NavigationItem"):
                names = [keyword.value for keyword in call.keywords if keyword.arg == "icon"] + call.args[3:4]
                used |= {str(name.value) for name in names if isinstance(name, ast.Constant)}
    assert len(used) >= 3
    assert used <= icons(), f"{used - icons()} are not in static/icons.svg."


def test_behaviours_that_templates_name_are_written_and_the_other_way_round() -> None:
    text = "\n".join(path.read_text() for path in TEMPLATES)
    scripts = "\n".join(path.read_text() for path in (ROOT / "static" / "js" / "behaviours").glob("*.js"))
    named = {name for found in re.findall(r'data-behaviour="([\w -]+)"', text) for name in found.split()}
    assert named == set(re.findall(r"data-behaviour~=([\w-]+)", scripts))


def test_every_page_a_handler_renders_has_its_template_and_its_fragment() -> None:
    missing = []
    for path in source.modules():
        if not re.search(r"controller|web/errors", str(path)):
            continue
        for node in ast.walk(source.tree(path)):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and PAGE_NAME.fullmatch(node.value)
            ):
                folder, _, leaf = node.value.rpartition("/")
                fragment = f"{folder}/_{leaf.removeprefix('_')}.html"
                wanted = {fragment} if leaf.startswith("_") else {fragment, f"{node.value}.html"}
                missing += [name for name in wanted if not (FOLDER / name).exists()]
    assert not missing, f"There are no templates {missing}: write them, or name those that are there."


def test_every_page_begins_its_title_with_its_heading_and_includes_its_fragment() -> None:
    for path in TEMPLATES:
        fragment = path.with_name(f"_{path.name}")
        if (
            path.parent.name in ("layouts", "components")
            or path.name.startswith("_")
            or not fragment.exists()
        ):
            continue
        text = path.read_text()
        assert "{% block title %}" in text, f"{name_of(path)} has no title."
        assert f'{{% include "{name_of(fragment)}" %}}' in text, (
            f"{name_of(path)} does not include its fragment."
        )


def test_every_text_can_be_translated() -> None:
    """Words stand inside _() or trans: nothing an English speaker reads is written straight into the page."""
    allowed = {"English", "Español", "988", "988lifeline.org", "99+"}
    for path in TEMPLATES:
        text = re.sub(r"\{%-? *trans.*?endtrans *-?%\}", "", path.read_text(), flags=re.DOTALL)
        text = re.sub(r"\{% block \w+_class %\}.*?\{%", "{%", text)
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
        text = re.sub(
            r"""<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[\w-]+="[^"]*\"""", "\n", text, flags=re.DOTALL
        )
        words = {line.strip() for line in text.splitlines() if re.search(r"[A-Za-z]{2}", line)} - allowed
        assert not words, f"{name_of(path)} says {words} in English only: put it inside _()."


def test_every_static_file_a_template_names_is_there() -> None:
    from app.web.assets import ASSETS

    for path in TEMPLATES:
        for name in re.findall(r"""asset\(['"]([^'"]+)['"]\)""", path.read_text()):
            assert name in ASSETS, f"{name_of(path)} names {name}: there is no such file."


def tree(path: Path) -> nodes.Template:
    return environment.parse(path.read_text())


def macros(path: Path) -> dict[str, nodes.Macro]:
    """Give the macros that a template defines."""
    return {macro.name: macro for macro in tree(path).find_all(nodes.Macro)}


def macros_known_to(path: Path) -> dict[str, nodes.Macro]:
    """Give the macros that a template may call, by the names it calls them."""
    known = macros(path)
    for taken in tree(path).find_all(nodes.FromImport):
        assert isinstance(taken.template, nodes.Const)
        offered = macros(FOLDER / taken.template.value)
        for name in taken.names:
            original, called = name if isinstance(name, tuple) else (name, name)
            assert original in offered, (
                f"{name_of(path)} takes {original}, which {taken.template.value} has not."
            )
            known[called] = offered[original]
    return known


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_macros_are_called_with_named_arguments_that_they_have(path: Path) -> None:
    known = macros_known_to(path)
    for call in tree(path).find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name not in known:
            continue
        where, macro = f"{name_of(path)}:{call.lineno} {call.node.name}()", known[call.node.name]
        given = {keyword.key for keyword in call.kwargs}
        names = [argument.name for argument in macro.args]
        needed = set(names[: len(names) - len(macro.defaults)])
        assert not call.args, f"{where}: name its arguments."
        assert given <= set(names), f"{where} has no {given - set(names)}."
        assert needed <= given, f"{where} needs {needed - given}."


def test_every_macro_that_is_taken_is_called() -> None:
    for path in TEMPLATES:
        called = {
            call.node.name for call in tree(path).find_all(nodes.Call) if isinstance(call.node, nodes.Name)
        }
        for taken in tree(path).find_all(nodes.FromImport):
            names = {name[1] if isinstance(name, tuple) else name for name in taken.names}
            assert names <= called, f"{name_of(path)} takes {names - called} and does not call it."

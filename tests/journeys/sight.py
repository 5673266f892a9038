"""What only the eye, or what reads in its place, would find wrong with a page as it stands."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
OPTIONS = {"resultTypes": ["violations"], "preload": False}
EVERYTHING = OPTIONS | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}
"""All that can differ between light and dark."""

FIND_FAULTS = """async rules => (await axe.run(document, rules)).violations.map(
  fault => `${fault.id}: ${fault.help}: ${fault.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`)"""

FIND_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > width);
  return ['It scrolls sideways: ' + wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120)).join(' | ')];
}"""

LOOK = r"""() => [
  document.documentElement.outerHTML
    .replace(/>[^<]+</g, '>words<')
    .replace(/ (value|datetime|hx-headers:inherited|hx-nonce)="[^"]*"/g, '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id'),
  `${innerWidth} ${matchMedia('print').matches}`,
  `${matchMedia('(prefers-color-scheme: dark)').matches}`,
]"""
"""All that the rules look at: elements and attributes without words and ids of rows; the surface; the colours."""

_clear: set[tuple[str, ...]] = set()
"""The looks in which axe found no fault; a page that looks the same is not asked about again."""


def faults(page: Page) -> list[str]:
    """Give a sentence for each fault of a page: it scrolls sideways, or axe finds it hard to use."""
    found: list[str] = page.evaluate(FIND_TOO_WIDE)
    shape, surface, colours = page.evaluate(LOOK)
    if (shape, surface, colours) not in _clear:
        found += _axe(page, COLOURS if (shape, surface) in _clear else EVERYTHING)
    if not found:
        _clear.update({(shape, surface), (shape, surface, colours)})
    return found


def _axe(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FIND_FAULTS, rules)
    return found

"""What only the eye, or what reads in its place, would find wrong with a page as it stands."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
OPTIONS = {"resultTypes": ["violations"], "preload": False, "selectors": False}
EVERYTHING = OPTIONS | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = ("color-contrast", "link-in-text-block")
COLOURS = OPTIONS | {"runOnly": OF_COLOURS}
ALL_BUT_COLOURS = EVERYTHING | {"rules": {rule: {"enabled": False} for rule in OF_COLOURS}}

FIND_FAULTS = """async rules => (await axe.run(document, rules)).violations.map(
  fault => `${fault.id}: ${fault.help}: ${fault.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`)"""

FIND_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > width);
  return ['It scrolls sideways: ' + wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120)).join(' | ')];
}"""

LOOK = r"""() => {
  const shape = document.documentElement.outerHTML
    .replace(/>[^<]+</g, '>words<')
    .replace(/ (value|datetime|hx-headers:inherited|hx-nonce)="[^"]*"/g, '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
  const seen = `color background-color background-image opacity filter mix-blend-mode text-shadow text-decoration
    font-weight border-bottom outline display visibility position`.split(/\s+/);
  const worn = new Set();
  const wear = (element, around) => {
    if (!element.checkVisibility()) return;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const written = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const own = around + [
      element.localName, element.matches(':disabled, [aria-disabled=true]'), written, size >= 24, size >= 18.5,
      ...seen.map(name => style.getPropertyValue(name)),
    ];
    let one = 0xdeadbeef, two = 0x41c6ce57;
    for (let at = 0; at < own.length; at++) {
      one = Math.imul(one ^ own.charCodeAt(at), 2654435761);
      two = Math.imul(two ^ own.charCodeAt(at), 1597334677);
    }
    const name = `${one} ${two}`;
    worn.add(name);
    for (const child of element.children) wear(child, name);
  };
  wear(document.body, '');
  return [`${innerWidth} ${matchMedia('print').matches} ${shape}`, [...worn]];
}"""
"""All that the rules look at: elements and attributes without words and ids of rows, and how wide they stand. Then, for
the rules of colours, hashes of what each element that is seen wears, inside what those around it wear: in another
language, at another width and on another page most wear what others wore before them."""

_clear: set[str] = set()
"""The looks in which axe found no fault: what looks the same is not asked about again."""


def faults(page: Page) -> list[str]:
    """Give a sentence for each fault of a page: it scrolls sideways, or axe finds it hard to use."""
    found: list[str] = page.evaluate(FIND_TOO_WIDE)
    shape, worn = page.evaluate(LOOK)
    is_known, is_worn = shape in _clear, _clear.issuperset(worn)
    if not (is_known and is_worn):
        found += _axe(page, COLOURS if is_known else ALL_BUT_COLOURS if is_worn else EVERYTHING)
    if not found:
        _clear.update([shape, *worn])
    return found


def _axe(page: Page, rules: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FIND_FAULTS, rules)
    return found

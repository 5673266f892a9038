"""A page of ours made into one that can only be looked at: its links lead on within a place, nothing can be sent."""

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

ADDRESSES = frozenset({"href", "src", "action", "formaction"})
CONTROLS = frozenset({"input", "select", "textarea", "button", "fieldset"})
DROPPED = frozenset({"nonce", "autofocus", "data-behaviour"})
PUBLIC = ("/static/", "/logo/", "/look/")
"""Where anybody has what a page is drawn with: these addresses stay as they are."""
TOKEN, FOR_SCRIPTS = "_csrf", "htmx-config"  # the names of a field, and of what the head tells htmx

Attributes = list[tuple[str, str | None]]


def as_picture(page: str, *, leads: Callable[[str], str | None], banner: str, sheet: str) -> str:
    """Give a page without scripts, with `banner` on top and every form that changes something switched off.

    `sheet` is the address of the banner's style sheet.
    `leads` says where an address of ours leads instead; None: nowhere. Those of `PUBLIC` stay.
    """
    drawing = _Drawing(leads, banner, sheet)
    drawing.feed(page)
    drawing.close()
    return "".join(drawing.parts)


class _Drawing(HTMLParser):
    def __init__(self, leads: Callable[[str], str | None], banner: str, sheet: str) -> None:
        super().__init__(convert_charrefs=False)
        self.leads, self.banner, self.sheet = leads, banner, sheet
        self.parts: list[str] = []
        self.changes = False
        """Whether what is read stands in a form that changes something."""
        self.in_script = False
        self.is_due = False
        """Whether the banner is yet to come: it stands behind the first link, which skips to the main part."""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._open(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self._open(tag, attrs)

    def _open(self, tag: str, attrs: Attributes) -> None:
        if tag == "script":
            self.in_script = True
            return
        given = dict(attrs)
        if tag == "form":
            self.changes = (given.get("method") or "get").lower() != "get"
        if given.get("name") in (TOKEN, FOR_SCRIPTS):
            return
        self.parts.append(self._drawn(tag, attrs, given))
        if tag == "body":
            self.is_due = True

    def _drawn(self, tag: str, attrs: Attributes, given: dict[str, str | None]) -> str:
        kept = [self._led(name, value) for name, value in attrs if not _acts(name)]
        shown = [each for each in kept if each is not None]
        if tag in CONTROLS and self._is_off(given):
            shown.append(("disabled", None))
        raw = self.get_starttag_text() or ""
        if shown == attrs:
            return raw
        words = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in shown
        )
        return f"<{tag}{words}{' /' if raw.endswith('/>') else ''}>"

    def _is_off(self, given: dict[str, str | None]) -> bool:
        return "disabled" not in given and (self.changes or "form" in given)

    def _led(self, name: str, value: str | None) -> tuple[str, str | None] | None:
        """Give an attribute as it is kept: an address leads on within the place, or is left out."""
        ours = value is not None and value.startswith("/") and not value.startswith(("//", *PUBLIC))
        if name not in ADDRESSES or not ours:
            return name, value
        place = self.leads(value or "")
        return None if place is None else (name, place)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.in_script = False
            return
        if tag == "form":
            self.changes = False
        if tag == "head":
            self.parts.append(f'<link rel="stylesheet" href="{escape(self.sheet)}">')
        self.parts.append(f"</{tag}>")
        if tag == "a" and self.is_due:
            self.parts.append(self.banner)
            self.is_due = False

    def handle_data(self, data: str) -> None:
        if not self.in_script:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Leave comments out."""

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")


def _acts(name: str) -> bool:
    """Whether an attribute is for scripts, or would do something by itself."""
    return name.startswith(("hx-", "on")) or name in DROPPED

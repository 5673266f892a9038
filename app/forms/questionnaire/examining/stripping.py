"""What of the looks of a form's texts is left out when they are shown, told to who brings it in."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape

from app.forms.questionnaire.definition.extensions import Json, named, objects, text, value_of, values_of
from app.forms.questionnaire.definition.rich_text import (
    LEADING,
    LONGEST,
    LONGEST_MARKDOWN,
    LOOKS,
    is_bearable,
    said_shortly,
)
from app.web.language import Phrase, _l

MOST_PLACES = 3

SCRIPTS = _l("At %(places)s: scripts and frames in the text are left out.")
PICTURES = _l("At %(places)s: pictures that the form does not bring along are left out.")
LINKS = _l("At %(places)s: links are left out that are not to a secure page, an e-mail address or a phone.")
STYLES = _l("At %(places)s: colors, sizes and other looks of the text are left out.")
TOO_LONG = _l("At %(places)s: the text has too much formatting. Its plain words are shown.")
PLACE = _l("“%(question)s”")
KINDS = (SCRIPTS, PICTURES, LINKS, STYLES, TOO_LONG)

TAG = re.compile(r"<([a-z]+)\b([^<>]*)", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""\b(href|src|style|on[a-z]+)\s*=\s*["']?\s*([^\s"'>]{0,40})""", re.IGNORECASE)
MARKDOWN_LINK = re.compile(r"(!?)\[[^\[\]]*\]\(\s*<?([^\s()<>]{1,40})")
KEPT_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,")
RUNNING = {"script", "iframe", "frame", "object", "embed", "applet"}
DECLARATION = re.compile(r"[^;]*:[^;]*")


def stripped(definition: Json, places: list[tuple[str, Json]]) -> Iterator[str]:
    """Tell once of each kind of thing that is left out, and at which of the named `places` it stands."""
    contained = {f"#{text(one.get('id'))}" for one in objects(definition.get("contained"))}
    found: dict[Phrase, dict[str, None]] = defaultdict(dict)
    for name, holder in places:
        for kind in _kinds_at(holder, contained):
            found[kind][name] = None
    for kind in KINDS:
        names = list(found[kind])
        if names:
            shown = names[:MOST_PLACES] + (["…"] if len(names) > MOST_PLACES else [])
            named_shortly = ", ".join(str(PLACE) % {"question": said_shortly(one)} for one in shown)
            yield str(kind) % {"places": named_shortly}


def _kinds_at(holder: Json, contained: set[str]) -> Iterator[Phrase]:
    link, media = (
        value_of(holder, name) for name in ("questionnaire-supportLink", "sdc-questionnaire-itemMedia")
    )
    if text(link) and not text(link).startswith("https://"):
        yield LINKS
    if isinstance(media, dict) and text(media.get("url")):
        yield PICTURES
    for twin in _twins(holder):
        for style in values_of(twin, "rendering-style"):
            if _has_other_looks(text(style)):
                yield STYLES
        for name, longest in (("rendering-xhtml", LONGEST), ("rendering-markdown", LONGEST_MARKDOWN)):
            rich = text(value_of(twin, name))
            if is_bearable(rich, longest):
                yield from _kinds_in(rich, contained, is_markdown=name == "rendering-markdown")
            else:
                yield TOO_LONG


def _twins(holder: Json) -> Iterator[Json]:
    """Give what is said of the texts of an item, and of its answers and rules, but not of the items in it."""
    waiting = [holder]
    while waiting:
        one = waiting.pop()
        if any(named(one, "rendering-style", "rendering-xhtml", "rendering-markdown")):
            yield one
        for key, value in one.items():
            if key not in ("item", "contained"):
                waiting += objects(value if isinstance(value, list) else [value])


def _kinds_in(rich: str, contained: set[str], *, is_markdown: bool) -> Iterator[Phrase]:
    for tag, attributes in TAG.findall(rich):
        if tag.lower() in RUNNING:
            yield SCRIPTS
        elif tag.lower() == "style":
            yield STYLES
        else:
            yield from _kinds_of(attributes, contained)
    for sign, address in MARKDOWN_LINK.findall(rich) if is_markdown else ():
        if sign and not _is_kept_picture(address, contained):
            yield PICTURES
        elif not sign and not address.startswith(LEADING):
            yield LINKS


def _kinds_of(attributes: str, contained: set[str]) -> Iterator[Phrase]:
    for name, value in ATTRIBUTE.findall(attributes):
        address = unescape(value)
        if name.lower().startswith("on"):
            yield SCRIPTS
        elif name.lower() == "style":
            yield STYLES
        elif name.lower() == "src" and not _is_kept_picture(address, contained):
            yield PICTURES
        elif name.lower() == "href" and not address.startswith(LEADING):
            yield LINKS


def _is_kept_picture(address: str, contained: set[str]) -> bool:
    return address in contained or KEPT_PICTURE.match(address) is not None


def _has_other_looks(style: str) -> bool:
    return any(
        not any(pattern.search(one) for _, pattern in LOOKS) for one in DECLARATION.findall(style[:500])
    )

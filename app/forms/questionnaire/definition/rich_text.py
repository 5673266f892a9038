"""The words of forms: in the reader's language, and with what little of their looks is harmless."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from app.forms.questionnaire.definition.extensions import Json, named, text, value_of

LONGEST, LONGEST_MARKDOWN, MOST_TAGS = 500_000, 20_000, 2_000
"""Of one text; tags and Markdown that are nested without end take their time. Beyond, its plain words are shown."""
TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "hr",
        "i",
        "li",
        "ol",
        "p",
    ),
    *(
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "img",
    ),
}
REMOVED_WHOLE = {
    "script",
    "style",
    "title",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "noscript",
    "textarea",
}
ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
LEADING = ("https://", "mailto:", "tel:")
"""How the addresses of links begin that are kept."""
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
NO_PICTURE = re.compile(r"<img(?![^>]* src=)[^>]*>")
LINK = re.compile(r"<a [^>]*>|</a>")
"""Within attributes the cleaned text has no < and no >."""
UNTOLD = re.compile(r"<img(?![^>]* alt=)")
UNSHOWN = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")
NUMBER = re.compile(r"[0-9]{1,4}")
LOOKS = (
    ("strong", re.compile(r"(?i)font-weight\s*:\s*(?:bold|bolder|[6-9]00)")),
    ("em", re.compile(r"(?i)font-style\s*:\s*(?:italic|oblique)")),
    ("u", re.compile(r"(?i)text-decoration(?:-line)?\s*:\s*underline")),
)
"""What is kept of rendering-style: colours and sizes of others would break dark pages and large print."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a form, with what it is in other languages and how it is to look."""

    words: str = ""
    language: str = ""
    translations: tuple[tuple[str, str], ...] = ()
    xhtml: str = ""
    markdown: str = ""
    style: str = ""
    pictures: tuple[tuple[str, str], ...] = ()
    """Contained pictures by what the XHTML calls them: "#logo" and its data: address."""

    def __bool__(self) -> bool:
        return bool(self.words or self.xhtml or self.markdown)

    def said_in(self, language: str) -> str:
        """Give the plain words, in `language` if they are translated."""
        return self.translated_to(language) or self.words or plain(self.marked_up(language))

    def marked_up(self, language: str) -> Markup:
        return _markup(self, language)

    def translated_to(self, language: str) -> str:
        """Give the translation into `language`; "" where there is none, or the text is in it."""
        if self.language[:2].lower() == language[:2]:
            return ""
        matching = (words for name, words in self.translations if name[:2].lower() == language[:2])
        return next(matching, "")

    def has(self, language: str) -> bool:
        """Whether these words are said in `language`."""
        return self.language[:2].lower() == language[:2] or bool(self.translated_to(language))


NO_WORDS = Wording()


def wording(
    holder: Any, key: str, *, language: str = "", pictures: tuple[tuple[str, str], ...] = ()
) -> Wording:
    """Read the text `key` of an object with what its twin `_key` says of it."""
    words = text(holder.get(key)) if isinstance(holder, dict) else ""
    more = holder.get(f"_{key}") if isinstance(holder, dict) else None
    if not isinstance(more, dict):
        return Wording(words=words, language=language) if words else NO_WORDS
    return Wording(
        words=words,
        language=language,
        translations=tuple(
            pair for extension in named(more, "translation") if (pair := _translated(extension))
        ),
        xhtml=_bearable(text(value_of(more, "rendering-xhtml")), LONGEST),
        markdown=_bearable(text(value_of(more, "rendering-markdown")), LONGEST_MARKDOWN),
        style=text(value_of(more, "rendering-style"))[:500],
        pictures=pictures,
    )


def _bearable(rich: str, longest: int) -> str:
    return rich if is_bearable(rich, longest) else ""


def is_bearable(rich: str, longest: int) -> bool:
    return len(rich) <= longest and rich.count("<") <= MOST_TAGS


def _translated(extension: Json) -> tuple[str, str] | None:
    language, content = text(value_of(extension, "lang")), text(value_of(extension, "content"))
    return (language, content) if language and content else None


@lru_cache(maxsize=8192)
def _markup(words: Wording, language: str) -> Markup:
    translated = words.translated_to(language)
    if translated:
        return _styled(_lines(translated), words.style)
    if words.xhtml or words.markdown:
        html = words.xhtml or _html_of_markdown(words.markdown)
        clean = _told(_cleaned(html, pictures=dict(words.pictures)), words.words)
        if plain(clean) or "<img" in clean:
            return clean
    return _styled(_lines(words.words), words.style)


def _lines(words: str) -> Markup:
    return Markup("<br>").join(words.split("\n"))


def _styled(markup: Markup, style: str) -> Markup:
    for tag, pattern in LOOKS:
        if style and markup and pattern.search(style):
            markup = Markup(f"<{tag}>{markup}</{tag}>")  # noqa: S704 - both are escaped already
    return markup


def _html_of_markdown(markdown: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable("table").render(markdown))


def _cleaned(html: str, *, pictures: Mapping[str, str]) -> Markup:
    import nh3

    def kept(tag: str, attribute: str, value: str) -> str | None:
        return _kept_attribute(attribute, pictures.get(value, value) if attribute == "src" else value)

    clean = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=REMOVED_WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=kept,
        url_schemes={"https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(_without_dead_links(NO_PICTURE.sub("", clean.strip())))  # noqa: S704 - cleaned of all but a few tags


def _without_dead_links(html: str) -> str:
    """Leave the words of links that lead nowhere, without the link."""
    leads: list[bool] = []

    def kept(tag: re.Match[str]) -> str:
        if tag[0] == "</a>":
            is_kept = leads.pop() if leads else False
        else:
            is_kept = " href=" in tag[0]
            leads.append(is_kept)
        return tag[0] if is_kept else ""

    return LINK.sub(kept, html)


def _kept_attribute(attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if PICTURE.fullmatch(value) else None
    if attribute == "href":
        return value if value.startswith(LEADING) else None
    if attribute in ("width", "height", "colspan", "rowspan"):
        return value if NUMBER.fullmatch(value) else None
    return value


def _told(markup: Markup, words: str) -> Markup:
    """Have a picture without words be read out as `words` where it stands alone, and passed over beside others."""
    told = "" if plain(markup) else escape(words)
    return Markup(UNTOLD.sub(f'<img alt="{told}"', markup))  # noqa: S704 - cleaned; the words are escaped


def plain(markup: Markup) -> str:
    """Give the words of a cleaned text, without its tags."""
    return str(markup.striptags()).strip() if markup else ""


def said_shortly(words: str) -> str:
    """Put words on one line, and cut them where they go on for long."""
    one_line = " ".join(UNSHOWN.sub("\ufffd", words).split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"

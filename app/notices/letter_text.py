"""The plain words of a letter, taken from its HTML."""

from html.parser import HTMLParser

BLOCKS = frozenset({"p", "td", "h1", "h2", "li", "table"})
UNSEEN = frozenset({"head", "style", "title"})


def as_text(html: str) -> str:
    """Give what a letter says: paragraphs parted by blank lines, an address on a line of its own after its words."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    lines = [" ".join(line.split()) for line in "".join(reading.pieces).split("\n")]
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def title_of(html: str) -> str:
    """Give the title of a letter, which is its subject."""
    reading = _Reading()
    reading.feed(html)
    return " ".join("".join(reading.title).split())


class _Reading(HTMLParser):
    """Collects the words of a letter, and a line's end for each end of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.title: list[str] = []
        self.within: list[str] = []
        self.link = ""
        self.words_of_link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.within.append(tag)
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "a":
            self.link, self.words_of_link = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN and tag in self.within:
            self.within.remove(tag)
        elif tag in BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if "title" in self.within:
            self.title.append(data)
        elif not self.within:
            self.pieces.append(" ".join(f"|{data}|".split()).strip("|"))
            self.words_of_link += data

    def _end_link(self) -> None:
        """Let the address follow its words, unless they are the address."""
        if self.link and self.words_of_link.strip() not in self.link:
            self.pieces.append(f":\n{self.link}\n")
        self.link = ""

"""A first visit: the page and every file it names, each once, as they travel."""

import re

from bs4 import BeautifulSoup

from bench.load import Answer, Asked, ask, unpacked

NAMED = "link[rel=stylesheet][href], link[rel=icon][href], link[rel=manifest][href], script[src], img[src], use[href]"
IN_STYLES = re.compile(r"url\(\"?(/[^)\"#]+)")


async def cold_visit(asked: Asked, page: Answer) -> tuple[int, int]:
    """Give the requests and bytes of a browser that keeps nothing yet."""
    document = BeautifulSoup(unpacked(page), "html.parser")
    waiting = [str(element.get("href") or element.get("src")) for element in document.select(NAMED)]
    seen, size = set[str](), len(page.body)
    while waiting:
        path = waiting.pop().partition("#")[0]
        if not path.startswith("/") or path in seen:
            continue
        seen.add(path)
        answer = await ask(Asked(asked.port, path))
        assert answer.status == 200, f"{path} answered {answer.status}"
        size += len(answer.body)
        if path.endswith(".css"):
            waiting += IN_STYLES.findall(unpacked(answer))
    return 1 + len(seen), size

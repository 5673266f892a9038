"""What a browser is called, from what it says of itself. Made up as that may be, its owner knows it again."""

from app.web.language import gettext

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
"""In this order: most browsers also name those they descend from, and Android names Linux."""


def browser_in_words(said: str) -> str:
    """Give what a browser is called in a list, whatever it says."""
    return known_browser(said) or gettext("A browser we do not know")


def known_browser(said: str) -> str:
    """Give "Chrome on Android" for a User-Agent; less where it says less, nothing where it says nothing we know."""
    browser = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system

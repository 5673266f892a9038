"""The practice's acronym, which begins the web address a practice is given."""

import re
import unicodedata

SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "for", "in", "of", "on", "the", "de", "del", "el", "la", "y"}
)
LONGEST = 20


def acronym_of(practice: str) -> str:
    """Make an acronym from the name of a practice: "sc" from "Sunrise Counseling", "oak" from "The Oak"."""
    plain = unicodedata.normalize("NFKD", practice).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")) if word not in SMALL_WORDS]
    letters = words[0] if len(words) == 1 else "".join(word[0] for word in words)
    return letters[:LONGEST]

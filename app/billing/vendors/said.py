"""What a vendor says, as it may be kept: anything else is a ValueError, whoever signed it. Pure."""

LONGEST_ID, LONGEST_KIND, LONGEST_WORD = 255, 80, 60
MOST_CENTS = 2**31 - 1
"""The most that a column of cents holds, either way."""


def said_id(given: object) -> str:
    """Read an id of the vendor's; "" where it is one of nothing."""
    if not isinstance(given, str) or not given.isprintable() or len(given) > LONGEST_ID:
        raise ValueError("no id of a vendor")
    return given


def said_word(given: object, most: int = LONGEST_WORD) -> str:
    """Read a word of the vendor's as it may be kept and shown."""
    return "".join(letter for letter in str(given) if letter.isprintable())[:most]


def said_cents(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or abs(given) > MOST_CENTS:
        raise ValueError("no amount of a vendor")
    return given

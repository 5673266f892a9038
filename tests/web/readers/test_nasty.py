"""Whatever is typed into whichever field, it gives a value or a sentence (attack row A38)."""

import json
from urllib.parse import quote

import pytest

from app.web.language import Language, speaking
from tests.reading import EVERY_READER, check_outcomes

NASTY = {
    "nothing": "",
    "a space": " ",
    "NUL": "\x00",
    "NUL within": "a\x00b",
    "lone surrogate": "\ud800",
    "surrogates the wrong way round": "\udc00\ud800",
    "not a character": "\uffff\ufffe",
    "the last code point": "\U0010ffff",
    "private use": "\ue000",
    "right to left override": "\u202egnp.exe",
    "isolates": "\u2066a\u2069",
    "byte order mark": "\ufeff1",
    "flood of marks": "Z" + "\u0316\u0301" * 300,
    "one mark alone": "\u0301",
    "family emoji": "👨‍👩‍👧‍👦" * 100,
    "flags": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "joiners": "\u200d\u200c" * 20,
    "Hangul fillers": "\u3164\u115f",
    "Arabic digits": "٣١٢٥٥٥٠١٠٧",
    "wide digits": "３１２５５５０１０７",
    "superscript": "²³¹",
    "roman numeral": "Ⅳ",
    "fraction": "½",
    "ligature that grows": "ﷺ" * 50,
    "dotless": "İı",
    "sharp s": "ß" * 100,
    "beyond 32 bits": str(2**31),
    "beyond 64 bits": str(2**63),
    "400 nines": "9" * 400,
    "5,000 nines": "9" * 5000,
    "exponent": "1e999",
    "not a number": "NaN",
    "infinity": "-Infinity",
    "hexadecimal": "0x1F",
    "negative": "-1",
    "minus nothing": "-0",
    "plus": "+",
    "pluses": "+" * 250,
    "only ext": ";ext=12",
    "extension of letters": "312 555 0107;ext=abc",
    "context of RFC 3966": "tel:555-0107;phone-context=+1312",
    "isdn": "312 555 0107;isub=1",
    "star codes": "*67 312 555 0107",
    "leap day of no leap year": "2023-02-29",
    "day without end": "10000-01-01",
    "week": "2026-W10-1",
    "quoted local part": '"a b"@example.org',
    "mail header": "a@example.org\r\nBcc: b@example.org",
    "routing mail": "@a.org:b@c.org",
    "address literal": "a@[127.0.0.1]",
    "quote": "Robert'); DROP TABLE client;--",
    "template": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "percent": "%s %(most)s %n %d {0} {missing}",
    "markup": "<script>alert(1)</script><svg onload=alert(1)>",
    "formula": "=cmd|'/c calc'!A1",
    "backslashes": "\\" * 99 + "\\u0000",
    "path": "../../../../etc/passwd",
    "JSON": json.dumps({"a": [1, None]}),
    "encoded": quote("\x00\n"),
    "line breaks": "a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i",
    "spaces of all kinds": "\u00a0\u1680\u2000\u2003\u202f\u205f\u3000",
    "prototype": "__proto__",
    "true": "true",
    "100,000 letters": "a" * 100_000,
    "100,000 marks": "a" + "\u0301" * 100_000,
    "100,000 hyphens": "-" * 100_000,
    "100,000 spaces": " " * 100_000 + "a",
    "many dots": "a@" + "a." * 120 + "org",
}


@pytest.mark.parametrize("what", NASTY)
@pytest.mark.parametrize("reader", EVERY_READER)
def test_a38_a_field_takes_or_refuses_with_a_sentence(reader: str, what: str) -> None:
    check_outcomes(EVERY_READER[reader](), NASTY[what])


@pytest.mark.parametrize("reader", EVERY_READER)
def test_it_does_so_in_spanish(reader: str) -> None:
    made = EVERY_READER[reader]()
    with speaking(Language.SPANISH):
        for typed in NASTY.values():
            check_outcomes(made, typed)

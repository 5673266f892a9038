"""Whatever colour a practice chooses, its pages stay readable, by day and by night."""

from itertools import product

import pytest

from app.practice.look import DAY, NIGHT, ON_BRAND, ON_NIGHT, contrast, look_of

ENOUGH = 4.5
"""WCAG 2.2, 1.4.3: of words on what lies behind them."""
PARTS = ("00", "40", "80", "c0", "ff")
COLOURS = ["#" + "".join(parts) for parts in product(PARTS, repeat=3)]


def test_every_pair_that_stands_on_one_another_can_be_read() -> None:
    for colour in COLOURS:
        look = look_of(colour)
        for tones, behind in ((look.day, DAY), (look.night, NIGHT)):
            for words in (tones.brand, tones.strong):
                for ground in (*behind, tones.soft, tones.on_brand):
                    assert contrast(words, ground) >= ENOUGH, f"{colour}: {words} on {ground}"
            assert contrast(ON_NIGHT, tones.night) >= 7, f"{colour}: {tones.night}"
        assert look.day.on_brand == ON_BRAND


@pytest.mark.parametrize("colour", ["#0f5654", "#123a7a", "#7a1240"])
def test_a_colour_that_can_be_read_as_it_is_stays_as_it_is(colour: str) -> None:
    assert look_of(colour).day.brand == colour


def test_a_sheet_holds_nothing_but_tokens_and_its_address_names_its_content() -> None:
    look = look_of("#b0267a")
    assert look.sheet.startswith(":root{--brand:#b0267a;--brand-strong:#")
    assert set(look.sheet) <= set(":root{}-,;#@() abcdefghijklmnopqrstuvwxyz0123456789")
    assert look.path == f"/look/{look.digest}/b0267a.css"
    assert look_of("#b0267b").digest != look.digest

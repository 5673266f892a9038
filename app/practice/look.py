"""The colours of pages, made from the one colour a practice chose.

Hue and strength are the practice's; how light a tone is, is chosen so that all words stay readable: each pair of
colours that stand on one another has a contrast of at least LEAST (WCAG 2.2, 1.4.3 asks 4.5), by day and by night.
Lightness is that of OKLCH (CSS Color 4), in which equal steps look equal whatever the hue.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, hypot, sin

Colour = tuple[float, float, float]
"""Red, green and blue of sRGB, each from 0 to 1."""

LEAST = 5.0
STEP = 0.005
DAY = ("#fffdfa", "#fbf6ee", "#f4eee3")
NIGHT = ("#192224", "#101819", "#222e2f")
"""What pages are made of, surface, paper and sunken: the tokens of tokens.css as sRGB."""
ON_BRAND, ON_NIGHT = "#fdfcf9", "#f0ece4"


@dataclass(frozen=True, slots=True)
class Tones:
    """The tones of one colour for one time of day, each as "#rrggbb"."""

    brand: str
    strong: str
    soft: str
    on_brand: str
    night: str


@dataclass(frozen=True, slots=True)
class Look:
    """A style sheet that gives pages a colour, and the address that names its content."""

    colour: str
    day: Tones
    night: Tones
    sheet: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.sheet.encode()).hexdigest()[:12]

    @property
    def path(self) -> str:
        return f"/look/{self.digest}/{self.colour.removeprefix('#')}.css"


@lru_cache(maxsize=64)
def look_of(colour: str) -> Look:
    """Make the look of a colour, "#rrggbb"."""
    light, chroma, hue = _to_oklch(_parsed(colour))
    day = _of_day(light, chroma, hue)
    night = _of_night(light, chroma, hue)
    return Look(colour, day, night, _sheet(day, night))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(_parsed(one)), _luminance(_parsed(other))))
    return (lighter + 0.05) / (darker + 0.05)


def _of_day(light: float, chroma: float, hue: float) -> Tones:
    soft = _tone(0.945, min(chroma, 0.022), hue)
    on = (*DAY, soft, ON_BRAND)
    at = min(light, 0.55)
    while min(contrast(_tone(at, chroma, hue), each) for each in on) < LEAST:
        at -= STEP
    brand, strong = _tone(at, chroma, hue), _tone(at - 0.08, chroma, hue)
    return Tones(brand, strong, soft, ON_BRAND, _tone(0.31, min(chroma, 0.05), hue))


def _of_night(light: float, chroma: float, hue: float) -> Tones:
    paler = min(chroma, 0.1)
    soft, on_brand = _tone(0.33, min(chroma, 0.045), hue), _tone(0.21, min(chroma, 0.03), hue)
    on = (*NIGHT, soft, on_brand)
    at = min(max(light, 0.78), 0.9)
    while min(contrast(_tone(at, paler, hue), each) for each in on) < LEAST:
        at += STEP
    brand, strong = _tone(at, paler, hue), _tone(min(at + 0.07, 0.96), paler, hue)
    return Tones(brand, strong, soft, on_brand, _tone(0.29, min(chroma, 0.045), hue))


def _sheet(day: Tones, night: Tones) -> str:
    """Write the tokens: for browsers that know no light-dark() first, then by day and by night."""
    names = ("brand", "strong", "soft", "on_brand", "night")
    tokens = ("--brand", "--brand-strong", "--brand-soft", "--on-brand", "--night")
    pairs = [
        (token, getattr(day, name), getattr(night, name)) for token, name in zip(tokens, names, strict=True)
    ]
    plain = "".join(f"{token}:{by_day};" for token, by_day, _ in pairs)
    both = "".join(f"{token}:light-dark({by_day},{by_night});" for token, by_day, by_night in pairs)
    return f":root{{{plain}}}@supports (color:light-dark(red,red)){{:root{{{both}}}}}"


def _parsed(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _curved(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _to_oklch(colour: Colour) -> tuple[float, float, float]:
    """Give lightness (0 to 1), chroma and hue (in radians) of a colour, by the matrices of CSS Color 4, section 18."""
    red, green, blue = map(_linear, colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, hypot(a, b), atan2(b, a)


def _tone(light: float, chroma: float, hue: float) -> str:
    """Give a tone as "#rrggbb"; one that no screen shows is made less strong until one does."""
    while True:
        colour = _from_oklch(light, chroma, hue)
        if chroma <= 0 or all(-0.0005 <= part <= 1.0005 for part in colour):
            red, green, blue = (min(max(part, 0.0), 1.0) for part in colour)
            return _written((red, green, blue))
        chroma -= 0.002


def _from_oklch(light: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return tuple(_curved(max(part, -0.002)) for part in (red, green, blue))  # type: ignore[return-value]  # of three

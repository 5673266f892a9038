"""QR codes as one SVG path, which a template draws."""

from dataclasses import dataclass

import segno

BORDER = 4
"""Light modules around the code, without which phones do not find it."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """`path` draws the dark modules in a square of `size` by `size`."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Draw a text as a QR code that may be a little soiled."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    dark = (
        f"M{x + BORDER} {y + BORDER}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
    return QrCode(len(rows) + 2 * BORDER, "".join(dark))

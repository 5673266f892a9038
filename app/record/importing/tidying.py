"""Texts of a resource before anything is read of it: without what nobody can see, and without Social Security numbers."""

import base64
import binascii
import re
from typing import Any

from app.web.readers.numbers import masked_ssn
from app.web.text import visible

SSN = re.compile(
    r"(?<![0-9])(?<![0-9][-‐‑–])(?!000|666|9)[0-9]{3}([-‐‑–])(?!00)[0-9]{2}\1(?!0000)([0-9]{4})(?![0-9]|[-‐‑–][0-9])"
)
"""As it stands in a text: with hyphens, in an area, group and serial that are given to people."""
AS_WRITTEN = frozenset({"id", "reference"})
"""Fields by which resources know one another."""


def tidied(resource: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Give a resource with tidy texts, and whether a Social Security number stood in one."""
    tidying = _Tidying()
    return tidying.tree(resource), tidying.masked


class _Tidying:
    def __init__(self) -> None:
        self.masked = False

    def tree(self, tree: dict[str, Any]) -> dict[str, Any]:
        tidy = {name: value if name in AS_WRITTEN else self._value(value) for name, value in tree.items()}
        if isinstance(tidy.get("data"), str) and str(tidy.get("contentType")).startswith("text/"):
            tidy["data"] = self._attached(tidy["data"])
        return tidy

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return self.tree(value)
        return [self._value(each) for each in value] if isinstance(value, list) else value

    def _text(self, text: str) -> str:
        tidy, times = SSN.subn(_masked, visible(text))
        self.masked = self.masked or times > 0
        return tidy

    def _attached(self, data: str) -> str:
        """Give an attached text as base64; what is none stays as it is."""
        try:
            text = base64.b64decode("".join(data.split()), validate=True).decode()
        except (binascii.Error, ValueError):
            return data
        tidy = self._text(text)
        return data if tidy == text else base64.b64encode(tidy.encode()).decode()


def _masked(found: re.Match[str]) -> str:
    return masked_ssn(found[2])

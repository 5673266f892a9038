"""The forms by which staff look after the library."""

from typing import Annotated

from app.forms.library.rules import LARGEST_DEFINITION, NO_FORM, TOO_LARGE
from app.web.forms import Form, GroupReader, Sent, text
from app.web.uploads import sent_files

LONGEST_LINK_ID = 1000


class MarkForm(Form):
    question: Annotated[str, text(most=LONGEST_LINK_ID)]
    answer: Annotated[tuple[str, ...], GroupReader(tuple)]


async def raw_form(data: Sent) -> bytes:
    """Give the form that somebody brings in: the file that was sent, else what was pasted. Raises ValueError."""
    raw = b""
    for sent in sent_files(data, "file"):
        async for part in sent.parts():
            raw += part
    pasted = data.get("pasted", "")
    raw = raw or (pasted.encode("utf-8", "replace") if isinstance(pasted, str) else b"")
    if len(raw) > LARGEST_DEFINITION:
        raise ValueError(TOO_LARGE)
    raw = raw.replace(b"\r\n", b"\n")  # as browsers send what was pasted
    if not raw.strip():
        raise ValueError(NO_FORM)
    return raw

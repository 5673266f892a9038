"""What of the reports is asked for, as it stands in the address."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from app.office.reports.service import Asked
from app.web.forms import FilledForm, Form, Sent, parse, text

MONTH = re.compile(r"(20[0-9]{2}|19[0-9]{2})-(0[1-9]|1[0-2])")
LONGEST_WHOSE = 40


def _month(raw: Any) -> date | None:
    """Read a month as 2026-11; anything else is none, so the usual months are shown."""
    found = MONTH.fullmatch(str(raw or ""))
    return date(int(found[1]), int(found[2]), 1) if found else None


class AskedForm(Form):
    of: Annotated[str, text(most=LONGEST_WHOSE)]
    since: Annotated[date | None, BeforeValidator(_month)]
    until: Annotated[date | None, BeforeValidator(_month)]


def asked_for(data: Sent) -> Asked:
    """Read what is asked for; two months the wrong way round are turned."""
    form = parse(AskedForm, data)
    if isinstance(form, FilledForm):
        return Asked()
    since, until = form.since, form.until
    if since and until and until < since:
        since, until = until, since
    return Asked(form.of, since, until)

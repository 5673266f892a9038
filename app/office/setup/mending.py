"""What is still open of setting the practice up, for the page of things to mend."""

from typing import Any

from app.notices import mail
from app.web.language import gettext
from app.web.panel import Mend, Mending

PATH = "/staff/setup"
STILL_OPEN = """
select json_build_object('untested', key.mail_tested_at is null, 'alone', not exists (select from client))
from setup_key key where key.used_at is not null order by key.used_at desc limit 1
"""
"""Nothing for a practice that was not set up by its pages."""


def mends(row: dict[str, Any] | None) -> list[Mend]:
    """Say what is still open."""
    if row is None:
        return []
    open_ones = []
    if row["untested"] and mail.is_possible():
        open_ones.append(gettext("Nobody has tried yet whether e-mails arrive."))
    if row["alone"]:
        open_ones.append(gettext("There is no client yet."))
    return [Mend(sentence=each, path=PATH, label=gettext("Go on setting up")) for each in open_ones]


MENDINGS = (Mending(statement=STILL_OPEN, mends=mends),)

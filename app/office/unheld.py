"""Permission rules that nobody holds, so that what they are about reaches nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.staff.rules import PermissionRule
from app.web.language import Phrase, _l, gettext
from app.web.panel import Gravity, Mend, Mending

RIGHTS_PATH = "/staff/rights"
HELD = """
select coalesce(json_agg(distinct held.rule), '[]') from profile_rule held
join staff_member member on member.profile = held.profile and member.active where held.can_view
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """Rules of which somebody who works here must hold one, or what `words` says comes true."""

    rules: tuple[PermissionRule, ...]
    words: Phrase
    gravity: Gravity = Gravity.USUAL


WATCHED = (
    Watched(
        (PermissionRule.SEND_MESSAGES,),
        _l("Messages of clients reach nobody, and nobody can answer them."),
        Gravity.URGENT,
    ),
    Watched(
        (PermissionRule.RECORD,),
        _l("Requests about records reach nobody, and the law sets a day for them."),
        Gravity.URGENT,
    ),
    Watched(
        (PermissionRule.ASSIGNED_FORM_ALERTS, PermissionRule.ALL_FORM_ALERTS),
        _l("Nobody is told when a client completes a form or signs a document."),
    ),
    Watched(
        (PermissionRule.ASSIGNED_UPLOAD_ALERT, PermissionRule.ALL_UPLOAD_ALERTS),
        _l("Nobody is told when a client uploads a document."),
    ),
    Watched(
        (PermissionRule.DEMOGRAPHIC_ALERT,),
        _l("Nobody is told when a client changes information, contacts or insurance."),
    ),
    Watched(
        (PermissionRule.PORTAL_ACCOUNTS,),
        _l("Nobody can give clients access, and nobody is told when one asks to end an access."),
    ),
    Watched((PermissionRule.BILLING,), _l("Nobody is told of payments, nor when a bank asks one back.")),
    Watched((PermissionRule.STAFF,), _l("Nobody can change who works here and what they may do.")),
    Watched((PermissionRule.CLIENTS,), _l("Nobody can add clients, or decide about changes they ask for.")),
    Watched((PermissionRule.FORMS,), _l("Nobody can assign forms to clients.")),
    Watched((PermissionRule.SAVE_TO_PORTAL_FOLDER,), _l("Nobody can share documents with clients.")),
    Watched((PermissionRule.APPOINTMENTS,), _l("Nobody can book or change appointments.")),
    Watched((PermissionRule.SETTINGS,), _l("Nobody can change the system settings.")),
    Watched((PermissionRule.PICKLISTS,), _l("Nobody can change picklists and task types.")),
    Watched((PermissionRule.AUDIT,), _l("Nobody can look at the audit log."), Gravity.ADVICE),
    Watched((PermissionRule.REPORTS,), _l("Nobody can look at the reports."), Gravity.ADVICE),
)


def unheld(held: Collection[str]) -> tuple[Watched, ...]:
    """Give what comes true when active staff hold only these rules."""
    return tuple(watched for watched in WATCHED if not set(watched.rules) & set(held))


def names_of(watched: Watched) -> str:
    """Name the rules of which one would do."""
    return gettext(" or ").join(f"“{rule.value}”" for rule in watched.rules)


def _mends(held: Any) -> list[Mend]:
    """Say of each rule that no active staff member holds what follows from that."""
    return [_mend(watched) for watched in unheld(held)]


def _mend(watched: Watched) -> Mend:
    sentence = gettext("%(what)s No one who works here has the rule %(rules)s.")
    return Mend(
        sentence=sentence % {"what": watched.words, "rules": names_of(watched)},
        path=RIGHTS_PATH,
        label=gettext("See who may do what"),
        gravity=watched.gravity,
    )


MENDING = Mending(statement=HELD, mends=_mends)

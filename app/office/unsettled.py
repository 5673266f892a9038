"""What of the practice itself is not set up: settings without a value, and staff who could be safer."""

from typing import Any

from app import config
from app.accounts.second_step.standing import HAS_SECOND_STEP
from app.practice.declared import SETTINGS
from app.practice.settings import setting
from app.web.language import Phrase, _l, gettext, ngettext
from app.web.panel import Gravity, Mend, Mending

SETTINGS_PATH = "/staff/settings"
MEMBERS_PATH = "/staff/admin/#/staff_member"
MISSING: dict[str, tuple[Phrase, Gravity]] = {
    "practice_phone": (
        _l(
            "The practice has no phone number: clients in a crisis, or who cannot sign in, find none on any page."
        ),
        Gravity.URGENT,
    ),
    "practice_name": (
        _l("The practice has no name of its own: pages and e-mails say “Your practice”."),
        Gravity.USUAL,
    ),
    "practice_hours": (_l("Clients are not told when somebody answers the phone."), Gravity.ADVICE),
    "crisis_text": (
        _l("The crisis line has no sentence of the practice's own, such as who answers at night."),
        Gravity.ADVICE,
    ),
    "how_to_pay": (_l("Clients are not told how to pay without a card."), Gravity.ADVICE),
}
"""Settings that should not stay as they come, what it means while they do, and how much hangs on it."""
STAFF = f"""
select json_build_object(
  'one_step', count(*) filter (where not {HAS_SECOND_STEP.format(column="staff", owner="member.id")}),
  'powerless', count(*) filter (where not exists (
    select from profile join profile_rule held on held.profile = profile.id and held.can_view
    where profile.id = member.profile) and not coalesce(own.client_admin, false)))
from staff_member member join staff_sign_in sign_in on sign_in.staff = member.id and sign_in.active
left join profile own on own.id = member.profile
where member.active
"""


def _of_settings(_row: Any) -> list[Mend]:
    return [
        Mend(
            sentence=str(words),
            path=f"{SETTINGS_PATH}/{name}",
            label=gettext("Open the setting"),
            gravity=gravity,
        )
        for name, (words, gravity) in MISSING.items()
        if setting(name) == SETTINGS[name].default
    ]


def _of_staff(row: Any) -> list[Mend]:
    """Count, of those who can sign in, who has no second step, which production asks for, and who may do nothing."""
    return [
        *([_one_step(row["one_step"])] if row["one_step"] and config.current().is_production else []),
        *([_powerless(row["powerless"])] if row["powerless"] else []),
    ]


def _one_step(count: int) -> Mend:
    sentence = ngettext(
        "%(count)s staff member has no second step yet. They are asked for one when they next sign in.",
        "%(count)s staff members have no second step yet. They are asked for one when they next sign in.",
        count,
    )
    return Mend(sentence % {"count": count}, MEMBERS_PATH, gettext("Open Staff Members"), Gravity.ADVICE)


def _powerless(count: int) -> Mend:
    sentence = ngettext(
        "%(count)s staff member can sign in and has no permission rule, so that no page opens.",
        "%(count)s staff members can sign in and have no permission rule, so that no page opens.",
        count,
    )
    return Mend(sentence % {"count": count}, MEMBERS_PATH, gettext("Open Staff Members"), Gravity.ADVICE)


OF_SETTINGS = (Mending(statement="select json_build_object()", mends=_of_settings),)
OF_STAFF = Mending(statement=STAFF, mends=_of_staff)

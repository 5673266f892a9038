"""What an insurance policy has to say, and how long it holds."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.web.language import Phrase, _l, gettext
from app.web.templates import day_short

SELF = "self"
"""The relationship of somebody who is the subscriber."""

NO_SUBSCRIBER = _l("Type the name of the subscriber: the person whose insurance it is.")
NO_BIRTH_DATE = _l("Type the subscriber’s date of birth.")
ENDS_TOO_EARLY = _l("The last day is before the first day. Please check both.")
NOT_BEGUN = _l(
    "This insurance has not begun yet, so it cannot end. If its first day is wrong, correct that instead."
)
BEGINS_TOO_LATE = _l("This is after the insurance ends. Please check the day, or call the practice.")
NO_HOW = _l("Choose whether you correct a mistake or your insurance changed.")
NO_CHANGED_ON = _l("Type the first day of the new insurance.")


class Side(StrEnum):
    """A side of an insurance card."""

    FRONT = "front"
    BACK = "back"


class How(StrEnum):
    """Why a policy is changed."""

    MISTAKE = "mistake"
    CHANGED = "changed"


SIDE_NAMES: Mapping[Side, Phrase] = {Side.FRONT: _l("Front"), Side.BACK: _l("Back")}


def is_over(*, ends_on: date | None, ended_on: date | None, on: date) -> bool:
    """Whether a policy stands among those that ended: somebody ended it by this day, or its own last day has passed."""
    if ended_on is not None:
        return ended_on <= on
    return ends_on is not None and ends_on < on


def wrong(policy: Mapping[str, str]) -> dict[str, Phrase | str]:
    """Give a sentence for each field of a policy that does not go with the others, by the name of its input.

    Whoever is not the subscriber has to say who is: without name and birth date no insurance company finds the policy.
    """
    sentences: dict[str, Phrase | str] = {}
    if policy["starts_on"] and policy["ends_on"] and policy["ends_on"] < policy["starts_on"]:
        sentences["ends_on"] = ENDS_TOO_EARLY
    if policy["relationship"] != SELF:
        if not policy["subscriber_name"]:
            sentences["subscriber_name"] = NO_SUBSCRIBER
        if not policy["subscriber_born_on"]:
            sentences["subscriber_born_on"] = NO_BIRTH_DATE
    return sentences


def wrong_change(changed_on: date, *, old_starts_on: date | None) -> dict[str, Phrase | str]:
    """Say why an insurance cannot have changed on a day: the old one lasted for one day at least."""
    if old_starts_on is None or changed_on > old_starts_on:
        return {}
    words = gettext("The old insurance began on %(day)s. The new one has to begin on a later day.")
    return {"changed_on": words % {"day": day_short(old_starts_on)}}


def ends_before(changed_on: date) -> date:
    """Give the last day of an insurance that another one follows."""
    return changed_on - timedelta(days=1)


def alone(policy: Mapping[str, str], subscriber: tuple[str, ...]) -> dict[str, str]:
    """Leave out what was typed of a subscriber where it is the client."""
    left_out = subscriber if policy["relationship"] == SELF else ()
    return {**policy, **dict.fromkeys(left_out, "")}

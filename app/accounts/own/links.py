"""What stands in the list on the account pages."""

from dataclasses import dataclass

from app.accounts.sessions import CurrentChart
from app.activity.actor import ActorKind
from app.practice.settings import is_switched_off
from app.web.language import Phrase, _l


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the list of what can be changed; `hint` says what it is good for."""

    label: Phrase
    hint: Phrase
    path: str
    of_chart: bool = False
    """Whether it is about the open chart, and so stands there only with one."""
    without: str = ""
    """The panel without which it stands there: where the practice switched that off."""
    of_own_chart: bool = False
    """Whether it is the client's alone, and no guardian's."""


PASSWORD_HINT = _l("Other devices are signed out when you change it.")
SECOND_STEP = _l("Second step")
SECOND_STEP_HINT = _l("Passkeys, authenticator app and recovery codes.")
LINKS: tuple[Link, ...] = (
    Link(_l("Password"), PASSWORD_HINT, "/password/change"),
    Link(SECOND_STEP, SECOND_STEP_HINT, "/account/second-step"),
    Link(_l("Safe word"), _l("By it we know you on the phone."), "/account/safe-word", of_own_chart=True),
    Link(
        _l("Who may open this chart"),
        _l("Everybody who opens it, what they see, and until when."),
        "/account/access",
        of_chart=True,
    ),
    Link(
        _l("Messaging Preferences"),
        _l("How we tell you that something waits, and text messages you agreed to."),
        "/information/messaging",
        of_chart=True,
        without="information",
    ),
)
STAFF_LINKS: tuple[Link, ...] = (
    Link(_l("Password"), PASSWORD_HINT, "/staff/password/change"),
    Link(SECOND_STEP, SECOND_STEP_HINT, "/staff/account/security"),
)


def links_of(chart: CurrentChart | None) -> list[Link]:
    """Give the links of an account with this chart open."""
    return [link for link in LINKS if _stands(link, chart)]


def _stands(link: Link, chart: CurrentChart | None) -> bool:
    if chart is None:
        return not (link.of_chart or link.of_own_chart)
    if link.without:
        return is_switched_off(link.without) and chart.is_granted(link.without)
    return chart.actor.kind is ActorKind.CLIENT or not link.of_own_chart

"""Which alerts of the inbox an address asks for, and the filters by which others are chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from app.notices.alert_list import EVERY, AlertChoice, AlertCounts, AlertState
from app.notices.alert_meanings import MEANINGS
from app.notices.tables import AlertKind
from app.web.language import Phrase, _l, gettext

ALL_ALERTS = "/staff/alerts/all"
OWN, TOLD = "own", "all"
NOTHING: Mapping[str, str] = MappingProxyType({})
STATES: Mapping[AlertState, Phrase] = {
    AlertState.ALL: _l("All"),
    AlertState.UNREAD: _l("Unread"),
    AlertState.WAITING: _l("Not acknowledged"),
    AlertState.LATE: _l("Unread for a day"),
}


@dataclass(frozen=True, slots=True)
class StateLink:
    """A filter by how alerts stand, as its link shows it; `count` is at most 100."""

    words: str
    path: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few values to choose from."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """By what the alerts on a page were chosen, and by what else they could be."""

    path: str
    """The page they are on."""
    states: tuple[StateLink, ...]
    kinds: tuple[Option, ...]
    whose: tuple[Option, ...]
    query: str
    """What stands in the address for what is chosen: empty, or ending in &."""
    whole: str
    """The page that lists all of them."""
    hidden: tuple[tuple[str, str], ...]
    """What else the form brings along that chooses kind and whose."""
    is_any: bool
    """Whether some alerts may be left out."""

    @property
    def ticking(self) -> str:
        """The page with all its alerts ticked."""
        return f"{self.path}?{self.query}ticked=all#alerts"


def choice_of(asked: Mapping[str, str]) -> AlertChoice:
    """Read which alerts are asked for; what says nothing of the kind leaves all of them."""
    state, kind = asked.get("alerts", ""), asked.get("kind", "")
    return AlertChoice(
        AlertState(state) if state in set(AlertState) else AlertState.ALL,
        AlertKind(kind) if kind in set(AlertKind) else None,
        own_clients=asked.get("whose", "") == OWN,
    )


def choice_sent(query: str) -> AlertChoice:
    """Read it from what a form brings along."""
    return choice_of(dict(parse_qsl(query)))


def query_of(choice: AlertChoice) -> str:
    """Write it for an address: empty, or ending in &."""
    named = {
        "alerts": "" if choice.state is AlertState.ALL else choice.state.value,
        "kind": choice.kind.value if choice.kind else "",
        "whose": OWN if choice.own_clients else "",
    }
    written = urlencode({name: value for name, value in named.items() if value})
    return f"{written}&" if written else ""


def address_of(path: str, choice: AlertChoice, kept: str = "") -> str:
    """Write the address of a page that lists these; `kept` is what else stands in it, empty or ending in &."""
    query = f"{query_of(choice)}{kept}".removesuffix("&")
    return f"{path}?{query}" if query else path


def filters_of(
    choice: AlertChoice, counts: AlertCounts, *, path: str, kept: Mapping[str, str] = NOTHING
) -> Filters:
    """Give the filters of a page's list, each with how many alerts it would leave; `kept` stands beside them."""
    beside = f"{urlencode(kept)}&" if kept else ""
    return Filters(
        path=path,
        states=tuple(
            StateLink(
                str(words),
                address_of(path, replace(choice, state=state), beside),
                counts.states.get(state, 0),
                state is choice.state,
            )
            for state, words in STATES.items()
        ),
        hidden=(("alerts", choice.state.value), *kept.items()),
        kinds=_kinds(choice, counts),
        whose=(
            Option(TOLD, _counted(gettext("All I was told of"), counts.told), chosen=not choice.own_clients),
            Option(OWN, _counted(gettext("Those of my clients"), counts.own), chosen=choice.own_clients),
        ),
        query=query_of(choice),
        whole=address_of(ALL_ALERTS, choice),
        is_any=choice != EVERY,
    )


def _kinds(choice: AlertChoice, counts: AlertCounts) -> tuple[Option, ...]:
    """Offer the kinds of which there are some, and the one that is chosen."""
    every = Option("", _counted(gettext("Every kind"), counts.every_kind), chosen=choice.kind is None)
    kinds = (
        Option(kind.value, _counted(str(meaning.name), counts.kinds.get(kind, 0)), chosen=kind is choice.kind)
        for kind, meaning in MEANINGS.items()
        if counts.kinds.get(kind) or kind is choice.kind
    )
    return (every, *kinds)


def _counted(words: str, count: int) -> str:
    shown = "99+" if count > 99 else str(count)  # as badges show it
    return gettext("%(what)s (%(count)s)") % {"what": words, "count": shown}

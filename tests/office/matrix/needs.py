"""What opens a staff route: the rules it needs, whether a chart must be open, whether it is for Client Admins alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from app.staff.rules import Action, PermissionRule

Pair = tuple[PermissionRule, Action]
"""A rule and an action of it."""
Granted = Mapping[PermissionRule, frozenset[Action]]
SIGNED_IN = "whoever is signed in"


@dataclass(frozen=True)
class Needs:
    """Every one of `all_of` must be met, each by any of its pairs; none: whoever is signed in gets through."""

    all_of: tuple[frozenset[Pair], ...] = ()
    of_chart: bool = False
    """Whether it is about Alice's chart, which must be open."""
    client_admin: bool = False
    """Whether Client Admins alone get through."""
    or_client_admin: bool = False
    """Whether Client Admins get through whatever their rules are."""

    def met_by(self, granted: Granted, *, client_admin: bool, assigned: bool) -> bool:
        """Whether somebody with these permissions gets through, as the practice is promised it."""
        if self.client_admin and not client_admin:
            return False
        if self.of_chart and not (client_admin or assigned):
            return False
        if self.or_client_admin and client_admin:
            return True
        held = {(rule, action) for rule, actions in granted.items() for action in actions}
        return all(each & held for each in self.all_of)

    @property
    def rules(self) -> list[PermissionRule]:
        """The rules it names, in their order."""
        named = {rule for rule, _ in chain.from_iterable(self.all_of)}
        return [rule for rule in PermissionRule if rule in named]

    @property
    def least(self) -> Granted:
        """As little as is enough: one pair for each need."""
        granted: dict[PermissionRule, frozenset[Action]] = {}
        for each in self.all_of:
            rule, action = min(each)
            granted[rule] = granted.get(rule, frozenset()) | {action}
        return granted


def one_of(action: Action, *rules: PermissionRule) -> Needs:
    """Need an action of any of the rules."""
    return Needs((frozenset((rule, action) for rule in rules),))


def view(*rules: PermissionRule) -> Needs:
    return one_of(Action.VIEW, *rules)


def create(rule: PermissionRule) -> Needs:
    return one_of(Action.CREATE, rule)


def modify(rule: PermissionRule) -> Needs:
    return one_of(Action.MODIFY, rule)


def delete(rule: PermissionRule) -> Needs:
    return one_of(Action.DELETE, rule)


def both(*needs: Needs) -> Needs:
    """Need all of these."""
    return Needs(
        tuple(chain.from_iterable(each.all_of for each in needs)),
        of_chart=any(each.of_chart for each in needs),
        client_admin=any(each.client_admin for each in needs),
    )


def chart(needs: Needs) -> Needs:
    """Need these and the chart."""
    return replace(needs, of_chart=True)


def for_client_admins(needs: Needs) -> Needs:
    return replace(needs, client_admin=True)


def or_client_admin(needs: Needs) -> Needs:
    return replace(needs, or_client_admin=True)


ANYBODY = Needs()


@dataclass(frozen=True)
class Asked:
    """A route as the table names it: what opens it, and the form that is sent to it, as an address would hold it."""

    needs: Needs
    form: str = ""


Table = dict[str, Asked]
"""Every route, as "GET /staff/clients/{client}": what opens it."""


def routes(needs: Needs, lines: str) -> Table:
    """Read routes that one need opens, one a line; "~" is the address of a chart, what follows a blank is a form."""
    table: Table = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        method, path, *form = line.split()
        table[f"{method} {path.replace('~', '/staff/clients/{client}')}"] = Asked(needs, *form)
    return table

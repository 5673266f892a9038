"""What the Client Portal tab shows, put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import config
from app.accounts.charts import StaffChart
from app.accounts.links.rules import STATUS_WORDS, AccountStatus
from app.accounts.links.status import STATUS_LOOKS
from app.accounts.portal_tab.accounts import OpeningAccount, WayIn, accounts_of, way_in
from app.accounts.portal_tab.passing import NOTHING, Passed
from app.accounts.portal_tab.service import RULE, needs_email
from app.accounts.sessions import CurrentStaff
from app.accounts.tables import GrantKind
from app.notices import mail
from app.staff.rules import Action, may
from app.web.forms import FilledForm
from app.web.language import Phrase, _l, gettext
from app.web.panel import PortalSection, PortalSections

KINDS: dict[GrantKind, Phrase] = {
    GrantKind.SELF: _l("The client"),
    GrantKind.GUARDIAN: _l("Guardian"),
    GrantKind.OTHER: _l("Somebody else"),
}
NOT_ACTIVE = _l("This client cannot sign in until Active is checked.")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account, or a client without one, gets in."""

    words: str
    look: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account among those that open the chart."""

    account: OpeningAccount
    who: str
    standing: Standing
    chosen: bool


@dataclass(frozen=True, slots=True)
class PortalTab:
    address: str
    accounts: tuple[AccountLine, ...]
    chosen: OpeningAccount | None
    """The account the forms are about; None: a login is yet to be made for the client."""
    standing: Standing
    through: str
    """Who opens the chart for a client without a login of their own, else ""."""
    failed: str
    password: str
    """The password that was just made, shown this once."""
    safe_word_right: bool
    has_safe_word: bool
    may_add: bool
    may_change: bool
    ways: tuple[tuple[str, Any], ...]
    """The sections that give access, each the template and what it is given."""
    sections: tuple[tuple[str, Any], ...]
    """All others."""
    needs_email: bool
    """Whether setting -644 keeps a login from being typed by hand."""
    folds: bool
    """Whether there is an easier way than typing a login by hand."""
    no_safe_word: str

    @property
    def may_save(self) -> bool:
        return self.may_change if self.chosen else self.may_add


async def portal_tab(
    *,
    staff: CurrentStaff,
    chart: StaffChart,
    sections: PortalSections,
    account_id: UUID | None = None,
    passed: Passed = NOTHING,
) -> PortalTab:
    """Put the tab together about one of the accounts that open the chart, the client's own unless another is named."""
    accounts = await accounts_of(chart.client_id)
    chosen, way = chosen_of(accounts, account_id), way_in(accounts)
    loaded = [(each, await _loaded(each, staff, chart, accounts)) for each in sections]
    just_made = chosen is not None and passed.account == str(chosen.id) and not passed.was_shown
    return PortalTab(
        address=config.current().public_url,
        accounts=tuple(
            AccountLine(each, str(KINDS[each.kind]), standing_of(WayIn(each.status)), each == chosen)
            for each in accounts
        ),
        chosen=chosen,
        standing=standing_of(WayIn(chosen.status) if chosen else way),
        through=way.through,
        failed=_failed(chosen),
        password=passed.password if just_made else "",
        safe_word_right=passed.safe_word_right,
        has_safe_word=chart.has_safe_word,
        may_add=may(staff.permissions, RULE, Action.CREATE),
        may_change=may(staff.permissions, RULE, Action.MODIFY),
        ways=tuple(_shown(loaded, gives_access=True)),
        sections=tuple(_shown(loaded, gives_access=False)),
        needs_email=chosen is None and needs_email(chart.email),
        folds=bool(way.through) or (mail.is_possible() and bool(chart.email)),
        no_safe_word=_no_safe_word(way, accounts),
    )


async def _loaded(
    section: PortalSection, staff: CurrentStaff, chart: StaffChart, accounts: tuple[OpeningAccount, ...]
) -> Any:
    known = {"accounts": accounts} if section.knows_accounts else {}
    return await section.load(staff=staff, chart=chart, **known)


def _shown(loaded: list[tuple[PortalSection, Any]], *, gives_access: bool) -> Iterator[tuple[str, Any]]:
    """Give the sections of one sort that have something to show."""
    for each, section in loaded:
        if section is not None and each.gives_access is gives_access:
            yield each.template, section


def chosen_of(accounts: tuple[OpeningAccount, ...], account_id: UUID | None) -> OpeningAccount | None:
    """Give the account that was asked for, else the client's own."""
    asked = next((each for each in accounts if each.id == account_id), None)
    return asked or next((each for each in accounts if each.is_own), None)


def standing_of(way: WayIn) -> Standing:
    """Say how a client gets in, or how an account stands, in the same words wherever it is said."""
    words, look = str(STATUS_WORDS[way.status]), STATUS_LOOKS[way.status]
    if not way.through:
        return Standing(words, look)
    if way.status is AccountStatus.ACTIVE:
        return Standing(gettext("Through %(name)s") % {"name": way.through}, look)
    return Standing(gettext("Through %(name)s: %(status)s") % {"name": way.through, "status": words}, look)


def filled_from(account: OpeningAccount | None) -> FilledForm:
    """Fill the form as the account is; for a new login as it usually begins."""
    if account is None:
        return FilledForm({"active": "yes", "must_change_password": "yes"})
    ticked = {
        "active": account.active,
        "suspended": account.suspended,
        "must_change_password": account.must_change_password,
    }
    boxes = {name: "yes" for name, is_ticked in ticked.items() if is_ticked}
    return FilledForm({"account": str(account.id), "login": account.login, **boxes})


def _no_safe_word(way: WayIn, accounts: tuple[OpeningAccount, ...]) -> str:
    """Say how a safe word comes to be: whoever opens the chart for the client cannot choose it, the client can."""
    if any(each.is_own for each in accounts):
        return gettext("None is set. The client can choose one with you, or on their account page.")
    if way.through:
        return gettext("None is set. Choose one here, together with the client or %(name)s.") % {
            "name": way.through
        }
    return gettext("None is set. The client can choose one with you.")


def _failed(account: OpeningAccount | None) -> str:
    if account is None or not account.failures.tries:
        return gettext("None lately")
    if account.failures.locked:
        return gettext("%(tries)s, locked for now") % {"tries": account.failures.tries}
    return str(account.failures.tries)

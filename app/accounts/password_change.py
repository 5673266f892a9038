"""Changing one's password: what is asked of the new one, the same way for clients and for staff."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Annotated

from app import db
from app.accounts import service, staff_service
from app.accounts.rules import SHORTEST_WITH_SECOND_STEP, USUAL, PasswordRule, hint_of
from app.accounts.sessions import CurrentAccount, CurrentStaff
from app.accounts.strength import fault_of_new_password
from app.practice.settings import setting
from app.web.forms import BLANK, FilledForm, Form, secret
from app.web.language import Phrase, _l

WRONG_CURRENT = _l("That is not your current password. Please type it again.")
SAME_AS_BEFORE = _l("Please choose a password that differs from your current one.")
OUT_OF_DATE = _l("Your practice asks for a new password from time to time. It is time to choose one.")

ALONE = _l("Before your second step goes, please choose a longer password. Then remove it again.")


class ChosenPassword(Form):
    password: Annotated[str, secret(missing=_l("Choose a password."))]
    current_password: str


@dataclass(frozen=True, slots=True)
class PasswordOwner:
    """Whose password is changed, and what is asked of them."""

    asks_current: bool
    rule: PasswordRule
    names: Callable[[], Awaitable[tuple[str, ...]]]
    is_own: Callable[[str], Awaitable[bool]]
    reason: Phrase | str = ""
    """Why they are sent here."""
    alone: bool = False
    """Whether the new one is to stand without a second step."""
    forced: bool = False
    """Whether nothing else is open to them before they chose one."""

    @property
    def hint(self) -> str:
        return hint_of(self.rule)


def client_rule(*, with_second_step: bool = False) -> PasswordRule:
    """Give what is asked of a client's password; the staff's is never composed (setting -661)."""
    return replace(
        _rule(with_second_step=with_second_step), composed=setting("client_password_validation") == "on"
    )


def _rule(*, with_second_step: bool) -> PasswordRule:
    return PasswordRule(shortest=SHORTEST_WITH_SECOND_STEP) if with_second_step else USUAL


def owner_of_account(account: CurrentAccount, *, alone: bool = False) -> PasswordOwner:
    """Say what is asked of a client's new password; `alone` when it is to stand without a second step."""

    async def names() -> tuple[str, ...]:
        row = await db.row("select email from portal_account where id = $1", account.account_id)
        return (account.username, account.name, row["email"] if row else "")

    return PasswordOwner(
        asks_current=not account.must_change_password,
        rule=client_rule(with_second_step=account.has_second_step and not alone),
        names=names,
        is_own=lambda password: service.is_own_password(account=account, password=password),
        reason=ALONE if alone else OUT_OF_DATE if account.password_expired else "",
        alone=alone,
        forced=account.needs_new_password,
    )


def owner_of_sign_in(staff: CurrentStaff, *, alone: bool = False) -> PasswordOwner:
    """Say what is asked of a staff member's new password; `alone` likewise."""

    async def names() -> tuple[str, ...]:
        row = await db.row("select email from staff_sign_in where id = $1", staff.sign_in_id)
        return (staff.username, staff.name, row["email"] if row else "")

    return PasswordOwner(
        asks_current=not staff.must_change_password,
        rule=_rule(with_second_step=staff.has_second_step and not alone),
        names=names,
        is_own=lambda password: staff_service.is_own_staff_password(staff=staff, password=password),
        reason=ALONE if alone else "",
        alone=alone,
        forced=staff.must_change_password,
    )


async def check_chosen(
    form: ChosenPassword | FilledForm, *, owner: PasswordOwner
) -> ChosenPassword | FilledForm:
    """Give a form whose new password is good; else one with the sentence that says why not, and nothing typed."""
    if isinstance(form, FilledForm):
        return form
    if owner.asks_current and not await owner.is_own(form.current_password):
        return BLANK.refused(current_password=WRONG_CURRENT)
    fault = await fault_of_new_password(form.password, names=await owner.names(), rule=owner.rule)
    if fault is None and await owner.is_own(form.password):
        fault = SAME_AS_BEFORE
    return form if fault is None else BLANK.refused(password=fault)

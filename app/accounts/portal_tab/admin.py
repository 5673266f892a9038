"""The actions of the Client Portal tab as forms in Piccolo Admin, which ask for the client's number."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from app.accounts.charts import chart_for_staff, numbered
from app.accounts.portal_tab import safe_words, service
from app.accounts.portal_tab.accounts import OpeningAccount, accounts_of
from app.accounts.portal_tab.page import NOT_ACTIVE, chosen_of
from app.accounts.portal_tab.service import NO_LOGIN, RULE, SignInChange
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminForm, AdminPart
from app.web.forms import secret, text
from app.web.language import Phrase, _l, gettext

CLIENT_PORTAL = _l("Client Portal")
LARGEST_NUMBER = 2**31 - 1
Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
NUMBER: dict[str, Phrase] = {"client_number": _l("Client number")}


class OfClient(BaseModel):
    client_number: Number


class NewLogin(OfClient):
    login: Annotated[str, text(most=100, missing=_l("Type a login."))]
    password: str = ""


class GivenLogin(NewLogin):
    """What the source's Step 1 asks for; without a password one is made."""

    active: bool = True
    safe_word: str = ""
    change_password_at_next_login: bool = True


class WhoSignsIn(OfClient):
    active: bool = True
    suspended: bool = False
    change_password_at_next_login: bool = False


class NewSafeWord(OfClient):
    safe_word: Annotated[str, secret(missing=_l("Type a safe word."))]


class SaidWord(OfClient):
    said: Annotated[str, text(most=200, missing=_l("Type what the caller says."))]


async def set_login(*, staff: CurrentStaff, form: NewLogin) -> str:
    """Give a client a login, or another one; without a password one is made and shown once."""
    client_id, account = await _client(staff, form.client_number)
    if account is None:
        change = SignInChange(form.login, form.password, make_password=not form.password)
        made = await service.add_login(staff=staff, client_id=client_id, change=change)
    else:
        change = _as_it_is(account, login=form.login, password=form.password, make=not form.password)
        made = await service.change_login(
            staff=staff, client_id=client_id, account_id=account.id, change=change
        )
    return _shown_once(form.login, made) if made else gettext("Saved.")


async def give_access(*, staff: CurrentStaff, form: GivenLogin) -> str:
    """Give a client who has none a login, and a safe word where one is typed; a password that is made is shown once."""
    client_id = await numbered(staff=staff, number=form.client_number)
    change = SignInChange(
        form.login,
        form.password,
        make_password=not form.password,
        active=form.active,
        must_change_password=form.change_password_at_next_login,
    )
    made = await service.add_login(staff=staff, client_id=client_id, change=change)
    if form.safe_word:
        await safe_words.set_safe_word_as_staff(staff=staff, client_id=client_id, safe_word=form.safe_word)
    said = _shown_once(form.login, made) if made else gettext("Saved.")
    return said if form.active else f"{said} {NOT_ACTIVE}"


async def reset_password(*, staff: CurrentStaff, form: OfClient) -> str:
    client_id, account = await _client(staff, form.client_number)
    _, made = await service.reset_password(staff=staff, client_id=client_id, account_id=None)
    return _shown_once(account.login if account else "", made)


async def set_who_signs_in(*, staff: CurrentStaff, form: WhoSignsIn) -> str:
    client_id, account = await _client(staff, form.client_number)
    if account is None:
        raise StateForbids(NO_LOGIN)
    change = SignInChange(
        account.login,
        active=form.active,
        suspended=form.suspended,
        must_change_password=form.change_password_at_next_login,
    )
    await service.change_login(staff=staff, client_id=client_id, account_id=account.id, change=change)
    return gettext("Saved.") if form.active else f"{gettext('Saved.')} {NOT_ACTIVE}"


async def sign_out(*, staff: CurrentStaff, form: OfClient) -> str:
    client_id, _ = await _client(staff, form.client_number)
    await service.end_sessions(staff=staff, client_id=client_id, account_id=None)
    return gettext("Signed out everywhere.")


async def set_safe_word(*, staff: CurrentStaff, form: NewSafeWord) -> str:
    client_id = await numbered(staff=staff, number=form.client_number)
    await safe_words.set_safe_word_as_staff(staff=staff, client_id=client_id, safe_word=form.safe_word)
    return gettext("The safe word is set. Nobody can read it again.")


async def check_safe_word(*, staff: CurrentStaff, form: SaidWord) -> str:
    client_id = await numbered(staff=staff, number=form.client_number)
    return await safe_words.answer_to(staff=staff, client_id=client_id, said=form.said)


async def _client(staff: CurrentStaff, number: int) -> tuple[UUID, OpeningAccount | None]:
    """Give the client of a number whose chart is open to the member, and the client's own account."""
    client_id = await numbered(staff=staff, number=number)
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    return client_id, chosen_of(await accounts_of(client_id), None)


def _as_it_is(account: OpeningAccount, *, login: str, password: str, make: bool) -> SignInChange:
    return SignInChange(
        login,
        password,
        make_password=make,
        active=account.active,
        suspended=account.suspended,
        must_change_password=account.must_change_password,
    )


def _shown_once(login: str, password: str) -> str:
    sentence = gettext(
        "%(username)s signs in with the temporary password %(password)s and then chooses another one. "
        "It is shown only now: hand it over, or write it down."
    )
    return sentence % {"username": login.casefold(), "password": password}


GIVE_ACCESS = AdminForm(
    name=_l("Give a client access to the Client Portal"),
    description=_l(
        "For a client who has no login yet. Leave the password blank and one is made, and shown once. The web address "
        "to hand out stands on the tab Client Portal of the chart, with a sheet to print."
    ),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.CREATE,
    model=GivenLogin,
    labels=NUMBER
    | {
        "login": _l("Login"),
        "password": _l("Password"),
        "active": _l("Active"),
        "safe_word": _l("Safe word"),
        "change_password_at_next_login": _l("Change Pwd. Next Login"),
    },
    act=give_access,
)
SET_LOGIN = AdminForm(
    name=_l("Set a client login"),
    description=_l("Login and password of the client. Without a password one is made, and shown once."),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=NewLogin,
    labels=NUMBER | {"login": _l("Login"), "password": _l("Password")},
    act=set_login,
)
RESET = AdminForm(
    name=_l("Reset a client password"),
    description=_l("Signs the client out everywhere and gives them a temporary password, shown once."),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=OfClient,
    labels=NUMBER,
    act=reset_password,
)
WHO_SIGNS_IN = AdminForm(
    name=_l("Let a client in or shut them out"),
    description=_l("Not active, or suspended: the client is signed out at once and cannot sign in."),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=WhoSignsIn,
    labels=NUMBER
    | {
        "active": _l("Active"),
        "suspended": _l("Suspended"),
        "change_password_at_next_login": _l("Change Pwd. Next Login"),
    },
    act=set_who_signs_in,
)
SIGN_OUT = AdminForm(
    name=_l("Sign a client out everywhere"),
    description=_l("Ends every session of the client; they can sign in again."),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=OfClient,
    labels=NUMBER,
    act=sign_out,
)
SET_SAFE_WORD = AdminForm(
    name=_l("Set a safe word"),
    description=_l("By it the practice knows the client on the phone. Nobody can read it again."),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=NewSafeWord,
    labels=NUMBER | {"safe_word": _l("Safe word")},
    act=set_safe_word,
)
CHECK_SAFE_WORD = AdminForm(
    name=_l("Check a safe word"),
    description=_l("Says yes or no to what a caller says. Five tries a day for each client."),
    group=CLIENT_PORTAL,
    rule=PermissionRule.PORTAL_ACCOUNTS,
    action=Action.MODIFY,
    model=SaidWord,
    labels=NUMBER | {"said": _l("What the caller says")},
    act=check_safe_word,
)

ADMIN = AdminPart(
    forms=(GIVE_ACCESS, SET_LOGIN, RESET, WHO_SIGNS_IN, SIGN_OUT, SET_SAFE_WORD, CHECK_SAFE_WORD)
)

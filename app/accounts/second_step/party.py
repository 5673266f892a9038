"""Somebody in their browser, client or staff: whose second step it is, and how they are shown a page."""

from dataclasses import dataclass
from typing import Any

from app.accounts.admission import PORTAL_COOKIE, STAFF_COOKIE, account_actor, lacks_second_step
from app.accounts.entrance import OF_CLIENTS, OF_STAFF, Door
from app.accounts.pages import account_page, portal_page, staff_page
from app.accounts.password_change import PasswordOwner, owner_of_account, owner_of_sign_in
from app.accounts.second_step.challenges import Bond
from app.accounts.second_step.standing import Owner
from app.accounts.sessions import CurrentAccount, CurrentChart, CurrentStaff
from app.activity.actor import Actor
from app.web.cookies import read_cookie
from app.web.pages import Page
from app.web.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who is in this browser."""

    request: Request
    account: CurrentAccount | None = None
    chart: CurrentChart | None = None
    staff: CurrentStaff | None = None

    @property
    def door(self) -> Door:
        return OF_STAFF if self.staff else OF_CLIENTS

    @property
    def root(self) -> str:
        """Give the address of their own page about the second step."""
        return "/staff/account/security" if self.staff else "/account/second-step"

    @property
    def password_path(self) -> str:
        return "/staff/password/change" if self.staff else "/password/change"

    @property
    def account_path(self) -> str:
        return "/staff/account" if self.staff else "/account"

    @property
    def is_setting_up(self) -> bool:
        """Whether nothing else is open to them before they have a second step."""
        return self.staff is not None and lacks_second_step(self.staff)

    @property
    def confirming(self) -> str:
        return "/staff/confirm" if self.staff else "/confirm"

    @property
    def who(self) -> CurrentAccount | CurrentStaff:
        who = self.staff or self.account
        assert who is not None  # noqa: S101  # the guard let one of them in
        return who

    @property
    def by(self) -> Actor:
        return self.staff.actor if self.staff else account_actor(self.request)

    @property
    def owner(self) -> Owner:
        if self.staff:
            return Owner(
                is_staff=True, id=self.staff.staff_id, username=self.staff.username, name=self.staff.name
            )
        account = self.account
        assert account is not None  # noqa: S101  # likewise
        return Owner(
            is_staff=False,
            id=account.account_id,
            username=account.username,
            name=account.name,
            client_id=self.chart.client_id if self.chart else None,
        )

    @property
    def password_owner(self) -> PasswordOwner:
        if self.staff:
            return owner_of_sign_in(self.staff)
        assert self.account is not None  # noqa: S101  # likewise
        return owner_of_account(self.account)

    @property
    def token(self) -> str:
        return read_cookie(self.request, self.cookie)

    @property
    def cookie(self) -> str:
        return STAFF_COOKIE if self.staff else PORTAL_COOKIE

    def bond(self, purpose: str) -> Bond:
        return Bond(purpose=purpose, cookie=self.token)

    def alone(self, name: str, *, status: int = 200, **values: Any) -> Page:
        """Show a page with nothing around it: one thing to do."""
        layout = "layouts/staff_sign_in.html" if self.staff else "layouts/sign_in.html"
        values |= {"layout": layout, "party": self, "root": self.root}
        if self.staff:
            return staff_page(self.request, self.staff, name, status=status, **values)
        assert self.account is not None  # noqa: S101  # likewise
        return account_page(self.request, self.account, name, status=status, **values)

    async def within(self, name: str, *, status: int = 200, **values: Any) -> Page:
        """Show a page of the portal, or of the staff side, with the way to everything else."""
        values |= {"party": self, "root": self.root}
        if self.staff:
            return staff_page(
                self.request, self.staff, name, status=status, layout="layouts/staff.html", **values
            )
        if self.chart is None:
            return self.alone(name, status=status, **values)
        return await portal_page(
            self.request, self.chart, name, status=status, layout="layouts/portal.html", **values
        )


def party_of(request: Request) -> Party:
    """Give who the guard let in."""
    state = request.scope["state"]
    return Party(
        request=request, account=state.get("account"), chart=state.get("chart"), staff=state.get("staff")
    )

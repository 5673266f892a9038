"""A staff member's own account: its page, its sessions, and whether alerts are e-mailed."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post

from app.accounts.admission import STAFF_COOKIE
from app.accounts.own import staff_service
from app.accounts.own.alert_mails import alert_mails_of, choose_alert_mails
from app.accounts.own.controller import WHATEVER_IS_DUE, remaining, signed_out_everywhere
from app.accounts.own.links import STAFF_LINKS
from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.web.errors import error_page
from app.web.forms import FilledForm, Form, parse, text, ticked
from app.web.language import _l, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience


class Ended(Form):
    session: Annotated[str, text(most=18, missing=_l("Please open this page again, then choose."))]

    @property
    def number(self) -> int:
        """The number of the session; 0, which none has, for anything that is none."""
        return int(self.session) if self.session.isdecimal() else 0


class AlertMailsChosen(Form):
    alert_mail: Annotated[bool, ticked()]


class StaffOwnController(Controller):
    path = "/staff/account"
    opt = {"audience": Audience.STAFF}

    @get("/", name="accounts.own.staff.account")
    async def account(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        mails = await alert_mails_of(staff.staff_id)
        return staff_page(
            request,
            staff,
            "accounts/own/staff/account",
            sessions=await staff_service.own_sessions(staff),
            mails=mails,
            form=FilledForm({"alert_mail": "yes" if mails.wanted else ""}),
            links=STAFF_LINKS,
        )

    @post("/alerts", name="accounts.own.staff.alerts", status_code=303)
    async def tell_by_mail(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        form = parse(AlertMailsChosen, await request.form())
        wanted = not isinstance(form, FilledForm) and form.alert_mail
        await choose_alert_mails(staff=staff, wanted=wanted)
        words = (
            gettext("Alerts are e-mailed to you.") if wanted else gettext("No alerts are e-mailed to you.")
        )
        return see("/staff/account", flash=words)

    @post("/session/ending", name="accounts.own.staff.session.ending", status_code=303)
    async def end_session(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        form = parse(Ended, await request.form())
        if isinstance(form, FilledForm):
            return error_page(request, 422, sentence=form.error("session"))
        await staff_service.end_staff_session(staff=staff, session_id=form.number)
        return see("/staff/account", flash=gettext("That device is signed out."))

    @post("/sessions/ending", name="accounts.own.staff.sessions.ending", status_code=303)
    async def sign_out_everywhere(self, staff: CurrentStaff) -> Response[Any]:
        await staff_service.sign_out_staff_everywhere(staff=staff)
        return signed_out_everywhere("/staff/sign-in", STAFF_COOKIE)


class StaffSessionController(Controller):
    path = "/staff/session"
    opt = {"audience": Audience.STAFF, **WHATEVER_IS_DUE}

    @get("/", name="accounts.own.staff.session", sync_to_thread=False, opt={"poll": True})
    def session(self, staff: CurrentStaff) -> Response[None]:
        return remaining(staff.over)

    @post("/staying", name="accounts.own.staff.staying", status_code=303, sync_to_thread=False)
    def staying(self) -> Response[Any]:
        return see("/staff/session")

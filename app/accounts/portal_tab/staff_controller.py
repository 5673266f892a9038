"""The Client Portal tab of a client's chart."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import open_chart
from app.accounts.pages import chart_page, staff_page
from app.accounts.portal_tab import address, safe_words, service
from app.accounts.portal_tab.forms import EmailForm, NewSafeWord, OfAccount, SaidWord, SignInForm
from app.accounts.portal_tab.page import NOT_ACTIVE, filled_from, portal_tab
from app.accounts.portal_tab.passing import PASSED, Passed, sealed, take
from app.accounts.portal_tab.service import NO_LOGIN, RULE, SignInChange
from app.accounts.portal_tab.sheet import sign_in_sheet
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import Unfit
from app.web.cookies import end_cookie, make_cookie
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import Language, gettext, speaking
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience


class PortalTabController(Controller):
    path = "/staff/clients/{client_id:uuid}/portal"
    opt = {"audience": Audience.STAFF}

    @get("/", name="accounts.staff.portal")
    async def portal(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        return await _tab(request, staff, client_id, account_id=_asked(request))

    @post("/", name="accounts.staff.portal.post", status_code=303)
    async def save(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        form = parse(SignInForm, data)
        if isinstance(form, FilledForm):
            account_id = await _named(request)
            return await _tab(request, staff, client_id, account_id=account_id, form=form, status=422)
        try:
            made = await _save(staff, client_id, form)
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _tab(request, staff, client_id, account_id=form.account, form=refused, status=422)
        said = gettext("Saved.") if form.active else f"{gettext('Saved.')} {NOT_ACTIVE}"
        account_id = form.account or await service.own_account(client_id)
        return _back(request, client_id, account_id, said=said, password=made)

    @post("/email", name="accounts.staff.portal.email", status_code=303)
    async def set_email(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        data = await request.form()
        form = parse(EmailForm, data)
        if isinstance(form, FilledForm):
            return await _tab(request, staff, client_id, email=form, status=422)
        try:
            await address.set_email(staff=staff, client_id=client_id, email=form.email)
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _tab(request, staff, client_id, email=refused, status=422)
        return _back(request, client_id, None, said=gettext("The e-mail address is on file now."))

    @post("/password", name="accounts.staff.portal.password", status_code=303)
    async def reset(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        account_id = await _named(request)
        account_id, made = await service.reset_password(
            staff=staff, client_id=client_id, account_id=account_id
        )
        return _back(request, client_id, account_id, said=gettext("The old password is gone."), password=made)

    @post("/sessions", name="accounts.staff.portal.sessions", status_code=303)
    async def end_sessions(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        account_id = await _named(request)
        await service.end_sessions(staff=staff, client_id=client_id, account_id=account_id)
        return _back(request, client_id, account_id, said=gettext("Signed out everywhere."))

    @post("/lock", name="accounts.staff.portal.lock", status_code=303)
    async def lift(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        account_id = await _named(request)
        await service.lift_lock(staff=staff, client_id=client_id, account_id=account_id)
        said = gettext("Lifted. They can try to sign in again.")
        return _back(request, client_id, account_id, said=said)

    @post("/safe-word", name="accounts.staff.portal.safe_word", status_code=303)
    async def set_safe_word(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(NewSafeWord, await request.form())
        if isinstance(form, FilledForm):
            return await _tab(request, staff, client_id, safe_word=form, status=422)
        try:
            await safe_words.set_safe_word_as_staff(
                staff=staff, client_id=client_id, safe_word=form.safe_word
            )
        except Unfit as why:
            refused = BLANK.refused(safe_word=why.sentence)
            return await _tab(request, staff, client_id, safe_word=refused, status=422)
        return _back(
            request, client_id, None, said=gettext("The safe word is set. Nobody can read it again.")
        )

    @post("/safe-word/check", name="accounts.staff.portal.safe_word_check", status_code=303)
    async def check_safe_word(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(SaidWord, await request.form())
        if isinstance(form, FilledForm):
            return await _tab(request, staff, client_id, said=BLANK.refused(**form.sentences), status=422)
        try:
            await safe_words.check_safe_word(staff=staff, client_id=client_id, said=form.said)
        except Unfit as why:
            refused = BLANK.refused(said=why.sentence)
            return await _tab(request, staff, client_id, said=refused, status=422)
        passed = Passed(client=str(client_id), safe_word_right=True)
        return _to_tab(request, client_id, None, passed=passed)

    @get("/sheet", name="accounts.staff.portal.sheet")
    async def sheet(self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
        passed = take(request, client=str(client_id))
        shown = await sign_in_sheet(chart, _asked(request), passed)
        if shown is None:
            return see(f"{chart.path}/portal", flash=str(NO_LOGIN))
        with speaking(chart.language or Language.ENGLISH):
            answer = staff_page(request, staff, "accounts/staff/sheet", sheet=shown, chart=chart)
        if passed.was_shown:
            answer.set_cookie(end_cookie(PASSED))
        return answer


async def _save(staff: CurrentStaff, client_id: UUID, form: SignInForm) -> str:
    change = SignInChange(
        login=form.login,
        password=form.password,
        make_password=form.make,
        active=form.active,
        suspended=form.suspended,
        must_change_password=form.must_change_password,
    )
    if form.account is None:
        return await service.add_login(staff=staff, client_id=client_id, change=change)
    return await service.change_login(
        staff=staff, client_id=client_id, account_id=form.account, change=change
    )


async def _named(request: Request) -> UUID | None:
    """Give the account that a form names; None: the client's own."""
    form = parse(OfAccount, await request.form())
    return None if isinstance(form, FilledForm) else form.account


def _asked(request: Request) -> UUID | None:
    try:
        return UUID(request.query_params.get("account", ""))
    except ValueError:
        return None


def _back(
    request: Request, client_id: UUID, account_id: UUID | None, *, said: str, password: str = ""
) -> Response[Any]:
    """Lead back to the tab, which says what was done and shows a password that was made, once."""
    passed = Passed(client=str(client_id), account=str(account_id), password=password) if password else None
    return _to_tab(request, client_id, account_id, said=said, passed=passed)


def _to_tab(
    request: Request,
    client_id: UUID,
    account_id: UUID | None,
    *,
    said: str = "",
    passed: Passed | None = None,
) -> Response[Any]:
    query = f"?account={account_id}" if account_id else ""
    cookies = (make_cookie(PASSED, sealed(request, passed), seconds=passed.seconds),) if passed else ()
    return see(f"/staff/clients/{client_id}/portal{query}", flash=said, cookies=cookies)


async def _tab(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    *,
    account_id: UUID | None = None,
    form: FilledForm | None = None,
    safe_word: FilledForm = BLANK,
    said: FilledForm = BLANK,
    email: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
    passed = take(request, client=str(client_id))
    sections = request.app.state.portal_sections
    tab = await portal_tab(staff=staff, chart=chart, sections=sections, account_id=account_id, passed=passed)
    shown = form or filled_from(tab.chosen)
    wrong = FilledForm({}, {**shown.sentences, **safe_word.sentences, **said.sentences, **email.sentences})
    answer = chart_page(
        request,
        staff,
        chart,
        "accounts/staff/portal",
        tab="portal",
        status=status,
        portal=tab,
        form=shown,
        safe_word=safe_word,
        said=said,
        email_form=email,
        wrong=wrong,
    )
    _note_shown(request, answer, passed, shown=tab.password)
    return answer


def _note_shown(request: Request, answer: Response[Any], passed: Passed, *, shown: str) -> None:
    """Let the tab show once what was passed to it; a password is kept a little longer for the sign-in sheet."""
    if shown:
        kept = Passed(client=passed.client, account=passed.account, password=shown, was_shown=True)
        answer.set_cookie(make_cookie(PASSED, sealed(request, kept), seconds=kept.seconds))
    elif passed.safe_word_right:
        answer.set_cookie(end_cookie(PASSED))

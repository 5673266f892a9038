"""The page where clients choose their safe word."""

from typing import Any

from litestar import Controller, Response, get, post

from app.accounts.pages import portal_page
from app.accounts.portal_tab.forms import NewSafeWord
from app.accounts.portal_tab.safe_words import check_own_chart, has_safe_word, set_safe_word
from app.accounts.sessions import CurrentChart
from app.activity.refusals import Unfit
from app.web.forms import BLANK, FilledForm, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

PATH = "/account/safe-word"


class SafeWordController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT, "confirmed": PATH}

    @get("/", name="accounts.safe_word")
    async def safe_word(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _page(request, chart)

    @post("/", name="accounts.safe_word.post", status_code=303)
    async def choose(self, request: Request, chart: CurrentChart) -> Response[Any]:
        form = parse(NewSafeWord, await request.form())
        if isinstance(form, FilledForm):
            return await _page(request, chart, form=form, status=422)
        try:
            await set_safe_word(chart=chart, safe_word=form.safe_word)
        except Unfit as why:
            return await _page(request, chart, form=BLANK.refused(safe_word=why.sentence), status=422)
        return see(PATH, flash=gettext("Your safe word is set. Keep it in mind: nobody can read it again."))


async def _page(
    request: Request, chart: CurrentChart, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    check_own_chart(chart)
    has_one = await has_safe_word(chart.client_id)
    return await portal_page(
        request, chart, "accounts/own_safe_word", status=status, here=PATH, form=form, has_one=has_one
    )

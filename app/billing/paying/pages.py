"""What pages have in common whose form leads on to the vendor's page."""

from app import config
from app.accounts.admission import too_many_tries
from app.activity.refusals import StateForbids, Unfit
from app.billing.paying.rules import WITHIN, TooOften
from app.config import Payments
from app.web.headers import with_forms_ending_at
from app.web.pages import Page
from app.web.request import Request

UNFIT, FORBIDDEN, TOO_OFTEN = 422, 409, 429


def leading_on(request: Request, page: Page) -> Page:
    """Let a page's form lead on to where the vendor has clients pay: browsers stop it at any other origin."""
    stripe = config.current().stripe
    if stripe is not None:
        page.headers.update(with_forms_ending_at(request.scope, stripe.card_pages))
    return page if page.status_code != TOO_OFTEN else too_many_tries(page, int(WITHIN.total_seconds()))


def status_of(why: StateForbids) -> int:
    """Give the status of an answer to a form that was not taken."""
    if isinstance(why, TooOften):
        return TOO_OFTEN
    return UNFIT if isinstance(why, Unfit) else FORBIDDEN


def is_demo() -> bool:
    """Whether no money moves: the pages say so."""
    return config.current().payments is Payments.DEMO

"""The gallery: every component in every state, for whoever builds or translates pages."""

import re
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.admin import gallery
from app.clients.lists.places import COUNTRIES, HOME, STATES
from app.office.settings import check_settings
from app.staff.rules import Action
from app.web.assets import ASSETS
from app.web.forms import BLANK, FilledForm
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

GALLERY_PATH = "/staff/components"
ICONS = tuple(re.findall(r'<symbol id="([\w-]+)"', ASSETS["icons.svg"].content.decode()))


class GalleryController(Controller):
    """A staff page in production too, for who may see the settings: it shows nothing of anybody's."""

    path = GALLERY_PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="admin.components", sync_to_thread=False)
    def components(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return _gallery_page(request, staff, form=BLANK)

    @get("/errors", name="admin.components.errors", sync_to_thread=False)
    def errors(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Show what a refused form shows, on a page of its own: an error summary takes the focus."""
        return _gallery_page(request, staff, form=gallery.wrong_form())

    @post("/", name="admin.components.post", status_code=303, sync_to_thread=False)
    def send(self, staff: CurrentStaff) -> Response[Any]:
        """Take whatever a form of the gallery sends, and do nothing with it."""
        check_settings(staff, Action.VIEW)
        return see(GALLERY_PATH, flash=gettext("This page only shows. Nothing was saved."))


def _gallery_page(request: Request, staff: CurrentStaff, *, form: FilledForm) -> Response[Any]:
    check_settings(staff, Action.VIEW)
    now = datetime.now(UTC)
    return staff_page(
        request,
        staff,
        "admin/components",
        form=form,
        filled=gallery.filled_form(),
        icons=ICONS,
        messages=gallery.sample_messages(now),
        draft=gallery.SampleDraft(now),
        replies=gallery.SAMPLE_REPLIES,
        sessions=gallery.sample_sessions(now),
        long_word=gallery.LONG_WORD,
        states=STATES.options(),
        countries=COUNTRIES.options(first=(HOME,)),
    )

"""The practice's logo and colour: where they are set, and where every page has them from."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.enums import MediaType
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.files.rules import MEDIA_TYPES, FileKind
from app.office.logo import LARGEST_BYTES, UnfitLogo, logo_content, remove_logo, set_logo
from app.office.settings import check_settings
from app.practice.look import look_of
from app.practice.values import BadValue, colour
from app.staff.rules import Action
from app.web.assets import FOREVER, POLICY
from app.web.forms import BLANK, FilledForm
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import sent_files

LOGO_PATH = "/staff/settings/logo"
AROUND_A_FILE = 100_000
"""Bytes of a form besides its file."""
UNCHANGING = {"cache-control": FOREVER, "content-security-policy": POLICY}


class LogoController(Controller):
    path = LOGO_PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="office.logo", sync_to_thread=False)
    def logo(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_settings(staff, Action.MODIFY)
        return _logo_page(request, staff)

    @post("/", name="office.logo.post", status_code=303, request_max_body_size=LARGEST_BYTES + AROUND_A_FILE)
    async def change(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_settings(staff, Action.MODIFY)
        files = sent_files(await request.form(), "file")
        try:
            await set_logo(staff=staff, file=files[0] if files else None)
        except UnfitLogo as why:
            return _logo_page(request, staff, form=BLANK.refused(file=why.sentence), status=422)
        return see(LOGO_PATH, flash=gettext("Saved. Every page shows it from now on."))

    @post("/removal", name="office.logo.removal", status_code=303)
    async def remove(self, staff: CurrentStaff) -> Response[Any]:
        await remove_logo(staff=staff)
        return see(LOGO_PATH, flash=gettext("Removed. Pages show our own mark again."))


def _logo_page(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    return staff_page(request, staff, "office/logo", status=status, here=LOGO_PATH, form=form)


class LookController(Controller):
    """What pages show before anybody has signed in. Each address names what it gives, so nothing asks for it twice."""

    opt = {"audience": Audience.MACHINE}

    @get("/logo/{file:str}", name="office.look.logo")
    async def shown_logo(self, file: FromPath[str]) -> Response[bytes]:
        digest, _, ending = file.partition(".")
        content = await logo_content(digest) if ending == "png" else None
        if content is None:
            raise NotFoundException
        return Response(content, media_type=MEDIA_TYPES[FileKind.PNG], headers=UNCHANGING)

    @get("/look/{digest:str}/{file:str}", name="office.look.colour", sync_to_thread=False)
    def shown_colour(self, digest: FromPath[str], file: FromPath[str]) -> Response[str]:
        name, _, ending = file.partition(".")
        try:
            look = look_of(colour().read(name)) if name and ending == "css" else None
        except BadValue:
            look = None
        if look is None or look.digest != digest:
            raise NotFoundException
        return Response(look.sheet, media_type=MediaType.CSS, headers=UNCHANGING)

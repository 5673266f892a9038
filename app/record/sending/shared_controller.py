"""The pages behind a link to a copy of a record: for whoever has it, signed in or not."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.admission import origin, too_many_tries
from app.accounts.limits import TooManyTries
from app.record.reading.pages import pdf_answer, xml_answer
from app.record.reading.showing import shown
from app.record.sending import shared
from app.record.sending.shared import Shared
from app.record.sending.tokens import PATH
from app.web.address import client_address
from app.web.cookies import make_cookie, read_cookie, sign, unsign
from app.web.language import _l
from app.web.pages import Page, page, see
from app.web.readers.choices import maybe_row
from app.web.request import Request
from app.web.security import Audience

LINK, OPEN, SECONDS = "shared", "shared-open", 60 * 60
"""The cookies that a token and its opening are swapped for, and how long each is good for."""
LONGEST_TOKEN = 100
NO_REFERRER = {"referrer-policy": "no-referrer"}
DEAD = 404
TOO_MANY = _l("There were many tries from here. Please wait some minutes, then try again.")


class SharedController(Controller):
    path = PATH
    opt = {"audience": Audience.ANYONE}

    @get("/{token:str}", name="record.shared.follow", sync_to_thread=False)
    def follow(self, token: FromPath[str]) -> Response[Any]:
        """Swap the token for a cookie; whoever fetches the address, a mail scanner too, opens nothing."""
        plain = token if token.isascii() and len(token) <= LONGEST_TOKEN else ""
        answer = see(PATH, cookies=(make_cookie(LINK, sign(LINK, plain, seconds=SECONDS), seconds=SECONDS),))
        answer.headers.update(NO_REFERRER)
        return answer

    @get("/", name="record.shared", sync_to_thread=False)
    def shared(self, request: Request) -> Response[Any]:
        """Offer to open the link, whatever it is: nothing is looked up yet."""
        return _page(request, "record/shared" if _token(request) else "record/shared_gone")

    @get("/opening", name="record.shared.opening", sync_to_thread=False)
    def opening(self) -> Response[Any]:
        """Lead somebody who opens the address of the form to the page it stands on."""
        return see(PATH)

    @post("/opening", name="record.shared.opening.post", status_code=303)
    async def open(self, request: Request) -> Response[Any]:
        try:
            sending_id = await shared.open_link(
                token=_token(request), address=client_address(request), origin=origin(request)
            )
        except TooManyTries:
            return too_many_tries(_page(request, "record/shared", status=429, sentence=TOO_MANY))
        if sending_id is None:
            return _dead(request)
        value = sign(OPEN, str(sending_id), seconds=SECONDS)
        return see(f"{PATH}/record", cookies=(make_cookie(OPEN, value, seconds=SECONDS),))

    @get("/record", name="record.shared.record")
    async def record(self, request: Request) -> Response[Any]:
        found = await shared.shared_by(_opened(request))
        if found is None:
            return _nothing(request)
        return _page(request, "record/shared_record", record=shown(found.record), path=f"{PATH}/record")

    @get("/record.pdf", name="record.shared.pdf")
    async def pdf(self, request: Request) -> Response[Any]:
        found = await _taken(request)
        return await pdf_answer(found.record) if found else _nothing(request)

    @get("/record.xml", name="record.shared.xml")
    async def xml(self, request: Request) -> Response[Any]:
        found = await _taken(request)
        return await xml_answer(found.record) if found else _nothing(request)


def _opened(request: Request) -> UUID | None:
    """Give the sending that was opened in this browser within the last hour."""
    return maybe_row(unsign(OPEN, read_cookie(request, OPEN)) or "")


async def _taken(request: Request) -> Shared | None:
    found = await shared.shared_by(_opened(request))
    if found is not None:
        await shared.note_taken(found, origin=origin(request))
    return found


def _token(request: Request) -> str:
    return unsign(LINK, read_cookie(request, LINK)) or ""


def _nothing(request: Request) -> Response[Any]:
    """Lead who has opened nothing here lately to the button, and say to others that their link works no more."""
    return _dead(request) if _opened(request) else see(PATH)


def _dead(request: Request) -> Page:
    """Say that the link opens nothing: the same for one that is over, taken back, or none of ours."""
    return _page(request, "record/shared_gone", status=DEAD)


def _page(request: Request, name: str, *, status: int = 200, **values: Any) -> Page:
    return page(request, name, status=status, here=PATH, **{"sentence": "", **values})

"""The page of the demo processor: a list of outcomes, and no field for a card. It is there in development only."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app import config
from app.activity.refusals import StateForbids
from app.billing.demo_processor import charges, telling
from app.billing.demo_processor.charges import Charge
from app.billing.demo_processor.rules import ChargeState as State
from app.billing.demo_processor.rules import Choice, Fate, offers
from app.billing.demo_processor.vendor import PATH
from app.config import Payments
from app.web.forms import FilledForm, Form, one_of, parse
from app.web.frame import Portal
from app.web.language import Language, current_language, speak, speaking
from app.web.pages import Page, page, see
from app.web.request import Request
from app.web.security import Audience

ONE = "/{charge_id:uuid}"

Here = FromPath[UUID]


class ChoiceForm(Form):
    choice: Annotated[str, one_of("", *Choice)]


class DemoProcessorController(Controller):
    path = PATH
    opt = {"audience": Audience.ANYONE}

    @get(ONE, name="billing.demo_processor")
    async def charge(self, request: Request, charge_id: Here) -> Response[Any]:
        _speak_as_told(request)
        return _page(request, await _charge(charge_id))

    @post(ONE, name="billing.demo_processor.post", status_code=303)
    async def choose(self, request: Request, charge_id: Here) -> Response[Any]:
        _speak_as_told(request)
        charge = await _charge(charge_id)
        form = parse(ChoiceForm, await request.form())
        if isinstance(form, FilledForm) or not form.choice:
            return _page(request, charge, status=422)
        try:
            fate = await charges.choose(charge_id, Choice(form.choice))
        except StateForbids:
            return _page(request, await _charge(charge_id), status=409)
        return await _after(request, charge_id, fate)


async def _after(request: Request, charge_id: UUID, fate: Fate) -> Response[Any]:
    """Tell the portal what was decided, and send the client where the portal wants them back."""
    charge = await _charge(charge_id)
    if fate.state is State.ASKED:
        return see(_address(charge_id))
    if fate.state is State.PROCESSING:
        await telling.tell_late(charge_id)
    await telling.tell(charge, post=_poster(request), times=fate.told)
    return see(_within(charge["success_url"]))


async def _charge(charge_id: UUID) -> Charge:
    """Give the charge of a page; raises NotFoundException where there is none, or no demo processor."""
    is_demo = config.current().payments is Payments.DEMO
    charge = await charges.charge_of(charge_id) if is_demo else None
    if charge is None:
        raise NotFoundException
    return charge


def _page(request: Request, charge: Charge, *, status: int = 200) -> Page:
    state = charges.state_of(charge, now=datetime.now(UTC))
    return page(
        request,
        "billing/demo_processor",
        status=status,
        cents=charge["amount_cents"],
        intent=charge["intent"],
        way_back=_within(charge["cancel_url"]),
        path=_address(charge["id"]),
        state=state.value,
        offers=offers(state),
    )


def _speak_as_told(request: Request) -> None:
    """Answer in the language in which the client was sent here, as a real card page does."""
    told = request.query_params.get("language", "")
    if told in {language.value for language in Language}:
        speak(Language(told))


def _address(charge_id: UUID) -> str:
    return f"{PATH}/{charge_id}?language={current_language()}"


def _within(address: str) -> str:
    """Give an address of the portal as links within it have it."""
    return urlsplit(address).path


def _poster(request: Request) -> telling.Post:
    """Give what posts to this very portal, without a network in between."""
    transport = httpx.ASGITransport(app=Portal(request.app))  # type: ignore[arg-type]  # typed for another library

    async def send(path: str, body: bytes, headers: Mapping[str, str]) -> int:
        with speaking(current_language()):
            async with httpx.AsyncClient(transport=transport, base_url=config.current().public_url) as client:
                answer = await client.post(path, content=body, headers=dict(headers))
        return answer.status_code

    return send

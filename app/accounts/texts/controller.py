"""Where the service of texts calls: answers that came in, and what became of texts. Signed, or refused."""

from datetime import UTC, datetime
from html import escape
from typing import Any

from litestar import Controller, Response, post
from litestar.enums import MediaType

from app import config
from app.accounts.texts.readers import language_at
from app.addresses import TextService, Twilio
from app.notices.texts import gateway_calls, twilio_calls
from app.notices.texts.answering import take
from app.notices.texts.calls import Call, Forged, NotUnderstood
from app.web.request import Request
from app.web.security import Audience

LARGEST_CALL = 20_000
XML = MediaType.XML


class TextsController(Controller):
    opt = {"audience": Audience.MACHINE}

    @post("/webhooks/texts", name="accounts.texts", status_code=200, request_max_body_size=LARGEST_CALL)
    async def called(self, request: Request) -> Response[Any]:
        body, service = await request.body(), config.current().text_service
        if service is None:
            return _refused(403)
        try:
            answer = await take(_read(request, service, body), language_at=language_at)
        except Forged:
            return _refused(403)
        except NotUnderstood:
            return _refused(422)
        return _answered(service, answer)


def _read(request: Request, service: TextService, body: bytes) -> Call:
    if isinstance(service, Twilio):
        return twilio_calls.read_call(service, address=_address(request), headers=request.headers, body=body)
    return gateway_calls.read_call(service, headers=request.headers, body=body, now=datetime.now(UTC))


def _address(request: Request) -> str:
    """Give the address as the service called it: it knows us under PUBLIC_URL, whatever stands in between."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{config.current().public_url}{request.url.path}{'?' if query else ''}{query}"


def _answered(service: TextService, answer: str) -> Response[Any]:
    if not isinstance(service, Twilio):
        return Response({"answer": answer}, status_code=200)
    message = f"<Message>{escape(answer, quote=False)}</Message>" if answer else ""
    said = f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>'
    return Response(said.encode(), status_code=200, media_type=XML)


def _refused(status: int) -> Response[Any]:
    return Response(b"", status_code=status, media_type=MediaType.TEXT)

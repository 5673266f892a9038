"""Where the vendor of card payments calls: what became of a payment. Signed, or refused."""

from datetime import UTC, datetime

from litestar import Controller, Response, post
from litestar.enums import MediaType

from app.billing.vendors import signing
from app.billing.vendors.telling import take
from app.billing.vendors.vendor import Forged, NotUnderstood, current_vendor
from app.web.request import Request
from app.web.security import Audience

LARGEST_CALL = 300_000
"""Bytes; an event tells of one payment, with all that is known of it."""


class PaymentsController(Controller):
    opt = {"audience": Audience.MACHINE}

    @post("/webhooks/payments", name="billing.webhook", status_code=200, request_max_body_size=LARGEST_CALL)
    async def told(self, request: Request) -> Response[bytes]:
        body, vendor = await request.body(), current_vendor()
        if vendor is None:
            return _answer(400)
        try:
            told = vendor.read(body, request.headers.get(signing.HEADER, ""), datetime.now(UTC))
        except (Forged, NotUnderstood):
            return _answer(400)
        await take(told, vendor=vendor.name)
        return _answer(200)


def _answer(status: int) -> Response[bytes]:
    return Response(b"", status_code=status, media_type=MediaType.TEXT)

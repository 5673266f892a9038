"""The e-mails of a development: what went out, with its links, instead of a mailbox for each demo person."""

from typing import Any

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException

from app import config
from app.notices.sent import letters_sent
from app.web.pages import page
from app.web.request import Request
from app.web.security import Audience


class DevelopmentOutboxController(Controller):
    opt = {"audience": Audience.ANYONE}

    @get("/development/outbox", name="admin.outbox")
    async def outbox(self, request: Request) -> Response[Any]:
        if config.current().is_production:
            raise NotFoundException
        return page(request, "admin/outbox", letters=await letters_sent())

"""Builds the app from the panels and the packages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException

from app import config, db
from app.accounts import admission
from app.accounts.admin import ADMIN as OF_ACCOUNTS
from app.accounts.controller import AccountController, SignInController
from app.accounts.staff_controller import StaffAccountController, StaffSignInController
from app.activity.admin import ADMIN as OF_ACTIVITY
from app.activity.refusals import Refusal, StateForbids
from app.admin.gallery_controller import GalleryController
from app.admin.guard import admin_door
from app.admin.mend_controller import MendController
from app.admin.outbox_controller import DevelopmentOutboxController
from app.admin.settings_controller import SettingsController
from app.clients.admin import ADMIN as OF_CLIENTS
from app.home.controller import HomeController
from app.notices.admin import ADMIN as OF_NOTICES
from app.panels import PANELS
from app.practice.admin import ADMIN as OF_PRACTICE
from app.practice.settings import PRACTICE, load_settings
from app.staff.admin import ADMIN as OF_STAFF
from app.web import errors
from app.web.admin import AdminParts
from app.web.assets import static
from app.web.csrf import CrossSite
from app.web.frame import BodyTooSlow, Portal
from app.web.health import live, ready
from app.web.logs import set_up_logs
from app.web.panel import Panels
from app.web.templates import environment
from app.worker import Bell, supervise

LARGEST_BODY = 1_000_000
"""Bytes of a form; uploads will name a limit of their own."""


def create_app() -> Portal:
    """Build the portal that the server runs."""
    set_up_logs()
    return Portal(build(PANELS))


def build(panels: Panels) -> Litestar:
    """Build the Litestar app with these panels."""
    environment.globals["practice"] = PRACTICE
    app = Litestar(
        route_handlers=[
            static,
            live,
            ready,
            SignInController,
            StaffSignInController,
            AccountController,
            StaffAccountController,
            HomeController,
            SettingsController,
            MendController,
            GalleryController,
            DevelopmentOutboxController,
            admin_door(admin_parts(panels)),
            *(handler for panel in panels for handler in (*panel.handlers, *panel.staff_handlers)),
        ],
        guards=[admission.admit],
        dependencies={
            "account": Provide(admission.provide_account, sync_to_thread=False),
            "chart": Provide(admission.provide_chart, sync_to_thread=False),
            "staff": Provide(admission.provide_staff, sync_to_thread=False),
        },
        exception_handlers={
            admission.SignInNeeded: admission.on_sign_in_needed,
            Refusal: admission.on_refusal,
            StateForbids: admission.on_forbidden_state,
            CrossSite: errors.on_cross_site,
            BodyTooSlow: errors.on_slow_body,
            HTTPException: errors.on_http_error,
            Exception: errors.on_fault,
        },
        after_exception=[admission.keep_refusal],
        state=State({"panels": panels}),
        lifespan=[_lifespan],
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
        multipart_form_part_limit=100,
        debug=False,
    )
    _check_audiences(app)
    return app


def admin_parts(panels: Panels) -> AdminParts:
    """Collect what the packages hand to Piccolo Admin, in the order of its menu."""
    of_panels = tuple(panel.admin for panel in panels if panel.admin is not None)
    return (*of_panels, OF_PRACTICE, OF_CLIENTS, OF_ACCOUNTS, OF_STAFF, OF_ACTIVITY, OF_NOTICES)


def _check_audiences(app: Litestar) -> None:
    """Refuse to start with a route that does not say who it is for."""
    for route in app.routes:
        handlers = getattr(route, "route_handlers", None) or (getattr(route, "route_handler", None),)
        for handler in filter(None, handlers):
            methods = getattr(handler, "http_methods", None)
            if "audience" not in handler.opt and methods != {"OPTIONS"}:
                raise RuntimeError(f"{route.path} does not say who it is for: give it opt={{'audience': …}}")


@asynccontextmanager
async def _lifespan(_app: Litestar) -> AsyncIterator[None]:
    async with db.open_pool():
        await load_settings()
        bell = Bell()
        db.set_bell(bell.ring)
        try:
            async with _worker_inside():
                yield
        finally:
            db.set_bell(None)
            await bell.close()


@asynccontextmanager
async def _worker_inside() -> AsyncIterator[None]:
    if config.current().worker is not config.Worker.INSIDE:
        yield
        return
    stop = asyncio.Event()
    supervised = asyncio.create_task(supervise(stop))
    try:
        yield
    finally:
        stop.set()
        await supervised

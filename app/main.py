"""Builds the app from the panels and the packages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException

from app import config, db
from app.accounts import admission
from app.accounts.admin import ADMIN as OF_ACCOUNTS
from app.accounts.as_client.controller import AsClientController
from app.accounts.chart_head import show_in_heads
from app.accounts.controller import AccountController, SignInController
from app.accounts.grants.admin import admin_part as access_part
from app.accounts.grants.controller import ChartsController
from app.accounts.grants.staff_controller import ChartAccessController
from app.accounts.links.admin import ADMIN as OF_LINKS
from app.accounts.links.controller import ForgottenController, LinkController
from app.accounts.links.staff_controller import CredentialsController, InvitationsController
from app.accounts.links.status import CREDENTIALS
from app.accounts.own.controller import OwnController, SessionController
from app.accounts.own.staff_controller import StaffOwnController, StaffSessionController
from app.accounts.portal_admin import ADMIN as OF_PORTAL_ACCOUNTS
from app.accounts.portal_tab.admin import ADMIN as OF_PORTAL_TAB
from app.accounts.portal_tab.controller import SafeWordController
from app.accounts.portal_tab.staff_controller import PortalTabController
from app.accounts.second_step.controller import CONTROLLERS as SECOND_STEP
from app.accounts.second_step.own_controller import CONTROLLERS as OWN_SECOND_STEP
from app.accounts.staff_controller import StaffAccountController, StaffSignInController
from app.accounts.telling.controller import NoticeController
from app.accounts.telling.listing import SECTION as NOTICES
from app.accounts.telling.staff_controller import ChartNoticesController
from app.accounts.texts.controller import TextsController
from app.activity.admin import ADMIN as OF_ACTIVITY
from app.activity.refusals import Refusal, StateForbids
from app.admin.gallery_controller import GalleryController
from app.admin.guard import admin_door
from app.admin.outbox_controller import DevelopmentOutboxController
from app.changes.admin import admin_part as changes_part
from app.changes.parts import by_name
from app.changes.staff_controller import ChangesController
from app.chart.activity_controller import ChartActivityController
from app.chart.admin import ADMIN as OF_CHART
from app.chart.importing.controller import ChartImportController
from app.chart.staff_controller import ClientsController
from app.chart.tabs import HEAD_PARTS, TABS
from app.clients.admin import ADMIN as OF_CLIENTS
from app.home.controller import HomeController
from app.notices.admin import ADMIN as OF_NOTICES
from app.office.admin import ADMIN as OF_OFFICE
from app.office.inbox.controller import InboxController
from app.office.look_controller import LogoController, LookController
from app.office.mend_controller import MendController
from app.office.reports.controller import ReportsController
from app.office.rights.controller import RightsController
from app.office.settings_controller import SettingsController
from app.office.setup.controller import SetupController
from app.office.setup.staff_controller import GoingOnController
from app.panels import PANELS
from app.practice.admin import ADMIN as OF_PRACTICE
from app.practice.settings import PRACTICE, load_settings
from app.printing.service import NotPrinted
from app.staff.admin import ADMIN as OF_STAFF
from app.web import errors
from app.web.admin import AdminParts, with_checks
from app.web.assets import pack, static
from app.web.csrf import CrossSite
from app.web.frame import BodyTooSlow, Portal
from app.web.health import live, ready
from app.web.logs import set_up_logs
from app.web.panel import Panel, Panels
from app.web.request import FormRequest
from app.web.templates import environment
from app.worker import Bell, supervise

OF_SIGNING_IN = (
    SignInController,
    LinkController,
    ForgottenController,
    AccountController,
    OwnController,
    SessionController,
    SafeWordController,
    StaffSignInController,
    StaffAccountController,
    StaffOwnController,
    StaffSessionController,
    *SECOND_STEP,
    *OWN_SECOND_STEP,
)
OF_CHARTS = (
    ChartsController,
    NoticeController,
    ChartNoticesController,
    ClientsController,
    ChartImportController,
    ChartActivityController,
    PortalTabController,
    AsClientController,
    ChartAccessController,
    CredentialsController,
    InvitationsController,
    ChangesController,
)
OF_THE_OFFICE = (
    InboxController,
    SettingsController,
    LogoController,
    SetupController,
    GoingOnController,
    LookController,
    MendController,
    ReportsController,
    RightsController,
)
LARGEST_BODY = 1_000_000
"""Bytes of a form; uploads will name a limit of their own."""


def create_app() -> Portal:
    """Build the portal that the server runs."""
    set_up_logs()
    show_in_heads((*HEAD_PARTS, *(part for panel in PANELS for part in panel.head_parts)))
    return Portal(build(PANELS))


def build(panels: Panels) -> Litestar:
    """Build the Litestar app with these panels."""
    environment.globals["practice"] = PRACTICE
    app = Litestar(
        route_handlers=[
            static,
            live,
            ready,
            *OF_SIGNING_IN,
            *OF_CHARTS,
            HomeController,
            *OF_THE_OFFICE,
            GalleryController,
            DevelopmentOutboxController,
            TextsController,
            admin_door(admin_parts(panels)),
            *(part for panel in panels for part in (_area(panel), *panel.staff_handlers)),
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
            NotPrinted: errors.on_not_printed,
            Exception: errors.on_fault,
        },
        after_exception=[admission.keep_refusal],
        state=_state(panels),
        lifespan=[_lifespan],
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
        request_class=FormRequest,
        debug=False,
    )
    _check_audiences(app)
    return app


def _area(panel: Panel) -> Router:
    """Give a panel's routes, marked with its name: they are open to whose grant opens that area."""
    return Router("/", route_handlers=panel.handlers, opt={"area": panel.name, "pays": panel.pays})


def _state(panels: Panels) -> State:
    """Give what the pages are built from: the panels, and what they hand to the chart."""
    sections = (CREDENTIALS, *(each for panel in panels for each in panel.portal_sections), NOTICES)
    found = (*TABS, *(tab for panel in panels for tab in panel.chart_tabs))
    tabs = tuple(sorted(found, key=lambda tab: tab.order))
    parts = by_name(part for panel in panels for part in panel.parts)
    return State({"panels": panels, "chart_tabs": tabs, "portal_sections": sections, "parts": parts})


def admin_parts(panels: Panels) -> AdminParts:
    """Collect what the packages hand to Piccolo Admin."""
    of_panels = tuple(panel.admin for panel in panels if panel.admin is not None)
    parts = (
        *of_panels,
        OF_PRACTICE,
        OF_CLIENTS,
        OF_CHART,
        changes_part(by_name(part for panel in panels for part in panel.parts)),
        OF_PORTAL_ACCOUNTS,
        OF_PORTAL_TAB,
        OF_LINKS,
        OF_ACCOUNTS,
        access_part(panels),
        OF_STAFF,
        OF_OFFICE,
        OF_ACTIVITY,
        OF_NOTICES,
    )
    return with_checks(parts)


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
        packing = asyncio.create_task(asyncio.to_thread(pack))
        try:
            async with _worker_inside():
                yield
        finally:
            await packing
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

"""The staff's inbox: alerts, what is late, and what the packages hand in; and what is done with alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import STAFF_FRONT, STAFF_PLACES, opens, staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotAllowed, StateForbids
from app.notices.alert_list import AlertChoice, Alerts, Place
from app.notices.alerts_together import Settled, Settling, settle_alert, settle_alerts
from app.office.inbox.choosing import (
    ALL_ALERTS,
    NOTHING,
    Filters,
    address_of,
    choice_of,
    choice_sent,
    filters_of,
)
from app.office.inbox.forms import SETTLED, AlertReading, Ticked
from app.office.inbox.late import A_FEW, LATE_PATH, WhatIsLate, late_of_kind, what_is_late
from app.office.inbox.listing import alerts_for
from app.web.cursor import read_cursor
from app.web.forms import FilledForm, parse, typed_fields
from app.web.forms import asked as asked_of
from app.web.language import _l, gettext
from app.web.pages import see, wants_fragment
from app.web.panel import InboxPart, Panels
from app.web.request import Request
from app.web.security import Audience

ALERTS = "/staff/alerts"
NO_RULE = _l(
    "Your profile has no permission rule yet, so there is no page for you here. Ask an administrator of the practice to"
    " add those you need, such as “Client Portal Can Send Messages to Client”."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The alerts as a page lists them."""

    alerts: Alerts
    filters: Filters


class InboxController(Controller):
    path = "/staff"
    opt = {"audience": Audience.STAFF}

    @get("/", name="office.inbox")
    async def inbox(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_inbox(staff)
        asked = typed_fields(asked_of(request))
        panels: Panels = request.app.state.panels
        parts = [panel.inbox for panel in panels if panel.inbox is not None]
        shown = await _shown(request, staff, choice_of(asked), path=STAFF_FRONT, kept=_kept(parts, asked))
        loaded = [(part.template, await part.load(staff, asked)) for part in parts]
        return staff_page(
            request,
            staff,
            "office/inbox/inbox",
            here=STAFF_FRONT,
            alerts=shown.alerts,
            filters=shown.filters,
            whole=False,
            ticked=asked.get("ticked", "") == "all",
            late=await what_is_late(staff, panels=panels),
            parts=[(template, section) for template, section in loaded if section is not None],
            kept=shown.filters.query,
        )

    @get("/alerts", name="office.alerts", opt={"poll": True})
    async def alerts(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        choice = choice_of(typed_fields(asked_of(request)))
        if not wants_fragment(request):
            return see(address_of(STAFF_FRONT, choice))
        return await _alerts_page(request, staff, choice, "office/inbox/_alerts", whole=False)

    @get("/alerts/all", name="office.alerts.all")
    async def all_alerts(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        asked = typed_fields(asked_of(request))
        cursor = read_cursor(asked.get("before", ""))
        behind = Place(asked.get("read", "") == "1", cursor) if cursor else None
        return await _alerts_page(
            request, staff, choice_of(asked), "office/inbox/all_alerts", whole=True, behind=behind
        )

    @post("/alerts/{alert_id:uuid}/reading", name="office.alerts.reading", status_code=303)
    async def settle(self, request: Request, staff: CurrentStaff, alert_id: FromPath[UUID]) -> Response[Any]:
        form = parse(AlertReading, await request.form())
        if isinstance(form, FilledForm):
            return see(STAFF_FRONT)
        back = _back(request, form.back, form.query)
        try:
            await settle_alert(
                staff_id=staff.staff_id, by=staff.actor, alert_id=alert_id, how=form.state, seen=form.seen
            )
        except StateForbids as why:
            return see(back, flash=str(why.sentence))
        return see(back, flash=_said(Settled(1, ()), form.state))

    @post("/alerts/several", name="office.alerts.several", status_code=303)
    async def settle_several(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        data = await request.form()
        form = parse(Ticked, data)
        if isinstance(form, FilledForm):
            back = _back(request, form.value("back"), form.value("query"))
            return see(back, flash=next(iter(form.sentences.values())))
        settled = await settle_alerts(
            staff_id=staff.staff_id, by=staff.actor, seen_of=form.alert, how=form.state
        )
        return see(_back(request, form.back, form.query), flash=_said(settled, form.state))

    @get("/late", name="office.late")
    async def late(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_inbox(staff)
        asked = typed_fields(asked_of(request))
        name, behind = asked.get("kind", ""), read_cursor(asked.get("before", ""))
        panels: Panels = request.app.state.panels
        if name:
            one = await late_of_kind(staff, name, panels=panels, behind=behind)
            late = WhatIsLate((one,) if one else ())
        else:
            late = await what_is_late(staff, panels=panels, most=A_FEW)
        return staff_page(request, staff, "office/inbox/late", here=LATE_PATH, late=late, one=bool(name))


def check_inbox(staff: CurrentStaff) -> None:
    """Raise NotAllowed to whom no rule opens anything."""
    inbox = next(place for place in STAFF_PLACES if place.path == STAFF_FRONT)
    if not opens(staff, inbox):
        raise NotAllowed(by=staff.actor, object_kind="inbox", sentence=NO_RULE)


async def _shown(
    request: Request,
    staff: CurrentStaff,
    choice: AlertChoice,
    *,
    path: str,
    kept: Mapping[str, str] = NOTHING,
    behind: Place | None = None,
) -> Shown:
    state = request.app.state
    found = await alerts_for(staff, panels=state.panels, parts=state.parts, chosen=choice, behind=behind)
    return Shown(found, filters_of(choice, found.counts, path=path, kept=kept))


async def _alerts_page(
    request: Request,
    staff: CurrentStaff,
    choice: AlertChoice,
    name: str,
    *,
    whole: bool,
    behind: Place | None = None,
) -> Response[Any]:
    path = ALL_ALERTS if whole else STAFF_FRONT
    shown = await _shown(request, staff, choice, path=path, behind=behind)
    return staff_page(
        request,
        staff,
        name,
        here=path,
        alerts=shown.alerts,
        filters=shown.filters,
        whole=whole,
        ticked=request.query_params.get("ticked", "") == "all",
        first=behind is None,
    )


def _back(request: Request, where: str, query: str) -> str:
    """Give the page that a form was sent from, and for htmx the part of it that changes."""
    choice = choice_sent(query)
    if where == "all":
        return address_of(ALL_ALERTS, choice)
    return address_of(ALERTS if wants_fragment(request) else STAFF_FRONT, choice)


def _kept(parts: list[InboxPart], asked: Mapping[str, str]) -> dict[str, str]:
    """Give what of the address the parts go by."""
    return {name: asked[name] for part in parts for name in part.keeps if asked.get(name)}


def _said(settled: Settled, how: Settling) -> str:
    """Say what was done with several alerts, and why it was not with the others."""
    one, several = SETTLED[how]
    words = [str(one) if settled.settled == 1 else str(several) % {"count": settled.settled}]
    if settled.left:
        left = gettext("%(count)s stayed as before: %(why)s")
        words.append(left % {"count": len(settled.left), "why": " ".join(dict.fromkeys(settled.left))})
    return " ".join(words)

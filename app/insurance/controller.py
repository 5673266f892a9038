"""The client's pages of insurance: what is on file, the form of a policy, its end, and photos of its card."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.own import drafts
from app.accounts.own.drafts import Keeps
from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart, today
from app.activity.refusals import NotFound, StateForbids
from app.changes import access, service
from app.changes.fields import countries, form_of, states
from app.changes.forms import form_to_fill, with_both
from app.changes.parts import seen_in
from app.changes.rules import Section
from app.changes.service import GONE, ChangedMeanwhile, added_subject, ending
from app.changes.wording import said_of
from app.files.rules import ACCEPTED, ALLOWED, Unacceptable
from app.files.service import take_in
from app.insurance import cards
from app.insurance.forms import HOWS, Placing, changed_policy, new_policy, once_of, with_once
from app.insurance.listing import Known, begin_new, policies_of, policy_of
from app.insurance.policy import POLICY, TYPED, to_choose_from
from app.insurance.rules import NOT_BEGUN, SIDE_NAMES, Side
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.panel import Bar
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import sent_files

PATH = "/insurance"
NEW = f"{PATH}/new"
LARGEST_PHOTO = 21_000_000
"""Bytes of a form with one of the largest files."""
SLOW = {"body_seconds": 600}
SECTION = Section.INSURANCE
KEPT = form_of(TYPED.fields)

Here = FromPath[UUID]


class InsuranceController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT}

    @get("/", name="insurance.insurance")
    async def insurance(self, request: Request, chart: CurrentChart) -> Response[Any]:
        access.check_can_see(chart, SECTION)
        policies = await policies_of(chart)
        return await _page(
            request,
            chart,
            "insurance/insurance",
            policies=policies,
            may_change=access.may_change(SECTION),
            opens_cards=cards.opens_cards(chart),
        )

    @get("/new", name="insurance.new")
    async def new(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _new_page(request, chart)

    @post("/", name="insurance.new.post", status_code=303, opt={"keeps": Keeps(KEPT, page=NEW, address=PATH)})
    async def add(self, request: Request, chart: CurrentChart) -> Response[Any]:
        access.check_can_change(chart, SECTION)
        data = await request.form()
        edit = new_policy(added_subject(chart, once_of(data)), data)
        if isinstance(edit, FilledForm):
            return await _new_page(request, chart, typed=edit, status=422)
        saved = await service.save(chart=chart, section=SECTION, edits=[edit])
        await drafts.forget(chart, PATH)
        return see(PATH, flash=said_of(saved, TYPED))

    @get("/{policy_id:uuid}", name="insurance.policy")
    async def policy(self, request: Request, chart: CurrentChart, policy_id: Here) -> Response[Any]:
        access.check_can_change(chart, SECTION)
        known = await policy_of(chart, policy_id)
        return see(PATH) if known.has_ended else await _policy_page(request, chart, known)

    @post(
        "/{policy_id:uuid}",
        name="insurance.policy.post",
        status_code=303,
        opt={"keeps": Keeps(KEPT)},
    )
    async def update(self, request: Request, chart: CurrentChart, policy_id: Here) -> Response[Any]:
        access.check_can_change(chart, SECTION)
        known, data = await policy_of(chart, policy_id), await request.form()
        new_subject = added_subject(chart, once_of(data))
        if known.was_added(new_subject):
            return see(PATH)  # the form was sent twice
        if known.has_ended:
            raise StateForbids(GONE)
        edits = changed_policy(known, new_subject, data)
        if isinstance(edits, FilledForm):
            return await _policy_page(request, chart, known, typed=edits, status=422)
        try:
            saved = await service.save(chart=chart, section=SECTION, edits=edits)
        except ChangedMeanwhile as why:
            now = await policy_of(chart, policy_id)
            return await _policy_page(request, chart, now, typed=with_both(TYPED, data, why), status=409)
        await drafts.forget(chart, f"{PATH}/{policy_id}")
        return see(PATH, flash=said_of(saved, TYPED))

    @get("/{policy_id:uuid}/ending", name="insurance.ending")
    async def ending(self, request: Request, chart: CurrentChart, policy_id: Here) -> Response[Any]:
        access.check_can_change(chart, SECTION)
        known = await policy_of(chart, policy_id)
        return see(PATH) if known.has_ended or known.ends_later else await _ending_page(request, chart, known)

    @post("/{policy_id:uuid}/ending", name="insurance.ending.post", status_code=303)
    async def end(self, request: Request, chart: CurrentChart, policy_id: Here) -> Response[Any]:
        access.check_can_change(chart, SECTION)
        known = await policy_of(chart, policy_id)
        if known.has_ended or known.ends_later:
            return see(PATH)
        if not known.has_begun:
            return await _ending_page(request, chart, known, status=409)
        seen = seen_in(POLICY, policy_id, known.view.texts)
        saved = await service.save(chart=chart, section=SECTION, edits=[ending(POLICY, policy_id, seen)])
        return see(PATH, flash=said_of(saved, POLICY))

    @get("/{policy_id:uuid}/cards/{side:str}", name="insurance.card")
    async def card(
        self, request: Request, chart: CurrentChart, policy_id: Here, side: FromPath[str]
    ) -> Response[Any]:
        known = await cards.policy_for_card(chart, policy_id)
        return await _card_page(request, chart, known, _side(chart, side))

    @post(
        "/{policy_id:uuid}/cards/{side:str}",
        name="insurance.card.post",
        status_code=303,
        opt=SLOW,
        request_max_body_size=LARGEST_PHOTO,
    )
    async def add_photo(
        self, request: Request, chart: CurrentChart, policy_id: Here, side: FromPath[str]
    ) -> Response[Any]:
        known, of_side = await cards.policy_for_card(chart, policy_id), _side(chart, side)
        data = await request.form()
        try:
            for photo in sent_files(data, "file")[:1]:
                taken = await take_in(photo.parts, name=photo.name)
                await cards.add_photo(chart=chart, policy_id=policy_id, side=of_side, taken=taken)
                return see(PATH, flash=gettext("The photo was sent. It is being checked."))
        except Unacceptable as why:
            form = filled(data).refused(file=why.sentence)
            return await _card_page(request, chart, known, of_side, form=form, status=why.status)
        form = filled(data).refused(file=gettext("Take a photo, or choose a file."))
        return await _card_page(request, chart, known, of_side, form=form, status=422)

    @post("/{policy_id:uuid}/cards", name="insurance.cards.post", status_code=303)
    async def choose_photo(self, request: Request, chart: CurrentChart, policy_id: Here) -> Response[Any]:
        access.check_can_change(chart, SECTION)
        form = parse(Placing, await request.form())
        if isinstance(form, FilledForm):
            return see(PATH, flash=gettext("Please try again."))
        await cards.choose_photo(
            chart=chart, policy_id=policy_id, side=Side(form.side), document_id=form.document
        )
        return see(PATH, flash=gettext("Saved"))


def _side(chart: CurrentChart, side: str) -> Side:
    if side not in set(Side):
        raise NotFound(by=chart.actor, object_kind="side of a card", client_id=chart.client_id)
    return Side(side)


async def _page(request: Request, chart: CurrentChart, name: str, **values: Any) -> Response[Any]:
    tabs = page_tabs(request, chart, Bar.INFORMATION, here=PATH)
    return await portal_page(request, chart, name, here=PATH, tabs=tabs, **values)


async def _new_page(
    request: Request, chart: CurrentChart, *, typed: FilledForm | None = None, status: int = 200
) -> Response[Any]:
    access.check_can_change(chart, SECTION)
    begins, payers = await begin_new(chart)
    left = await drafts.given_back(chart, PATH) if typed is None else None
    shown = typed or (left.form if left else None)
    subject = chart.client_id  # what is new has no fields that could have changed meanwhile
    return await _form_page(
        request,
        chart,
        "insurance/new",
        part=to_choose_from(payers, ""),
        form=form_to_fill(TYPED, subject, begins, typed=shown),
        left=left,
        status=status,
    )


async def _policy_page(
    request: Request,
    chart: CurrentChart,
    known: Known,
    *,
    typed: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    """Show the form of a policy: as it was typed, as it was left when a session ran out, or with what is on file."""
    path, texts = f"{PATH}/{known.id}", known.view.texts
    left = await drafts.given_back(chart, path) if typed is None else None
    shown = typed or (left.form if left else None)
    return await _form_page(
        request,
        chart,
        "insurance/policy",
        part=to_choose_from(known.payers, texts["payer"]),
        form=form_to_fill(TYPED, known.id, texts, typed=shown),
        left=left,
        status=status,
        known=known,
        path=path,
        hows=HOWS.options(),
    )


async def _form_page(
    request: Request, chart: CurrentChart, name: str, *, form: FilledForm, **values: Any
) -> Response[Any]:
    return await _page(
        request,
        chart,
        name,
        form=with_once(form),
        reviewed=access.is_reviewed(SECTION),
        states=states(),
        countries=countries(),
        **values,
    )


async def _ending_page(
    request: Request, chart: CurrentChart, known: Known, *, status: int = 200
) -> Response[Any]:
    """Ask whether a policy ends today, or say that it cannot, for it has not begun."""
    why_not = "" if known.has_begun else NOT_BEGUN
    return await _page(
        request, chart, "insurance/ending", status=status, known=known, today=today(), why_not=why_not
    )


async def _card_page(
    request: Request,
    chart: CurrentChart,
    known: Known,
    side: Side,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    return await _page(
        request,
        chart,
        "insurance/card",
        status=status,
        known=known,
        side=side,
        side_name=SIDE_NAMES[side],
        form=form,
        allowed=ALLOWED,
        accepted=ACCEPTED,
    )

"""The tab Contacts of Update Your Information: four blocks, each with as many people as a client wants to name."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app import db
from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import NotFound, StateForbids
from app.changes import access, service
from app.changes.listing import changes_of, history
from app.changes.parts import seen_in
from app.changes.rules import Act, Section
from app.changes.service import Saved, ending
from app.changes.wording import said_of, said_of_adding, said_of_ending
from app.information.blocks import BY_SLUG, CONTACT_PARTS, EVERY_FIELD, Block, block_of
from app.information.cards import ended_contacts, filled_blocks, names_of
from app.information.contacts import KeptContact, contact_of, contacts_of
from app.information.saving import PartForm, form_page, keeps, save_form
from app.web.forms import Sent, typed_fields
from app.web.pages import see
from app.web.panel import Bar
from app.web.request import Request
from app.web.security import Audience

PATH = "/information/contacts"
NEW_PATH = f"{PATH}/{{block}}/new"
ONE_PATH = f"{PATH}/{{contact_id}}"


class ContactsController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT}

    @get("/", name="information.contacts")
    async def contacts(self, request: Request, chart: CurrentChart) -> Response[Any]:
        access.check_can_see(chart, Section.CONTACTS)
        kept = await contacts_of(chart.client_id)
        changes = await changes_of(chart.client_id, CONTACT_PARTS)
        blocks = filled_blocks(kept, changes)
        return await portal_page(
            request,
            chart,
            "information/contacts",
            here=PATH,
            tabs=page_tabs(request, chart, Bar.INFORMATION, here=PATH),
            blocks=blocks,
            ended=ended_contacts(kept),
            may_change=access.may_change(Section.CONTACTS),
            history=history(changes, CONTACT_PARTS, called=names_of(blocks, kept)),
        )

    @get("/{block:str}/new", name="information.contacts.new")
    async def new(self, request: Request, chart: CurrentChart, block: FromPath[str]) -> Response[Any]:
        access.check_can_change(chart, Section.CONTACTS)
        form = _new_form(_block(chart, block), once=db.new_id())
        return await form_page(request, chart, form)

    @post(
        "/{block:str}/new",
        name="information.contacts.new.post",
        status_code=303,
        opt=keeps(EVERY_FIELD, page=NEW_PATH, address=NEW_PATH),
    )
    async def add(self, request: Request, chart: CurrentChart, block: FromPath[str]) -> Response[Any]:
        access.check_can_change(chart, Section.CONTACTS)
        data = await request.form()
        form = _new_form(_block(chart, block), once=_once(data))
        saved = await save_form(request, chart, form, data)
        return see(PATH, flash=said_of_adding(saved)) if isinstance(saved, Saved) else saved

    @get("/{contact_id:uuid}", name="information.contact")
    async def contact(
        self, request: Request, chart: CurrentChart, contact_id: FromPath[UUID]
    ) -> Response[Any]:
        kept = await _contact(chart, contact_id)
        return await form_page(request, chart, _edit_form(kept), holds=kept.texts)

    @post(
        "/{contact_id:uuid}",
        name="information.contact.post",
        status_code=303,
        opt=keeps(EVERY_FIELD, page=ONE_PATH, address=ONE_PATH),
    )
    async def update(
        self, request: Request, chart: CurrentChart, contact_id: FromPath[UUID]
    ) -> Response[Any]:
        form = _edit_form(await _contact(chart, contact_id))
        saved = await save_form(request, chart, form, await request.form())
        return see(PATH, flash=said_of(saved, form.part)) if isinstance(saved, Saved) else saved

    @get("/{contact_id:uuid}/ending", name="information.contact.ending")
    async def ending(
        self, request: Request, chart: CurrentChart, contact_id: FromPath[UUID]
    ) -> Response[Any]:
        kept = await _contact(chart, contact_id)
        if kept.ended_on is not None:
            return see(PATH, flash=str(service.GONE))
        return await portal_page(
            request,
            chart,
            "information/ending",
            here=PATH,
            tabs=page_tabs(request, chart, Bar.INFORMATION, here=PATH),
            called=kept.texts["name"],
            title=block_of(kept.role).part.title,
            path=f"{PATH}/{kept.id}/ending",
            back=PATH,
            reviewed=access.is_reviewed(Section.CONTACTS),
        )

    @post("/{contact_id:uuid}/ending", name="information.contact.ending.post", status_code=303)
    async def end(self, request: Request, chart: CurrentChart, contact_id: FromPath[UUID]) -> Response[Any]:
        kept = await _contact(chart, contact_id)
        part = block_of(kept.role).part
        edit = ending(part, kept.id, seen_in(part, kept.id, kept.texts))
        try:
            saved = await service.save(chart=chart, section=Section.CONTACTS, edits=[edit])
        except StateForbids:
            return see(PATH)  # sent twice, or somebody else was faster: it is ended, or its end is in review
        return see(PATH, flash=said_of_ending(saved))


def _block(chart: CurrentChart, slug: str) -> Block:
    block = BY_SLUG.get(slug)
    if block is None:
        raise NotFound(by=chart.actor, object_kind="block of contacts", client_id=chart.client_id)
    return block


async def _contact(chart: CurrentChart, contact_id: UUID) -> KeptContact:
    """Give a contact that is to be changed; raises NotFound and NotAllowed."""
    access.check_can_change(chart, Section.CONTACTS)
    kept = await contact_of(chart.client_id, contact_id)
    if kept is None:
        raise NotFound(by=chart.actor, object_kind="contact", object_id=contact_id, client_id=chart.client_id)
    return kept


def _once(data: Sent) -> UUID:
    """Give the id that a form carries, by which it is known when it is sent again; one that carries none is new."""
    try:
        return UUID(typed_fields(data).get("once", ""))
    except ValueError:
        return db.new_id()


def _new_form(block: Block, *, once: UUID) -> PartForm:
    path = NEW_PATH.format(block=block.slug)
    return PartForm(
        part=block.part,
        subject=once,
        heading=block.new,
        path=path,
        page=path,
        tab=PATH,
        act=Act.ADD,
        once=once,
        note=block.note,
    )


def _edit_form(kept: KeptContact) -> PartForm:
    block = block_of(kept.role)
    path = ONE_PATH.format(contact_id=kept.id)
    return PartForm(
        part=block.part,
        subject=kept.id,
        heading=block.part.title,
        path=path,
        page=path,
        tab=PATH,
        note=block.note,
    )

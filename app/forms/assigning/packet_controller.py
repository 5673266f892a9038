"""Packets of forms, and one form for several clients."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import check_rule
from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.forms.assigning.forms import PacketForm, SeveralForm, WhomForm
from app.forms.assigning.packets import Packet, Wanted, offers, packet_for, packets, save_packet, use_packet
from app.forms.assigning.service import RULE
from app.forms.assigning.several import Whom, assign_to_several, clinicians, counted
from app.staff.rules import Action
from app.web.forms import BLANK, FilledForm, asked, filled, parse
from app.web.language import Phrase, _l, gettext, ngettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

PACKETS = "/staff/forms/packets"
LIBRARY = "/staff/forms"
Here = FromPath[UUID]
WHOM: dict[Whom, Phrase] = {
    Whom.MINE: _l("My clients"),
    Whom.CLINICIAN: _l("The clients of one clinician"),
    Whom.EVERYBODY: _l("All clients in care whose chart is open to you"),
}


class PacketController(Controller):
    path = PACKETS
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.packets")
    async def packets(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return await _packets(request, staff)

    @post("/", name="forms.staff.packets.post", status_code=303)
    async def add(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return await _save(request, staff, None)

    @get("/{packet_id:uuid}", name="forms.staff.packet")
    async def packet(self, request: Request, staff: CurrentStaff, packet_id: Here) -> Response[Any]:
        found = await packet_for(staff=staff, packet_id=packet_id, action=Action.MODIFY)
        return await _packet_page(request, staff, found, form=_filled_from(found))

    @post("/{packet_id:uuid}", name="forms.staff.packet.post", status_code=303)
    async def change(self, request: Request, staff: CurrentStaff, packet_id: Here) -> Response[Any]:
        return await _save(request, staff, packet_id)

    @post("/{packet_id:uuid}/use", name="forms.staff.packet.use", status_code=303)
    async def use(self, request: Request, staff: CurrentStaff, packet_id: Here) -> Response[Any]:
        active = (await request.form()).get("state") == "used"
        packet = await use_packet(staff=staff, packet_id=packet_id, active=active)
        said = gettext("%(packet)s can be assigned.") if active else gettext("%(packet)s is out of use.")
        return see(PACKETS, flash=said % {"packet": packet.name})


class SeveralController(Controller):
    path = "/staff/forms/{questionnaire_id:uuid}/several"
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.several")
    async def count(self, request: Request, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        return await _several(request, staff, questionnaire_id, typed=filled(asked(request)))

    @post("/", name="forms.staff.several.post", status_code=303)
    async def assign(self, request: Request, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        check_rule(staff, RULE, Action.CREATE)
        data = await request.form()
        form = parse(SeveralForm, data)
        if isinstance(form, FilledForm):
            return await _several(request, staff, questionnaire_id, typed=form, status=422)
        try:
            given = await assign_to_several(
                staff=staff,
                questionnaire_id=questionnaire_id,
                whom=Whom(form.whom),
                clinician=form.clinician,
                required=form.required,
                due_on=form.due_on,
            )
        except StateForbids as why:
            field = why.field if isinstance(why, Unfit) else "whom"
            refused = filled(data).refused(**{field: why.sentence})
            return await _several(request, staff, questionnaire_id, typed=refused, status=422)
        said = ngettext(
            "%(count)s client gets the form in a moment.",
            "%(count)s clients get the form in a moment.",
            given,
        )
        return see(f"{LIBRARY}/{questionnaire_id}", flash=said % {"count": given})


async def _several(
    request: Request, staff: CurrentStaff, questionnaire_id: UUID, *, typed: FilledForm, status: int = 200
) -> Response[Any]:
    """Ask whom, and once that is known say how many they are."""
    whom = Whom(typed.value("whom")) if typed.value("whom") in set(Whom) else Whom.MINE
    read = WhomForm.model_validate({"whom": whom, "clinician": typed.value("clinician")})
    chosen = bool(typed.value("whom"))
    try:
        found = await counted(
            staff=staff, questionnaire_id=questionnaire_id, whom=whom, clinician=read.clinician
        )
    except Unfit as why:
        typed, status = typed.refused(**{why.field: why.sentence}), 422
        found = await counted(staff=staff, questionnaire_id=questionnaire_id, whom=Whom.MINE)
        chosen = False
    return staff_page(
        request,
        staff,
        "forms/staff/several",
        status=status,
        path=f"{LIBRARY}/{questionnaire_id}",
        found=found,
        chosen=chosen,
        whom=whom.value,
        choices=[(each.value, str(words)) for each, words in WHOM.items()],
        clinicians=[("", gettext("Choose")), *await clinicians(staff)],
        form=typed,
    )


async def _save(request: Request, staff: CurrentStaff, packet_id: UUID | None) -> Response[Any]:
    check_rule(staff, RULE, Action.MODIFY)
    data = await request.form()
    form = parse(PacketForm, data)
    refused = form if isinstance(form, FilledForm) else BLANK
    if not isinstance(form, FilledForm):
        wanted = [Wanted(each, required=each not in form.optional) for each in form.form]
        try:
            await save_packet(staff=staff, packet_id=packet_id, name=form.name, forms=wanted)
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
    if not refused.errors:
        return see(PACKETS, flash=gettext("The packet is saved."))
    if packet_id is None:
        return await _packets(request, staff, form=refused, status=422)
    found = await packet_for(staff=staff, packet_id=packet_id, action=Action.MODIFY)
    return await _packet_page(request, staff, found, form=refused, status=422)


async def _packets(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    check_rule(staff, RULE, Action.MODIFY)
    return staff_page(
        request,
        staff,
        "forms/staff/packets",
        status=status,
        here=PACKETS,
        path=PACKETS,
        library=LIBRARY,
        packets=await packets(active_only=False),
        offers=await offers(),
        form=form,
    )


async def _packet_page(
    request: Request, staff: CurrentStaff, packet: Packet, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    return staff_page(
        request,
        staff,
        "forms/staff/packet",
        status=status,
        path=PACKETS,
        packet=packet,
        offers=await offers(),
        form=form,
    )


def _filled_from(packet: Packet) -> FilledForm:
    ids = [str(each.id) for each in packet.forms if each.id]
    optional = [str(each.id) for each in packet.forms if each.id and not each.required]
    return FilledForm({"name": packet.name}, ticked={"form": ids, "optional": optional})

"""Forms in Piccolo Admin: what there is, and what staff do with the forms of a chart."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from app.accounts.charts import numbered
from app.accounts.sessions import CurrentStaff
from app.forms.admin_tables import TABLES
from app.forms.assigning import named, reminding, service
from app.forms.assigning.forms import LONGEST_NAME, LONGEST_REASON
from app.forms.assigning.packets import assign_packet
from app.forms.assigning.service import RULE, Asked
from app.staff.rules import Action
from app.web.admin import LONG_TEXT, AdminForm, AdminPart
from app.web.forms import text
from app.web.language import Phrase, _l, gettext
from app.web.readers.dates import day

FORMS = _l("Forms")
LARGEST_NUMBER = 2**31 - 1
LONGEST_TITLE = 300

Title = Annotated[str, text(most=LONGEST_TITLE, missing=_l("Type the title of the form."))]
DueOn = Annotated[date | None, day()]


class OfClient(BaseModel):
    client_number: int = Field(ge=1, le=LARGEST_NUMBER)


class OfForm(OfClient):
    """A form by its title, as staff read it."""

    title: Title


class AskedForm(OfForm):
    required: bool = True
    due_on: DueOn = None


class TakenBackForm(OfForm):
    reason: Annotated[str, text(most=LONGEST_REASON, lines=True), LONG_TEXT] = ""


class PacketForm(OfClient):
    packet: Annotated[str, text(most=LONGEST_NAME, missing=_l("Type the name of the packet."))]
    due_on: DueOn = None


async def assign(*, staff: CurrentStaff, form: AskedForm) -> str:
    """Give a form to a client; give what the admin says then."""
    client_id = await numbered(staff=staff, number=form.client_number)
    done = await service.assign(
        staff=staff,
        client_id=client_id,
        questionnaire_id=await named.offered_form(form.title),
        asked=Asked(form.required, form.due_on),
    )
    said = gettext("%(form)s is assigned.") if done.new else gettext("The client has %(form)s already.")
    return said % {"form": done.form.title}


async def assign_all(*, staff: CurrentStaff, form: PacketForm) -> str:
    client_id = await numbered(staff=staff, number=form.client_number)
    packet_id = await named.packet(form.packet)
    packet, _ = await assign_packet(staff=staff, client_id=client_id, packet_id=packet_id, due_on=form.due_on)
    return gettext("%(packet)s is assigned.") % {"packet": packet.name}


async def change(*, staff: CurrentStaff, form: AskedForm) -> str:
    found = await _found(staff, form, Action.MODIFY)
    line = await service.change(**found, required=form.required, due_on=form.due_on)
    return gettext("%(form)s is changed.") % {"form": line.title}


async def remind(*, staff: CurrentStaff, form: OfForm) -> str:
    line = await reminding.remind(**await _found(staff, form, Action.MODIFY))
    return gettext("The client is told once more that %(form)s waits.") % {"form": line.title}


async def take_back(*, staff: CurrentStaff, form: TakenBackForm) -> str:
    found = await _found(staff, form, Action.DELETE)
    line = await service.take_back(**found, reason=form.reason)
    return gettext("%(form)s is taken back.") % {"form": line.title}


async def _found(staff: CurrentStaff, form: OfForm, action: Action) -> dict[str, Any]:
    """Give which form of which chart is meant, as the services take it; raises NotAllowed, NotFound, StateForbids."""
    client_id = await numbered(staff=staff, number=form.client_number)
    assignment_id = await named.open_form(staff=staff, client_id=client_id, title=form.title, action=action)
    return {"staff": staff, "client_id": client_id, "assignment_id": assignment_id}


WHICH: dict[str, Phrase] = {"client_number": _l("Client number"), "title": _l("Title of the form")}
ASKED: dict[str, Phrase] = {**WHICH, "required": _l("Required"), "due_on": _l("Due on")}


def _form(
    name: Phrase, description: Phrase, action: Action, model: type[BaseModel], labels: Any, act: Any
) -> AdminForm:
    return AdminForm(
        name=name,
        description=description,
        group=FORMS,
        rule=RULE,
        action=action,
        model=model,
        labels=labels,
        act=act,
    )


ACTIONS = (
    _form(
        _l("Assign a form"),
        _l("The client sees it among their forms at once."),
        Action.CREATE,
        AskedForm,
        ASKED,
        assign,
    ),
    _form(
        _l("Assign a packet of forms"),
        _l("All forms of the packet, in their newest versions; those the client has stay as they are."),
        Action.CREATE,
        PacketForm,
        {"client_number": _l("Client number"), "packet": _l("Name of the packet"), "due_on": _l("Due on")},
        assign_all,
    ),
    _form(
        _l("Change what is asked of a form"),
        _l("Whether an assigned form must be filled in, and by when."),
        Action.MODIFY,
        AskedForm,
        ASKED,
        change,
    ),
    _form(
        _l("Remind a client of a form"),
        _l("Sends an e-mail or a text that says only that something waits, at most once a day."),
        Action.MODIFY,
        OfForm,
        WHICH,
        remind,
    ),
    _form(
        _l("Take a form back"),
        _l(
            "It is gone from the client's forms at once. One that was answered needs a reason; the answers stay."
        ),
        Action.DELETE,
        TakenBackForm,
        {**WHICH, "reason": _l("Why is it taken back?")},
        take_back,
    ),
)

ADMIN = AdminPart(tables=TABLES, forms=ACTIONS)

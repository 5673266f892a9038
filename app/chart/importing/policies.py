"""Files of insurance policies: their columns, and what a file would do. Pure: what there is already is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from app.activity.refusals import Unfit
from app.changes.fields import NOT_LISTED
from app.changes.parts import ENDED, Texts
from app.chart.importing.cells import (
    address_cells,
    cell_of,
    day_text_cell,
    list_cell,
    past_day_cell,
)
from app.chart.importing.planning import (
    Act,
    Allowed,
    Edited,
    Plan,
    Planned,
    changed,
    client_of,
    first_wrong,
    in_order,
    plan_rows,
)
from app.clients.lists.coverage import PRIORITIES, SUBSCRIBER_RELATIONSHIPS
from app.clients.lists.person import GENDER
from app.insurance.policy import NO_MEMBER_ID, NO_PAYER_NAME, POLICY, SUBSCRIBER
from app.insurance.rules import ENDS_TOO_EARLY, SELF, alone, wrong
from app.web.forms import Form
from app.web.language import _l, gettext
from app.web.readers.names import name
from app.web.readers.sheets import client_number_cell
from app.web.sheet import Column, ReadRow

PRIMARY = "1"
OF_SUBSCRIBER = (
    Column("subscriber street", also=("subscriber address",), into="subscriber_address_line1"),
    Column("subscriber street 2", into="subscriber_address_line2"),
    Column("subscriber city", into="subscriber_address_city"),
    Column("subscriber state", into="subscriber_address_state"),
    Column("subscriber zip", also=("subscriber zip code",), into="subscriber_address_zip"),
    Column("subscriber country", into="subscriber_address_country"),
)
COLUMNS = (
    Column("client number", also=("client", "client no", "client id", "chart number", "mrn"), needed=True),
    Column("order", also=("priority", "rank"), into="priority"),
    Column("insurance company", also=("payer", "payer name", "insurance", "carrier"), needed=True, into="payer"),
    Column("member id", also=("subscriber id", "policy number", "member number"), needed=True),
    Column("plan", also=("plan name",)),
    Column("group number", also=("group", "group id")),
    Column("first day", also=("starts on", "effective date", "start date"), into="starts_on"),
    Column("last day", also=("ends on", "end date", "expiration date"), into="ends_on"),
    Column("relationship", also=("relationship to subscriber",)),
    Column("subscriber name", also=("subscriber", "insured name")),
    Column("subscriber birth date", also=("subscriber dob", "subscriber date of birth"), into="subscriber_born_on"),
    Column("subscriber sex", also=("subscriber gender",)),
    *OF_SUBSCRIBER,
    Column("phone", also=("payer phone", "phone of the company")),
    Column("copay", also=("co pay", "copay amount")),
    Column("ended on", also=("terminated on", "termination date"), into=ENDED),
)  # fmt: skip
NAMES = {column.field: column.name for column in COLUMNS}
WORDS = NAMES | {"subscriber_address": "subscriber address"}
TOLD = tuple(field.name for field in POLICY.fields)
SAME_POLICY = _l("Row %(row)s is about the same policy.")
ENDED_HERE = _l("This insurance was ended here. If it holds again, add it in the chart.")


class PolicyRow(Form):
    """A row of which every cell is good by itself; fields are called as in the chart, their texts too."""

    client_number: Annotated[int, client_number_cell()]
    priority: Annotated[str, list_cell(PRIORITIES, {"first": "1", "second": "2", "third": "3"})]
    payer: Annotated[str, name(missing=NO_PAYER_NAME)]
    member_id: Annotated[str, cell_of(POLICY.field("member_id"))]
    plan: Annotated[str, cell_of(POLICY.field("plan"))]
    group_number: Annotated[str, cell_of(POLICY.field("group_number"))]
    starts_on: Annotated[str, day_text_cell()]
    ends_on: Annotated[str, day_text_cell()]
    relationship: Annotated[str, list_cell(SUBSCRIBER_RELATIONSHIPS)]
    subscriber_name: Annotated[str, cell_of(POLICY.field("subscriber_name"))]
    subscriber_born_on: Annotated[str, past_day_cell()]
    subscriber_sex: Annotated[str, list_cell(GENDER, {"f": "female", "m": "male"})]
    subscriber_address: Annotated[str, address_cells()]
    phone: Annotated[str, cell_of(POLICY.field("phone"))]
    copay: Annotated[str, cell_of(POLICY.field("copay"))]
    ended_on: Annotated[str, day_text_cell()]

    @property
    def told(self) -> dict[str, str]:
        texts = {name: getattr(self, name) for name in TOLD}
        return {name: words for name, words in texts.items() if words}


@dataclass(frozen=True, slots=True)
class KnownPolicy:
    """A policy of a client's, its fields as texts."""

    id: UUID
    texts: Texts


@dataclass(frozen=True, slots=True)
class Known:
    clients: Mapping[int, UUID]
    """By number."""
    policies: Mapping[UUID, Sequence[KnownPolicy]]
    """By client."""


Read = ReadRow[PolicyRow]


def plan(rows: Sequence[Read], known: Known, allowed: Allowed) -> Plan:
    """Say what these rows would do: client, insurance company and member ID say which policy is meant."""
    first: dict[tuple[int, str, str], int] = {}

    def planned(read: Read) -> Planned | None:
        row = read.form
        client_id = client_of(row.client_number, known.clients)
        if row.payer == NOT_LISTED:
            raise Unfit("payer", NO_PAYER_NAME)
        if not row.member_id:
            raise Unfit("member_id", NO_MEMBER_ID)
        held = _held(row, known.policies.get(client_id, ()))
        found = _new(read, client_id) if held is None else _change(read, client_id, held)
        above = first.setdefault((row.client_number, *_which(row.payer, row.member_id)), read.row.number)
        if above != read.row.number:
            raise Unfit("member_id", gettext(SAME_POLICY.message) % {"row": above})
        return found

    return plan_rows(rows, planned, names=NAMES, may_change=allowed.change)


def _which(payer: str, member_id: str) -> tuple[str, str]:
    return payer.casefold(), "".join(member_id.split()).casefold()


def _held(row: PolicyRow, policies: Sequence[KnownPolicy]) -> KnownPolicy | None:
    """Give the policy that is meant: one that nobody has ended, else the last that was."""
    meant = _which(row.payer, row.member_id)
    alike = [each for each in policies if _which(each.texts["payer"], each.texts["member_id"]) == meant]
    standing = next((each for each in alike if not each.texts[ENDED]), None)
    return standing or (alike[-1] if alike else None)


def _new(read: Read, client_id: UUID) -> Planned:
    blank = dict.fromkeys(TOLD, "") | {"priority": PRIMARY, "relationship": SELF}
    texts = _fitting(blank | read.form.told)
    new = {field: words for field, words in texts.items() if words}
    return _planned(read, client_id, Act.ADD, Edited(POLICY, None, None, new))


def _change(read: Read, client_id: UUID, held: KnownPolicy) -> Planned | None:
    row = read.form
    if held.texts[ENDED] and not row.ended_on:
        raise Unfit("member_id", ENDED_HERE)
    same = {"payer": held.texts["payer"], "member_id": held.texts["member_id"]}
    texts = _fitting({**held.texts, **row.told, **same})
    new = changed(held.texts, texts)
    return _planned(read, client_id, Act.CHANGE, Edited(POLICY, held.id, held.texts, new)) if new else None


def _fitting(texts: Texts) -> dict[str, str]:
    """Give a policy as it is written; raises Unfit where its fields do not go together."""
    first_wrong(wrong(texts))
    if texts[ENDED] and texts["starts_on"] and texts[ENDED] < texts["starts_on"]:
        raise Unfit(ENDED, ENDS_TOO_EARLY)
    return alone(texts, SUBSCRIBER)


def _planned(read: Read, client_id: UUID, act: Act, does: Edited) -> Planned:
    row = read.form
    return Planned(
        row=read.row.number,
        act=act,
        client_id=client_id,
        client_number=row.client_number,
        called=f"{PRIORITIES.label(row.priority)}: {row.payer}" if row.priority else row.payer,
        changes=in_order(does.new, WORDS) if act is Act.CHANGE else (),
        does=does,
    )

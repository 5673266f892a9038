"""An insurance policy as a part of the chart: its fields, and how its rows are read and written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.changes import fields
from app.changes.fields import Field
from app.changes.parts import ENDED, FieldGroup, Part
from app.changes.rules import Section
from app.clients.lists.coverage import PRIORITIES, SUBSCRIBER_RELATIONSHIPS
from app.clients.lists.person import GENDER
from app.encryption import mac
from app.insurance.tables import InsurancePolicy
from app.web.language import _l
from app.web.readers.names import number_on_card

COLUMNS = """
policy.id, policy.priority, coalesce(payer.name, policy.payer_name) as payer_called, policy.plan, policy.member_id,
policy.group_number, policy.starts_on, policy.ends_on, policy.ended_on, policy.relationship, policy.subscriber,
policy.phone, policy.copay_cents
"""
"""What `texts_of_row` reads, of a row `policy` and the row `payer` beside it."""
FROM = "from insurance_policy policy left join payer on payer.id = policy.payer"
READ = f"select {COLUMNS} {FROM} where policy.id = $1 and policy.client = $2"
MAKE = "insert into insurance_policy (id, client) values ($1, $2) on conflict do nothing"
SUBSCRIBER_HELD = "select subscriber from insurance_policy where id = $1 and client = $2 for update"
PAYER_CALLED = "select id from payer where lower(name) = lower($1) order by active desc, position limit 1"

PLAIN = ("plan", "relationship", "phone")
SEALED = ("member_id", "group_number")
DAYS = ("starts_on", "ends_on", ENDED)
SUBSCRIBER = ("subscriber_name", "subscriber_born_on", "subscriber_sex", "subscriber_address")

NOT_ON_THE_LIST = _l("My insurance company is not on the list")
NO_PRIORITY = _l("Choose in which order this insurance pays.")
NO_PAYER = _l("Choose the insurance company.")
NO_PAYER_NAME = _l("Type the name of the insurance company.")
NO_MEMBER_ID = _l("Type the member ID. It stands on the front of the card.")
NO_RELATIONSHIP = _l("Choose who you are to the subscriber.")


async def read_policy(client_id: UUID, subject: UUID) -> dict[str, str] | None:
    """Give a policy of the client's; None: there is no such policy, or it is somebody else's."""
    row = await db.row(READ, subject, client_id)
    return None if row is None else texts_of_row(row)


async def read_to_correct(client_id: UUID, subject: UUID) -> dict[str, str] | None:
    """Give a policy as its form corrects it: until the day of its end has come, it is not closed."""
    texts = await read_policy(client_id, subject)
    if texts is None or not ends_later(texts[ENDED]):
        return texts
    return {**texts, ENDED: ""}


def ends_later(ended_on: str) -> bool:
    """Whether somebody has ended a policy on a day that is still to come."""
    return bool(ended_on) and date.fromisoformat(ended_on) > today()


def texts_of_row(row: db.Record) -> dict[str, str]:
    """Give the texts of a row of COLUMNS."""
    policy_id = row["id"]
    texts = {name: row[name] for name in PLAIN}
    texts |= {"priority": str(row["priority"]), "payer": row["payer_called"]}
    texts |= {name: row[name].isoformat() if row[name] else "" for name in DAYS}
    for name in SEALED:
        column = getattr(InsurancePolicy, name)
        texts[name] = "" if row[name] is None else column.open(row[name], row=policy_id)
    texts["copay"] = "" if row["copay_cents"] is None else str(row["copay_cents"])
    return texts | dict.fromkeys(SUBSCRIBER, "") | _subscriber(policy_id, row["subscriber"])


def _subscriber(policy_id: UUID, sealed: bytes | None) -> dict[str, str]:
    if sealed is None:
        return {}
    told: dict[str, str] = InsurancePolicy.subscriber.open_json(sealed, row=policy_id)
    return told


async def write_policy(client_id: UUID, subject: UUID, texts: Mapping[str, str]) -> None:
    await db.rows(MAKE, subject, client_id)
    columns = _columns(subject, texts)
    if "payer" in texts:
        columns |= await _payer_columns(texts["payer"])
    if any(name in texts for name in SUBSCRIBER):
        held = await db.row(SUBSCRIBER_HELD, subject, client_id)
        known = _subscriber(subject, held["subscriber"] if held else None)
        columns |= _subscriber_columns(subject, known, texts)
    await InsurancePolicy.update(columns).where(
        (InsurancePolicy.id == subject) & (InsurancePolicy.client == client_id)
    )


def _columns(policy_id: UUID, texts: Mapping[str, str]) -> dict[Any, Any]:
    columns: dict[Any, Any] = {getattr(InsurancePolicy, name): texts[name] for name in PLAIN if name in texts}
    for name in DAYS:
        if name in texts:
            on = date.fromisoformat(texts[name]) if texts[name] else None
            columns[getattr(InsurancePolicy, name)] = on
    for name in SEALED:
        if name in texts:
            column = getattr(InsurancePolicy, name)
            columns[column] = column.seal(texts[name], row=policy_id) if texts[name] else None
    if "member_id" in texts:
        hashed = hash_of_member_id(texts["member_id"]) if texts["member_id"] else None
        columns[InsurancePolicy.member_id_hash] = hashed
    if "priority" in texts:
        columns[InsurancePolicy.priority] = int(texts["priority"])
    if "copay" in texts:
        columns[InsurancePolicy.copay_cents] = int(texts["copay"]) if texts["copay"] else None
    return columns


async def _payer_columns(name: str) -> dict[Any, Any]:
    """Give the company of the practice's list that is called so, or keep the name as it was typed."""
    row = await db.row(PAYER_CALLED, name)
    return {
        InsurancePolicy.payer: row["id"] if row else None,
        InsurancePolicy.payer_name: "" if row else name,
    }


def _subscriber_columns(
    policy_id: UUID, known: Mapping[str, str], texts: Mapping[str, str]
) -> dict[Any, Any]:
    told = {**known, **{name: texts[name] for name in SUBSCRIBER if name in texts}}
    kept = {name: text for name, text in told.items() if text}
    sealed = InsurancePolicy.subscriber.seal_json(kept, row=policy_id) if kept else None
    return {InsurancePolicy.subscriber: sealed}


def hash_of_member_id(member_id: str) -> bytes:
    """Hash a member ID by which a policy is found, whatever its case and spaces."""
    return mac("insurance member id", "".join(member_id.split()).casefold())


def _number(name: str, label: Any, *, missing: Any = None, hint: Any = "") -> Field:
    return fields.line(
        name, label, most=40, hint=hint, reader=number_on_card(most=40, missing=missing), verbatim=True
    )


TYPED = Part(
    name="policy",
    section=Section.INSURANCE,
    title=_l("Insurance"),
    groups=(
        FieldGroup(
            _l("The card"),
            (
                fields.choice(
                    "priority",
                    _l("Order"),
                    PRIORITIES,
                    missing=NO_PRIORITY,
                    hint=_l("The primary insurance pays first."),
                ),
                fields.listed(
                    "payer",
                    _l("Insurance company"),
                    typed_label=_l("Name of the insurance company"),
                    missing=NO_PAYER,
                    untyped=NO_PAYER_NAME,
                ),
                fields.line("plan", _l("Plan"), hint=_l("If the card names one, such as Gold PPO.")),
                _number(
                    "member_id",
                    _l("Member ID"),
                    missing=NO_MEMBER_ID,
                    hint=_l("Type it just as it stands on the card, with every zero and letter."),
                ),
                _number("group_number", _l("Group number"), hint=_l("If the card has one.")),
                fields.day("starts_on", _l("First day"), hint=_l("If you know it.")),
                fields.day("ends_on", _l("Last day"), hint=_l("Leave it empty if no end is known.")),
            ),
        ),
        FieldGroup(
            _l("Whose insurance it is"),
            (
                fields.choice(
                    "relationship",
                    _l("Relationship to subscriber"),
                    SUBSCRIBER_RELATIONSHIPS,
                    missing=NO_RELATIONSHIP,
                    hint=_l(
                        "The subscriber is the person whose insurance it is. If that is you, choose Myself. "
                        "If it is your mother or father, choose Child: that is who you are to them."
                    ),
                ),
            ),
        ),
        FieldGroup(
            _l("The subscriber"),
            (
                fields.line("subscriber_name", _l("Subscriber’s full name")),
                fields.day("subscriber_born_on", _l("Subscriber’s date of birth"), past=True),
                fields.choice("subscriber_sex", _l("Subscriber’s sex on the insurance"), GENDER),
                fields.address("subscriber_address", _l("Subscriber’s address")),
            ),
            name="subscriber",
            hint=_l("Only if it is not you. If you chose Myself, leave this part empty."),
        ),
        FieldGroup(
            _l("Good to know"),
            (
                fields.phone_number(
                    "phone",
                    _l("Phone of the insurance company"),
                    hint=_l("Most often on the back of the card."),
                ),
                fields.amount(
                    "copay", _l("Copay"), hint=_l("What you pay for each visit, in dollars, such as 25.")
                ),
            ),
        ),
    ),
    read=read_to_correct,
    write=write_policy,
    called=lambda texts: texts.get("payer", ""),
    needed=("priority", "payer", "member_id", "relationship"),
    tells_all=True,
)
"""A policy as its form asks for it."""
POLICY = replace(
    TYPED,
    read=read_policy,
    groups=(*TYPED.groups, FieldGroup(_l("The end"), (fields.day(ENDED, _l("Ended on")),))),
)
"""A policy with all that becomes of it: nobody types its end into the form."""


def to_choose_from(payers: Iterable[str], now: str) -> Part:
    """Give the form's part with the companies to choose from; `now` is the one that the policy names."""

    def with_list(field: Field) -> Field:
        if field.name != "payer":
            return field
        return fields.with_options(field, payers, now=now, other=NOT_ON_THE_LIST)

    groups = (replace(group, fields=tuple(map(with_list, group.fields))) for group in TYPED.groups)
    return replace(TYPED, groups=tuple(groups))


PAYERS = "(select json_agg(name order by position, name) from payer where active) as payers"
"""In SQL: the names to choose from, as `payers_in` reads them."""


def payers_in(row: db.Record) -> list[str]:
    found: list[str] = json.loads(row["payers"] or "[]")
    return found

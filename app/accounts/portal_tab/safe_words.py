"""The safe word, by which the practice knows a caller: written once, never read, only compared."""

import hmac
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import chart_for_staff
from app.accounts.portal_tab.rules import fault_of_safe_word, normal_safe_word
from app.accounts.portal_tab.service import RULE
from app.accounts.portal_tab.tables import ClientSecret
from app.accounts.sessions import CurrentChart, CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, Unfit
from app.encryption import mac
from app.staff.rules import Action
from app.web.language import _l, gettext

MOST_TRIES_A_DAY = 5
NO_SAFE_WORD = _l("No safe word is set for this client. Check who is calling in another way.")
NO_MORE_TRIES = _l("The safe word was tried five times today. Check who is calling in another way.")
NOT_YOUR_CHART = _l("Only the client can choose this safe word. Please call the practice.")

# The condition stands in the update itself: of many tries at once no more than five are counted, and compared.
ONE_TRY = """
update client_secret set tries = case when tried_on = $2 then tries + 1 else 1 end, tried_on = $2
where client = $1 and (tried_on is distinct from $2 or tries < $3)
returning safe_word_hash, tries
"""

GIVE_BACK = "update client_secret set tries = tries - 1 where client = $1 and tried_on = $2 and tries > 0 returning tries"
"""A right word costs no try."""


NO = _l("No, that is not the safe word.")


async def has_safe_word(client_id: UUID) -> bool:
    return await ClientSecret.exists().where(ClientSecret.client == client_id)


def check_own_chart(chart: CurrentChart) -> None:
    """Raise NotAllowed for a guardian: whoever knows the safe word is taken for the client."""
    if chart.actor.kind is not ActorKind.CLIENT:
        raise NotAllowed(
            by=chart.actor, object_kind="safe_word", client_id=chart.client_id, sentence=NOT_YOUR_CHART
        )


async def set_safe_word(*, chart: CurrentChart, safe_word: str) -> None:
    """Set the client's own safe word; raises NotAllowed for a guardian, Unfit for one that will not do."""
    check_own_chart(chart)
    await _set(chart.actor, chart.client_id, safe_word)


async def set_safe_word_as_staff(*, staff: CurrentStaff, client_id: UUID, safe_word: str) -> None:
    """Set the safe word of a client; raises NotAllowed, NotFound, and Unfit for one that will not do."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    await _set(staff.actor, client_id, safe_word)


async def _set(by: Actor, client_id: UUID, safe_word: str) -> None:
    fault = fault_of_safe_word(safe_word)
    if fault is not None:
        raise Unfit("safe_word", fault)
    row = ClientSecret(
        client=client_id, safe_word_hash=_hash(client_id, safe_word), changed_at=datetime.now(UTC)
    )
    async with db.transaction():
        await ClientSecret.insert(row).on_conflict(
            target=ClientSecret.client,
            action="DO UPDATE",
            values=[ClientSecret.safe_word_hash, ClientSecret.changed_at],
        )
        await activity.record(
            by=by, kind=Kind.SAFE_WORD_SET, object_kind="safe_word", object_id=client_id, client_id=client_id
        )


async def check_safe_word(*, staff: CurrentStaff, client_id: UUID, said: str) -> None:
    """Compare what a caller said with the client's safe word, at most five times a day; a no raises Unfit.

    Raises NotAllowed, NotFound, and StateForbids when there is none, or it was tried too often.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    async with db.transaction():
        counted = await db.row(ONE_TRY, client_id, today(), MOST_TRIES_A_DAY)
        right = counted is not None and hmac.compare_digest(counted["safe_word_hash"], _hash(client_id, said))
        if right:
            await db.row(GIVE_BACK, client_id, today())
        await activity.record(
            by=staff.actor,
            kind=Kind.SAFE_WORD_CHECKED,
            object_kind="safe_word",
            object_id=client_id,
            client_id=client_id,
            detail={"compared": counted is not None, "right": right},
        )
    if counted is None:
        raise Unfit("said", NO_MORE_TRIES if await has_safe_word(client_id) else NO_SAFE_WORD)
    if not right:
        raise Unfit("said", _no(MOST_TRIES_A_DAY - counted["tries"]))


async def answer_to(*, staff: CurrentStaff, client_id: UUID, said: str) -> str:
    """Say yes or no in words, as `check_safe_word` finds; a no is said, not raised, so that its count is kept.

    Raises NotAllowed and NotFound.
    """
    try:
        await check_safe_word(staff=staff, client_id=client_id, said=said)
    except Unfit as why:
        return str(why.sentence)
    return gettext("Yes, that is the safe word.")


def _no(left: int) -> str:
    tries = gettext("Tries left today: %(left)s.") % {"left": left}
    return f"{NO} {tries}"


def _hash(client_id: UUID, safe_word: str) -> bytes:
    return mac("safe word", str(client_id), normal_safe_word(safe_word))

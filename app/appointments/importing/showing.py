"""How what a file would do is shown, and what its columns mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.appointments.importing.columns import COLUMNS
from app.appointments.importing.overlaps import Span
from app.appointments.importing.planning import Act, Plan, Planned
from app.appointments.times import worded_short
from app.web.language import Phrase, _l, gettext
from app.web.sheet import Column, ShownPlan, shown_plan

MEANINGS: dict[str, Phrase] = {
    "appointment id": _l(
        "Needed. What your other program calls it. The same id again changes the same appointment."
    ),
    "client number": _l("Needed. The client's number here."),
    "starts": _l(
        "2026-12-03 14:30 or 12/3/2026 2:30 PM, by the clocks of the location. Or use date and time."
    ),
    "date": _l("Instead of starts: 2026-12-03 or 12/3/2026."),
    "time": _l("Beside date: 14:30 or 2:30 PM."),
    "minutes": _l("How long it is. Blank: 50."),
    "clinician": _l("E-mail address or name of a staff member. Blank: not settled yet."),
    "location": _l("Name of an office location. Blank: online or by phone."),
    "telehealth link": _l("The address of the video visit. It begins with https://"),
    "copay": _l("In dollars, such as 25 or 25.00. Blank: nothing is known."),
    "status": _l("booked or cancelled. Blank: booked."),
}
EXAMPLE = (
    tuple(column.name for column in COLUMNS if column.name not in ("date", "time")),
    ("A-1001", "1001", "2026-12-03 14:30", "50", "name@example.org", "Main office", "", "25.00", "booked"),
)
WORDS: dict[Act, Phrase] = {
    Act.ADD: _l("Add"),
    Act.MOVE: _l("Move"),
    Act.CHANGE: _l("Change"),
    Act.BOOK_AGAIN: _l("Book again"),
    Act.CANCEL: _l("Cancel"),
}
LOOKS = {Act.ADD: "ok", Act.MOVE: "warn", Act.CHANGE: "", Act.BOOK_AGAIN: "warn", Act.CANCEL: "bad"}
FIRST = (Act.CANCEL, Act.MOVE, Act.BOOK_AGAIN, Act.CHANGE, Act.ADD)
"""What matters most is shown first."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    row: int
    words: str
    look: str
    external_id: str
    client_number: int
    when: str
    before: str
    """When it was until now, where the file moves it; else ""."""
    changes: str
    remark: str
    """What else the clinician has then; "" for nothing."""


def shown(plan: Plan, remarks: Mapping[int, Span]) -> ShownPlan[PlannedLine]:
    """Give as much of a plan as a page shows."""
    ordered = sorted(
        plan.planned, key=lambda each: (each.row not in remarks, FIRST.index(each.act), each.row)
    )
    return shown_plan(ordered, plan.problems, line=lambda each: _line(each, remarks.get(each.row)))


def meanings(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Give each column with what it means."""
    return [(column.name, str(MEANINGS[column.name])) for column in columns]


def _line(planned: Planned, other: Span | None) -> PlannedLine:
    return PlannedLine(
        row=planned.row,
        words=str(WORDS[planned.act]),
        look=LOOKS[planned.act],
        external_id=planned.external_id,
        client_number=planned.client_number,
        when=worded_short(planned.visit.starts_at, planned.zone),
        before=_before(planned),
        changes=_changes(planned),
        remark=_remark(other, planned) if other is not None else "",
    )


def _before(planned: Planned) -> str:
    if planned.before is None or planned.zone_before is None:
        return ""
    if planned.before.starts_at == planned.visit.starts_at:
        return ""
    return worded_short(planned.before.starts_at, planned.zone_before)


def _changes(planned: Planned) -> str:
    if not planned.changes:
        return ""
    moved = planned.act is Act.MOVE
    words = gettext("Also changed: %(columns)s") if moved else gettext("Changed: %(columns)s")
    return words % {"columns": ", ".join(planned.changes)}


def _remark(other: Span, planned: Planned) -> str:
    """Say what else the clinician has then: another row, or an appointment that stands here."""
    words = gettext("The clinician has another appointment then: %(which)s.")
    if other.row is not None:
        return words % {"which": gettext("row %(row)s") % {"row": other.row}}
    return words % {"which": worded_short(other.starts_at, planned.zone)}

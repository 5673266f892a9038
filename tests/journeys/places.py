"""Pages that are looked at, each with who sees it; those of the record."""

from dataclasses import dataclass

from app.record.desk.demo import asked_id
from tests.people import client_id

FOLDED = ".folded > summary"


@dataclass(frozen=True)
class Place:
    """A page and who sees it.

    `opens` names what is folded and opened first, `empties` a field, `ticks` a box or a choice; `sends` is the button that sends a form as
    it stands then, which is answered with what is missing.
    """

    name: str
    path: str
    who: str = ""
    status: int = 200
    opens: str = ""
    empties: str = ""
    ticks: str = ""
    sends: str = ""
    languages: tuple[str, ...] = ("en", "es")


ALICES, CHARLIES = (f"/staff/clients/{client_id(name)}/record" for name in ("alice", "charlie"))
RECORD = (
    Place("record", "/record", who="alice", opens=FOLDED),
    Place("record-empty", "/record", who="charlie", languages=("es",)),
    Place("record-copy", "/record", who="alice", opens="#request"),
    Place("record-amendment-errors", "/record/amendment", who="alice", sends="#ask"),
    Place("record-restriction", "/record/restriction", who="alice", languages=("es",)),
    Place("shared-record", "/shared-record"),
    Place("everything", "/record/everything", who="alice"),
    Place("staff-record-files", f"{ALICES}/imports", who="nora", sends="#look"),
    Place("staff-record-file", f"{ALICES}/imports", who="nora", opens=".filed h3 a"),
    Place("staff-records", "/staff/record", who="nora"),
    Place("staff-records-empty", "/staff/record?kind=record", who="nora", languages=("es",)),
    Place("staff-chart-record", ALICES, who="nora"),
    Place(
        "staff-chart-record-empty",
        CHARLIES,
        who="nora",
        languages=("es",),
    ),
    Place("staff-record-section", f"{ALICES}/sections/result", who="nora", languages=("en",)),
    Place(
        "staff-record-entry",
        f"{ALICES}/sections/goal",
        who="nora",
        opens=".filed:first-child .what a",
        ticks="#withheld",
        sends="#mark",
    ),
    Place(
        "staff-record-request-errors",
        f"{ALICES}/requests/{asked_id('dose')}",
        who="nora",
        sends="#answer",
    ),
    Place("staff-record-restriction", f"{ALICES}/requests/{asked_id('employer')}", who="nora"),
)
CHART = f"/staff/clients/{client_id('alice')}"
OF_CHARTS = (
    Place("chart", CHART, who="nora"),
    Place("chart-messages", f"{CHART}/messages", who="nora"),
    Place(
        "chart-messages-empty",
        f"/staff/clients/{client_id('charlie')}/messages",
        who="nora",
        languages=("es",),
    ),
    Place("chart-activity", f"{CHART}/activity", who="nora", opens=FOLDED),
)

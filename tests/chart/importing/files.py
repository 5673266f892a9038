"""Files of charts as tests write them, and what is taken in of them."""

from app.activity.actor import Actor
from app.chart.importing import service
from app.chart.importing.planning import Allowed, Plan, What
from app.web.spreadsheet import write_csv

BY = Actor.system("test")


def a_file(*lines: dict[str, str]) -> bytes:
    """Write rows, each by the names of its columns."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    return write_csv([names, *([line.get(name, "") for name in names] for line in lines)])


async def take_in(
    what: What, *lines: dict[str, str], doubles: bool = False, change: bool = True
) -> service.Done:
    allowed = Allowed(change=change, doubles=doubles)
    return await service.take_in(by=BY, what=what, content=a_file(*lines), allowed=allowed)


async def examine(what: What, *lines: dict[str, str], doubles: bool = False, change: bool = True) -> Plan:
    allowed = Allowed(change=change, doubles=doubles)
    return (await service.examine(what, a_file(*lines), allowed=allowed)).plan


def counts(plan: Plan) -> tuple[int, int, int, int]:
    """Give how many rows are added, changed, as they are, and left out."""
    return plan.added, plan.changed, plan.unchanged, plan.rows_left_out


def wrong(plan: Plan) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.sentence) for each in plan.problems]

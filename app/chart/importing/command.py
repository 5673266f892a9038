"""Taking in a file of charts on the server: what it does, and what is wrong, in lines of text."""

from collections.abc import Iterator
from dataclasses import replace

from app.activity.actor import Actor
from app.chart.importing import service
from app.chart.importing.planning import Allowed, What
from app.chart.importing.service import Done
from app.practice.settings import PRACTICE, load_settings
from app.web.sheet import BadSheet

MOST_ROWS = 50_000
BY = Actor.system("import-csv")


async def import_charts(what: str, content: bytes, *, dry_run: bool, anyway: bool) -> tuple[bool, list[str]]:
    """Take a file in, or only say what it would do; give whether every row was good, and what to print."""
    await load_settings()
    allowed = Allowed(doubles=anyway)
    try:
        if dry_run:
            done = await service.examine(What(what), content, allowed=allowed, most=MOST_ROWS)
        else:
            done = await service.take_in(
                by=_practice(), what=What(what), content=content, allowed=allowed, most=MOST_ROWS
            )
    except BadSheet as why:
        return False, [str(why.sentence)]
    return not done.plan.problems, list(_lines(done, dry_run=dry_run))


def _practice() -> Actor:
    """Give who takes the file in: in the history of charts, the practice did."""
    return replace(BY, name=PRACTICE.name)


def _lines(done: Done, *, dry_run: bool) -> Iterator[str]:
    plan = done.plan
    if plan.unknown:
        yield f"Not read: {', '.join(plan.unknown)}"
    for problem in plan.problems:
        where = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
        yield f"{where}: {problem.sentence}" + (f" ({problem.typed!r})" if problem.typed else "")
    if done.before is not None:
        yield "This very file was the last one taken in: nothing is to be done."
        return
    counts = f"{plan.added} added, {plan.changed} changed, {plan.unchanged} as they are"
    left = f", {plan.rows_left_out} rows left out" if plan.problems else ""
    yield f"{'It would be: ' if dry_run else ''}{counts}{left}."

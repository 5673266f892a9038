"""The portal as it is served, with three routes more that the product does not have.

`/bench/floor/{size}` is the least this stack does for a page: the same server, the session look-up, one query, one
page of `size` bytes. `/bench/usage` says what the process has used. `/bench/injectable` is what `bench.injection` must
find: SQL put together from what was asked.
"""

import os
import time
from typing import Any

import uvicorn
from jinja2 import Environment
from litestar import Response, get
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from app import db, main
from app.accounts.sessions import CurrentChart
from app.web.assets import ASSETS
from app.web.frame import Portal
from app.web.pages import html_answer
from app.web.request import Request
from app.web.security import Audience
from tests.statements import COUNTED, FREE

COUNT_STATEMENTS = "BENCH_COUNT_STATEMENTS"
"""The variable that has the server count its SQL, which costs a little itself."""

FLOOR = Environment(autoescape=True).from_string(
    "<!doctype html><title>Floor</title><ul>{% for row in rows %}<li>{{ row['sender_name'] }} {{ row['sent_at'] }}</li>"
    "{% endfor %}</ul><p>{{ filling }}</p>"
)
ROWS = "select sender_name, sent_at from message where client = $1 order by sent_at desc, id desc limit 50"
FILLING = ASSETS["css/portal.css"].content.decode() * 3

BYTES_A_ROW = 60

_statements = 0


def count(logged: Any) -> None:
    """Count a statement as the budgets do."""
    global _statements
    text = logged.query.strip()
    _statements += text.lower().startswith(COUNTED) and not FREE.match(text)


@get("/bench/floor/{size:int}", opt={"audience": Audience.CLIENT})
async def floor(request: Request, chart: CurrentChart, size: FromPath[int]) -> Response[bytes]:
    """Give a page of about `size` bytes with the rows of one query."""
    rows = await db.rows(ROWS, chart.client_id)
    filling = Markup(FILLING[: max(size - len(rows) * BYTES_A_ROW, 0)])  # noqa: S704  # our own style sheet
    return html_answer(request, FLOOR.render(rows=rows, filling=filling))


@get("/bench/usage", opt={"audience": Audience.MACHINE}, sync_to_thread=False)
def usage() -> dict[str, float]:
    """Give the CPU seconds of this process, and the statements it has sent."""
    return {"cpu": time.process_time(), "statements": _statements}


@get("/bench/injectable", opt={"audience": Audience.CLIENT})
async def injectable(name: FromQuery[str]) -> str:
    rows = await db.rows(f"select label from task_type where label like '%{name}%'")  # it is meant to be
    return "".join(row["label"] for row in rows)


def create_app() -> Portal:
    if os.environ.get(COUNT_STATEMENTS):
        db.observers.append(count)
    portal = main.create_app()
    portal.litestar.register(floor)
    portal.litestar.register(usage)
    portal.litestar.register(injectable)
    return portal


if __name__ == "__main__":
    uvicorn.run(
        "bench.server:create_app",
        factory=True,
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=1000,
    )

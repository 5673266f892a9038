"""What clients ask about their records, of the whole practice: what is due first stands first."""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get

from app.accounts.charts import check_rule
from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.record.desk.answering import RULE
from app.record.desk.forms import QueueForm
from app.record.desk.listing import queue
from app.record.desk.rules import Shown
from app.record.desk.words import KINDS, SHOWN
from app.record.rules import RequestKind
from app.staff.rules import Action
from app.web.cursor import read_cursor
from app.web.forms import FilledForm, asked, filled, parse
from app.web.language import gettext
from app.web.request import Request
from app.web.security import Audience

PATH = "/staff/record"


class RecordQueueController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="record.staff.queue")
    async def queue(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_rule(staff, RULE, Action.VIEW)
        data = asked(request)
        choice = parse(QueueForm, data)
        shown, kind = _chosen(choice)
        found = await queue(
            staff, shown=shown, kind=kind, after=read_cursor(request.query_params.get("before", ""))
        )
        query = {"shown": shown.value, **({"kind": kind.value} if kind else {})}
        return staff_page(
            request,
            staff,
            "record/staff/queue",
            here=PATH,
            path=PATH,
            queue=found,
            shown=shown,
            current=str(SHOWN[shown]),
            form=filled(data),
            query=f"{urlencode(query)}&",
            tabs=[
                (str(SHOWN[each]), f"{PATH}?shown={each.value}", each is shown, _count(each, found.waiting))
                for each in Shown
            ],
            kinds=[("", gettext("Everything")), *((each.value, str(KINDS[each])) for each in RequestKind)],
        )


def _chosen(choice: QueueForm | FilledForm) -> tuple[Shown, RequestKind | None]:
    if isinstance(choice, FilledForm):
        return Shown.WAITING, None
    return Shown(choice.shown), RequestKind(choice.kind) if choice.kind else None


def _count(shown: Shown, waiting: int) -> int:
    return waiting if shown is Shown.WAITING else 0

"""One request to the admin and its answer: who, from where, to what address, by which rule."""

import hmac
from dataclasses import dataclass
from typing import assert_never

from litestar.types import ASGIApp, Receive

from app import config, encryption
from app.accounts import admission, staff_service
from app.accounts.admission import STAFF_COOKIE, SignInNeeded
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.refusals import NotFound, Refusal, StateForbids
from app.admin import reads
from app.admin.addresses import ACTIONS, MOUNT, Address, Place, read_address
from app.admin.answers import Answer, Declined, json_answer, redirect, sentence_answer
from app.admin.assets import asset_answer, shell_answer
from app.admin.inside import Question
from app.admin.permissions import check_form, check_table, kind_of, may_add
from app.admin.problems import ENDED, NO_ROW, fault_answer, understood
from app.admin.readable import readable, sent_back
from app.admin.requests import checked_query, read_body
from app.admin.writes import Write, take
from app.staff.rules import Action
from app.web.admin import AdminForm, AdminTable, column_names
from app.web.cookies import end_cookie, read_cookie
from app.web.csrf import SAFE_METHODS, CrossSite, check_origin
from app.web.errors import FORM_TOO_OLD, WORDINGS
from app.web.request import Connection, method_of

CSRF_COOKIE = "csrftoken"
CSRF_HEADER = "x-csrftoken"
DOOR = "/staff/sign-in?next=/staff/admin/"
CHOOSING_ANOTHER = "/staff/password/change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What the admin has: tables by their names in it, forms by their addresses, and Piccolo Admin itself."""

    tables: dict[str, AdminTable]
    forms: dict[str, AdminForm]
    admin: ASGIApp

    @property
    def names(self) -> reads.Names:
        return {kind_of(table): name for name, table in self.tables.items()}

    @property
    def columns(self) -> frozenset[str]:
        """The names of all columns that any table shows."""
        return frozenset(name for table in self.tables.values() for name in column_names(table.columns))


class Exchange:
    """One request, answered whole."""

    def __init__(self, connection: Connection, receive: Receive, *, path: str, offers: Offers) -> None:
        self.connection, self.receive, self.path, self.offers = connection, receive, path, offers
        self.method = method_of(connection)
        self.address = read_address(path)
        self.token = read_cookie(connection, STAFF_COOKIE)

    async def answer(self) -> Answer:
        try:
            return await self._admit()
        except Declined as declined:
            return sentence_answer(declined.status, declined.sentence)
        except SignInNeeded as needed:
            return self._send_away(needed)
        except CrossSite:
            return sentence_answer(403, FORM_TOO_OLD.sentence)
        except StateForbids as forbidden:
            return sentence_answer(409, forbidden.sentence)
        except Refusal as refusal:
            return await self._refuse(refusal)
        except Exception as fault:  # noqa: BLE001  # whatever it is, its text may hold what people typed
            return fault_answer(fault, request_id=self.connection.scope["state"]["request_id"])

    async def _admit(self) -> Answer:
        if not self.path:
            return redirect(f"{MOUNT}/", status=308)
        staff = await admission.find_staff(self.connection)
        if staff is None:
            raise SignInNeeded(DOOR)
        if staff.must_change_password:
            raise SignInNeeded(CHOOSING_ANOTHER)
        if admission.lacks_second_step(staff):
            raise SignInNeeded(admission.SETTING_UP)
        if self.address is None:
            raise Declined(404, WORDINGS[404].sentence)
        if self.method not in self.address.methods:
            raise Declined(405, WORDINGS[405].sentence)
        if self.method not in SAFE_METHODS:
            self._check_form()
        return await self._serve(staff, self.address)

    def _check_form(self) -> None:
        """Raise CrossSite unless this comes from our own page, opened in this very session."""
        check_origin(self.connection)
        sent = self.connection.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(sent.encode(), csrf_value(self.token).encode()):
            raise CrossSite

    def _send_away(self, needed: SignInNeeded) -> Answer:
        is_page = self.address is not None and self.address.place in (Place.SHELL, Place.OWN_PAGE)
        if self.method == "GET" and is_page:
            return redirect(needed.address)
        return sentence_answer(401, ENDED)

    async def _refuse(self, refusal: Refusal) -> Answer:
        await activity.record_refusal(refusal)
        if isinstance(refusal, NotFound):
            return sentence_answer(404, NO_ROW)
        return sentence_answer(403, refusal.sentence or WORDINGS[403].sentence)

    async def _serve(self, staff: CurrentStaff, address: Address) -> Answer:
        match address.place:
            case Place.TABLE:
                return await self._table(staff, address)
            case Place.FORM:
                return await self._form(staff, address)
            case Place.ABOUT:
                return await self._ask(self._question(staff))
            case Place.SIGN_OUT:
                return await self._sign_out(staff)
            case Place.SHELL | Place.ASSET | Place.OWN_PAGE | Place.NO_TABLE:
                return self._fixed(staff, address)
            case _:
                assert_never(address.place)

    def _fixed(self, staff: CurrentStaff, address: Address) -> Answer:
        """Answer what is the same for every reader."""
        if address.place is Place.SHELL:
            adds = [name for name, table in self.offers.tables.items() if may_add(staff, table)]
            return shell_answer(cookie=self._csrf_cookie(), adds=adds)
        if address.place is Place.ASSET:
            return self._asset(address.name)
        if address.place is Place.OWN_PAGE:
            return redirect(address.name)
        return json_answer({"rows": [], "count": 0})

    def _asset(self, name: str) -> Answer:
        accepts_gzip = "gzip" in self.connection.headers.get("accept-encoding", "")
        found = asset_answer(name, accepts_gzip=accepts_gzip)
        if found is None:
            raise Declined(404, WORDINGS[404].sentence)
        return found

    async def _sign_out(self, staff: CurrentStaff) -> Answer:
        """End our session; Piccolo Admin then loads its page again, which leads to our sign-in."""
        await staff_service.sign_out_staff(staff=staff)
        ended = end_cookie(STAFF_COOKIE).to_header(header="")
        return Answer(200, b'""', headers={"clear-site-data": '"cache", "storage"'}, cookies=(ended,))

    async def _form(self, staff: CurrentStaff, address: Address) -> Answer:
        form = self.offers.forms.get(address.name)
        if form is None:
            raise Declined(404, WORDINGS[404].sentence)
        check_form(staff, form)
        question = self._question(staff)
        if self.method == "GET":
            answer = await self._ask(question)
            return await reads.form_schema_answer(answer, form=form) if address.part else answer
        question.values = await self._body()
        return await take(question, self.offers.admin)

    async def _table(self, staff: CurrentStaff, address: Address) -> Answer:
        table = self.offers.tables.get(address.name)
        if table is None:
            raise Declined(404, WORDINGS[404].sentence)
        action = ACTIONS[self.method]
        check_table(staff, table, action, row=address.row)
        query = checked_query(
            self.connection.scope["query_string"],
            table=table,
            part=address.part,
            one_row=address.row is not None,
            shown_elsewhere=self.offers.columns,
        )
        question = self._question(staff, path=_inner_path(table, address), query=query)
        if action is Action.VIEW:
            return await self._read(question, table, address)
        if action is not Action.DELETE:
            question.values = sent_back(await self._body(), table=table)
        return await Write(table=table, action=action, row=address.row).make(question, self.offers.admin)

    async def _read(self, question: Question, table: AdminTable, address: Address) -> Answer:
        answer = await self._ask(question)
        if answer.status >= 400:
            return answer
        if address.part == "schema":
            return reads.schema_answer(answer, table=table, names=self.offers.names)
        if address.part == "references":
            return reads.references_answer(answer, names=self.offers.names)
        tells_of_rows = address.part != "new" and (address.part != "count" or question.query)
        if tells_of_rows:
            await reads.record_reading(
                staff=question.staff, table=table, row=address.row, query=question.query, answer=answer
            )
        return _readable(answer, table, address)

    async def _ask(self, question: Question) -> Answer:
        return understood(await question.ask(self.offers.admin))

    async def _body(self) -> dict[str, object]:
        return await read_body(self.receive, content_type=self.connection.headers.get("content-type", ""))

    def _question(self, staff: CurrentStaff, *, path: str = "", query: bytes = b"") -> Question:
        return Question(
            staff=staff, token=self.token, method=self.method, path=path or self.path, query=query
        )

    def _csrf_cookie(self) -> str:
        """Give the one cookie of ours that scripts may read: Piccolo Admin sends it back in a header."""
        secure = "; Secure" if config.current().is_secure else ""
        return f"{CSRF_COOKIE}={csrf_value(self.token)}; Path={MOUNT}; SameSite=Strict{secure}"


def _readable(answer: Answer, table: AdminTable, address: Address) -> Answer:
    """Give rows as people read them; what only counts or names them stays."""
    if address.part:
        return answer
    return readable(answer, table=table, one_row=address.row is not None)


def csrf_value(token: str) -> str:
    """Give the value that forms of the admin carry in the session with this token."""
    return encryption.mac("admin-csrf", token).hex()


def _inner_path(table: AdminTable, address: Address) -> str:
    """Give the address by which Piccolo Admin knows the table: its name in the database."""
    last = str(address.row) if address.row else address.part
    return f"/api/tables/{kind_of(table)}/" + (f"{last}/" if last else "")

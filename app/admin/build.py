"""Piccolo Admin itself, built from the parts of the packages; imported when somebody first opens it.

It does not decide who may do what: the guard has done so before a request comes here.
"""

import logging
from collections.abc import Callable
from typing import Any

from piccolo.columns import ForeignKey
from piccolo_admin.endpoints import (
    AdminRouter,
    FormConfig,
    FormConfigResponseModel,
    GroupedFormsResponseModel,
    GroupedTableNamesResponseModel,
    MetaResponseModel,
    TableConfig,
)
from piccolo_api.crud.endpoints import OrderBy
from starlette.requests import Request

from app.accounts.pages import STAFF_PLACES, opens
from app.accounts.sessions import CurrentStaff
from app.accounts.tables import StaffSession, StaffSignIn
from app.activity.refusals import NotFound, StateForbids
from app.admin.inside import REFUSALS, STAFF
from app.admin.menu import in_order_of_menu
from app.admin.permissions import may_take, may_view
from app.admin.shown import Shown, shown_tables, tablename
from app.practice.settings import PRACTICE
from app.web.admin import AdminForm, AdminLink, AdminTable, name_of
from app.web.language import _l

RIGHTS, RIGHTS_PATH = _l("Who may do what"), "/staff/rights"
NOT_FOUND = _l("There is nobody and nothing of that number here, or you may not open it.")
for _name in ("piccolo_admin", "piccolo_api"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)  # their tracebacks hold what people typed


class Admin(AdminRouter):
    """Piccolo Admin that tells each reader only of what they may open, in their language."""

    def __init__(
        self, tables: tuple[AdminTable, ...], forms: tuple[AdminForm, ...], links: tuple[AdminLink, ...]
    ) -> None:
        shown = shown_tables(tables)
        self.offered_links = links
        self.offered_tables = in_order_of_menu(tables)
        self.offered_forms = in_order_of_menu(forms)
        super().__init__(
            *(_configured(table, shown) for table in tables),
            forms=[FormConfig(form.name.message, form.model, _endpoint(form)) for form in forms],
            auth_table=StaffSignIn,
            session_table=StaffSession,
            increase_expiry=None,
            page_size=25,
        )

    def get_meta(self) -> MetaResponseModel:
        return super().get_meta().model_copy(update={"site_name": PRACTICE.name})

    def get_sidebar_links(self, request: Request) -> dict[str, str]:  # type: ignore[override]
        staff = _staff(request)
        places = {
            str(place.label): place.path
            for place in STAFF_PLACES
            if place.name != "admin" and opens(staff, place)
        }
        others = {str(link.label): link.path for link in self.offered_links if link.opens(staff)}
        return places | others | {str(RIGHTS): RIGHTS_PATH}

    def get_table_list(self, request: Request) -> list[str]:  # type: ignore[override]
        return [table.name for table in self._viewable(request)]

    def get_table_list_grouped(self, request: Request) -> GroupedTableNamesResponseModel:  # type: ignore[override]
        answer = GroupedTableNamesResponseModel()
        for table in self._viewable(request):
            answer.grouped.setdefault(str(table.group), []).append(table.name)
        return answer

    def get_forms(self, request: Request) -> list[FormConfigResponseModel]:  # type: ignore[override]
        return [_described(form) for form in self._takeable(request)]

    def get_grouped_forms(self, request: Request) -> GroupedFormsResponseModel:  # type: ignore[override]
        answer = GroupedFormsResponseModel()
        for form in self._takeable(request):
            answer.grouped.setdefault(str(form.group), []).append(_described(form))
        return answer

    def get_single_form(self, form_slug: str) -> FormConfigResponseModel:
        return next(_described(form) for form in self.offered_forms if form.slug == form_slug)

    def get_user(self, request: Request) -> Any:
        return super().get_user(request).model_copy(update={"username": _staff(request).name})

    def _viewable(self, request: Request) -> list[AdminTable]:
        return [table for table in self.offered_tables if may_view(_staff(request), table)]

    def _takeable(self, request: Request) -> list[AdminForm]:
        return [form for form in self.offered_forms if may_take(_staff(request), form)]


def _staff(request: Request) -> CurrentStaff:
    staff: CurrentStaff = request.scope[STAFF]
    return staff


def _described(form: AdminForm) -> FormConfigResponseModel:
    return FormConfigResponseModel(name=str(form.name), slug=form.slug, description=str(form.description))


def _configured(table: AdminTable, shown: Shown) -> TableConfig:
    copy = shown[tablename(table)]

    def own(column: Any) -> Any:
        return copy._meta.get_column_by_name(name_of(column))  # noqa: SLF001

    listed = [own(column) for column in table.columns if name_of(column) != "id"]
    link = next((column for column in listed if not isinstance(column, ForeignKey)), None)
    ordered_by = (
        [OrderBy(own(table.newest_first), ascending=False)]
        if table.newest_first is not None
        else [OrderBy(own(column)) for column in table.ordered_by or table.named_by]
    )
    return TableConfig(
        copy,
        # Its list breaks where it shows an id that is not the link.
        visible_columns=listed if link is not None else [own(table.columns[0]), *listed],
        visible_filters=listed,
        link_column=link,
        order_by=ordered_by,
    )


def _endpoint(form: AdminForm) -> Callable[[Request, Any], Any]:
    async def act(request: Request, data: Any) -> str:
        try:
            return await form.act(staff=_staff(request), form=data)
        except StateForbids as forbidden:
            raise ValueError(str(forbidden.sentence)) from None
        except NotFound as refusal:
            request.scope[REFUSALS].append(refusal)
            raise ValueError(str(refusal.sentence or NOT_FOUND)) from None

    return act

"""Copies of the record for staff: the page of one, its PDF and its XML."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import check_rule
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.printing.press import NotPrinted
from app.record.ccd.service import ccd_of
from app.record.desk import copies
from app.record.desk.answering import RULE
from app.record.desk.forms import chosen_days
from app.record.desk.pages import TAB, address, lead_back, record_page
from app.record.reading.papers import record_pdf
from app.staff.rules import Action
from app.web.downloads import kept_answer
from app.web.errors import on_not_printed
from app.web.forms import FilledForm
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]

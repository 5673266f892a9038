"""What the worker does about billing."""

from app.billing.ledger import jobs as ledger
from app.notices.outbox import Effects
from app.notices.telling.service import News

look_through_books = ledger.look_through
use_ripe_credit = ledger.use_ripe_credit
EFFECTS: Effects = {**ledger.EFFECTS}
NEWS: News = {**ledger.NEWS}

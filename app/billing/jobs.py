"""What the worker does about billing."""

from app.billing.demo_processor import telling as demo_processor
from app.billing.ledger import jobs as ledger
from app.billing.paying import keys
from app.notices.outbox import Effects
from app.notices.telling.service import News

look_through_books = ledger.look_through
use_ripe_credit = ledger.use_ripe_credit
forget_keys = keys.remove_old
EFFECTS: Effects = {**ledger.EFFECTS, **demo_processor.EFFECTS}
NEWS: News = {**ledger.NEWS}

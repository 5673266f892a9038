"""What the worker does about billing."""

from app.billing.demo_processor import telling as demo_processor
from app.billing.ledger import jobs as ledger
from app.billing.paying import keys
from app.billing.vendors import jobs as vendors
from app.notices.outbox import Effects
from app.notices.telling.service import News

look_through_books = ledger.look_through
use_ripe_credit = ledger.use_ripe_credit
forget_keys = keys.remove_old
reconcile_under_way = vendors.reconcile_under_way
reconcile_lately_paid = vendors.reconcile_lately_paid
EFFECTS: Effects = {**ledger.EFFECTS, **vendors.EFFECTS, **demo_processor.EFFECTS}
NEWS: News = {**ledger.NEWS}

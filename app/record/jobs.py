"""What the worker does about the record."""

from app.notices.outbox import Effects
from app.record.reading import copies
from app.record.sending import jobs as sending

remove_old_copies = copies.remove_old
EFFECTS: Effects = {**sending.EFFECTS}

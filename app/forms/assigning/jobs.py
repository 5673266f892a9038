"""What the worker does about forms that are assigned."""

from app.forms.assigning import several
from app.forms.assigning.due_soon import remind_due
from app.forms.assigning.reminding import NEWS
from app.forms.assigning.repeating import give_due
from app.notices.outbox import Effects

__all__ = ["EFFECTS", "NEWS", "give_due", "remind_due"]

EFFECTS: Effects = {**several.EFFECTS}

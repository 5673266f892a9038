"""What the worker does about forms that are assigned."""

from app.forms.assigning import reminding, several
from app.forms.assigning.repeating import give_due
from app.notices.outbox import Effects

__all__ = ["EFFECTS", "give_due"]

EFFECTS: Effects = {**reminding.EFFECTS, **several.EFFECTS}

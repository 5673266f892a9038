"""What the worker does about forms that are assigned."""

from app.forms.assigning import reminding
from app.notices.outbox import Effects

EFFECTS: Effects = {**reminding.EFFECTS}

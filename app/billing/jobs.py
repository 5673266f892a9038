"""What the worker does about billing."""

from app.notices.outbox import Effects
from app.notices.telling.service import News

EFFECTS: Effects = {}
NEWS: News = {}

"""The settings, declared once as data: what each means, and what holds until the practice says otherwise."""

from types import MappingProxyType

from app.practice.declarations.of_access import OF_ACCESS
from app.practice.declarations.of_practice import OF_PRACTICE
from app.practice.declarations.of_work import OF_WORK

SETTINGS = MappingProxyType({setting.name: setting for setting in (*OF_PRACTICE, *OF_ACCESS, *OF_WORK)})

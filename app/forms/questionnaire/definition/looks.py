"""How a question is asked, by its type, its control and its options."""

from app.forms.questionnaire.form import Item, Kind
from app.forms.questionnaire.keeping.choosing import is_long
from app.forms.questionnaire.shown import Look

LONG_LIST = 7
"""More options than these are shown as a list to open, where the form says nothing."""

_PLAIN: dict[Kind, Look] = {
    Kind.GROUP: Look.NOTE,
    Kind.DISPLAY: Look.NOTE,
    Kind.BOOLEAN: Look.YES_NO,
    Kind.DECIMAL: Look.DECIMAL,
    Kind.INTEGER: Look.WHOLE,
    Kind.DATE: Look.DAY,
    Kind.MOMENT: Look.MOMENT,
    Kind.TIME: Look.CLOCK,
    Kind.STRING: Look.LINE,
    Kind.TEXT: Look.LINES,
    Kind.URL: Look.LINK,
    Kind.CHOICE: Look.LINE,
    Kind.OPEN_CHOICE: Look.LINE,
    Kind.ATTACHMENT: Look.FILE,
    Kind.REFERENCE: Look.NOTE,
    Kind.QUANTITY: Look.QUANTITY,
}


def look_of(item: Item) -> Look:
    if item.kind is Kind.BOOLEAN and item.control == "check-box":
        return Look.TICK
    if item.is_choice:
        return _of_choice(item)
    if item.kind is Kind.INTEGER and item.control == "slider" and has_both_ends(item):
        return Look.SLIDER
    if item.kind is Kind.STRING and item.control == "text-area":
        return Look.LINES
    return _PLAIN[item.kind]


def has_both_ends(item: Item) -> bool:
    return item.bounds.least is not None and item.bounds.most is not None


def _of_choice(item: Item) -> Look:
    if is_long(item):
        return Look.SUGGEST
    if item.repeats:
        return Look.CHECKS
    return BY_CONTROL.get(item.control, Look.LIST if len(item.options) > LONG_LIST else Look.RADIO)


BY_CONTROL = {
    "radio-button": Look.RADIO,
    "check-box": Look.RADIO,
    "autocomplete": Look.SUGGEST,
    "drop-down": Look.LIST,
    "lookup": Look.LIST,
    "combo-box": Look.LIST,
}
"""Of a choice of one, by the code of the control."""

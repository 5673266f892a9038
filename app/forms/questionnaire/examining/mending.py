"""Mends what can be mended in a form, and refuses what cannot."""

from collections import Counter
from collections.abc import Iterator

from app.forms.questionnaire.definition.extensions import text, value_in
from app.forms.questionnaire.definition.rich_text import said_shortly
from app.forms.questionnaire.examining.invariants import INVARIANTS
from app.forms.questionnaire.examining.parsing import MOST_ITEMS, Refused
from app.forms.questionnaire.examining.repairs import Raw, Repairs, name_of, objects_of, walked
from app.forms.questionnaire.examining.spelling import spell, spell_expected
from app.forms.questionnaire.examining.standard import keep_to_standard
from app.forms.questionnaire.form import Kind
from app.web.language import Phrase, _l

MOST_LEVELS = 20
LONGEST_LINK_ID = 1_000
STATUSES = ("draft", "active", "retired", "unknown")
KINDS = tuple(Kind)
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")

TOO_MANY = _l("This form has more questions than can be shown: at most 3,000.")
TOO_MANY_LEVELS = _l("The questions of this form are nested too deeply.")
NO_LINK_ID = _l("A question of this form has no link id, or one that is too long.")
NO_TYPE = _l("The question “%(question)s” has no type that FHIR R4 knows.")
NO_ITEMS = _l("This form has no questions.")
SAME_ID = _l("Two questions have the link id “%(question)s”, and others of the form go by it.")
NO_TARGET = _l("The question “%(question)s” goes by an answer that is not in this form: “%(other)s”.")
NO_CONDITION = _l("The question “%(question)s” has a condition that cannot be read.")
STATUS = _l("The status was missing or unknown; it is a draft now.")
RENAMED = _l("Two questions had the link id “%(question)s”; the later one is “%(other)s” now.")
WHOLE_ID = _l("The link id of “%(question)s” was a number; it is text now.")


def mended(form: Raw) -> Repairs:
    """Mend a form in place, and tell how; raises Refused for what cannot be mended."""
    return _Mending(form).mended()


class _Mending:
    """A form on its way through the repairs, with all that cannot be mended."""

    def __init__(self, form: Raw) -> None:
        self.form = form
        self.repairs = Repairs()
        self.errors: list[str] = []

    def mended(self) -> Repairs:
        if self.form.get("status") not in STATUSES:
            self.form["status"] = "draft"
            self.repairs.say(STATUS)
        spell(self.repairs, self.form)
        self._name(self._checked_items())
        for mend in INVARIANTS:
            for item in list(walked(self.form)):
                if item.get("type") in KINDS:
                    mend(self.repairs, item)
        self._check_conditions()
        if self.errors:
            raise Refused(*self.errors)
        keep_to_standard(self.form, self.repairs)
        return self.repairs

    def _checked_items(self) -> list[Raw]:
        _check_levels(self.form, level=0)
        items = list(walked(self.form))
        if not items:
            raise Refused(NO_ITEMS)
        if len(items) > MOST_ITEMS:
            raise Refused(TOO_MANY)
        return [item for item in items if self._is_linked(item)]

    def _is_linked(self, item: Raw) -> bool:
        """Whether an item has a link id; tells of one that has none, or no type."""
        link_id = item.get("linkId")
        if isinstance(link_id, int) and not isinstance(link_id, bool):
            item["linkId"] = link_id = str(link_id)
            self.repairs.say(WHOLE_ID, question=name_of(item))
        if not isinstance(link_id, str) or not link_id.strip() or len(link_id) > LONGEST_LINK_ID:
            self.errors.append(str(NO_LINK_ID))
            return False
        if item.get("type") not in KINDS:
            self._refuse(NO_TYPE, question=name_of(item))
        return True

    def _refuse(self, sentence: Phrase, **words: str) -> None:
        self.errors.append(str(sentence) % {key: said_shortly(word) or "?" for key, word in words.items()})

    def _name(self, items: list[Raw]) -> None:
        """Give a link id that occurs twice another name, unless something goes by it."""
        counted = Counter(item["linkId"] for item in items)
        seen: set[str] = set()
        for item in items:
            link_id = item["linkId"]
            if link_id in seen:
                if any(question == link_id for _, _, question in self._targets()):
                    self._refuse(SAME_ID, question=link_id)
                    continue
                number = next(n for n in range(2, MOST_ITEMS + 3) if f"{link_id}-{n}" not in counted)
                item["linkId"] = f"{link_id}-{number}"
                counted[item["linkId"]] += 1
                self.repairs.say(RENAMED, question=link_id, other=item["linkId"])
            seen.add(item["linkId"])

    def _targets(self) -> Iterator[tuple[Raw, Raw, str]]:
        for item in walked(self.form):
            yield from ((item, one, text(one.get("question"))) for one in objects_of(item, "enableWhen"))

    def _check_conditions(self) -> None:
        known = {text(item.get("linkId")): item for item in walked(self.form)}
        for item, condition, question in self._targets():
            if question not in known:
                self._refuse(NO_TARGET, question=name_of(item), other=question)
            elif known[question].get("type") in KINDS:
                spell_expected(self.repairs, item, condition, known[question])
            if item.get("type") in KINDS and not _is_readable(condition):
                self._refuse(NO_CONDITION, question=name_of(item))


def _is_readable(condition: Raw) -> bool:
    return condition.get("operator") in OPERATORS and value_in(condition, "answer") is not None


def _check_levels(holder: Raw, *, level: int) -> None:
    if level > MOST_LEVELS:
        raise Refused(TOO_MANY_LEVELS)
    for item in objects_of(holder, "item"):
        _check_levels(item, level=level + 1)

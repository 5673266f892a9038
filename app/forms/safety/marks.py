"""Which forms can show that somebody is in danger: by a mark of the practice's, or one that nobody can remove."""

from collections.abc import Mapping

ALWAYS: Mapping[str, str] = {"urn:client-portal:form:phq-9": "44260-8"}
"""The question of a built-in form that always tells: item 9 of the PHQ-9, above "not at all" (product.md 7)."""

IS_MARKED = (
    "(exists (select 1 from safety_rule where safety_rule.url = questionnaire.url)"
    f" or questionnaire.url in ({', '.join(repr(url) for url in ALWAYS)}))"
)
"""In SQL: whether a row of questionnaire is such a form."""

"""Which forms can show that somebody is in danger: by a mark of the practice's, or one that nobody can remove."""

WATCHED = '"watched": true'
"""How the notes of a form say that questions of it are watched in every practice."""
BUILT_IN = "urn:client-portal:form:phq-9"
"""The PHQ-9 that comes with the portal, for its item 9 (product.md 7)."""

IS_MARKED = (
    "(exists (select 1 from safety_rule where safety_rule.url = questionnaire.url)"
    f" or questionnaire.url = '{BUILT_IN}' or questionnaire.notes like '%{WATCHED}%')"
)
"""In SQL: whether a row of questionnaire is such a form."""

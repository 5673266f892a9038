"""What a file of FHIR resources may be: more than an EHR sends of one person, less than would hold the portal up."""

LARGEST_BYTES = 25 * 1_000_000
DEEPEST = 50
"""Levels of objects and lists inside one another."""
LONGEST_STRING = 1_000_000
"""Characters of one string."""
MOST_RESOURCES = 50_000
MOST_VALUES = 50_000
"""Of one resource, so that no small file becomes a large one in memory."""
LONGEST_WORDS = 2_000
"""Characters of what is read as words; a note may be as long as a string."""
AT_ONCE = 500
"""Resources that are written with one statement."""
MOST_LISTED = 50
"""Of what was left out, the types that a report names."""

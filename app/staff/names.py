"""How a staff member is called, with credentials, where a client or colleague reads it."""

STAFF_NAME = "trim(both ', ' from {0}.first_name || ' ' || {0}.last_name || ', ' || {0}.credentials)"
"""In SQL, of the row of staff_member that is put in."""

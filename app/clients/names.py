"""How a client is called."""


def full_name(*, first_name: str, preferred_name: str, last_name: str) -> str:
    """Give the name as people use it: preferred name if there is one, and last name."""
    return f"{preferred_name or first_name} {last_name}".strip()

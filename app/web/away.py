"""What a request meets while a machine that it needs cannot be reached."""


class Away(Exception):
    """A machine cannot be reached now: nothing was saved, and the same may be tried again in a while."""

"""What is raised with a sentence for the person at the field."""

from app.web.language import Phrase


class Unreadable(ValueError):
    """What was typed is no answer to the question; its text says why, in the reader's language."""

    def __init__(self, sentence: Phrase | str) -> None:
        super().__init__(str(sentence))

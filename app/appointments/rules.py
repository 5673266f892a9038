"""What the state of an appointment allows. Pure: who may is decided elsewhere."""

from enum import StrEnum


class AppointmentState(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


class Asking(StrEnum):
    """What a client asks for."""

    BOOK = "book"
    CANCEL = "cancel"
    MOVE = "move"


class AskingState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

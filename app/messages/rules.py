"""What the state of a task type allows. Pure: who may is decided elsewhere."""

from app.activity.refusals import StateForbids
from app.web.language import _l, gettext

NOT_OFFERED = _l("This kind of message is not answered at the moment. Please choose another.")


def can_send(*, active: bool, answering: bool) -> bool:
    """Whether clients can send a message of this type: it is in use, and somebody of its group answers."""
    return active and answering


def check_can_send(*, active: bool, answering: bool) -> None:
    if not can_send(active=active, answering=answering):
        raise StateForbids(NOT_OFFERED)


def can_send_to_client(*, has_group: bool) -> bool:
    """Whether staff can send in this task type; without a user group its messages would reach nobody back."""
    return has_group


def check_can_send_to_client(*, has_group: bool, label: str) -> None:
    """Source: "verify the appropriate user group is assigned to the corresponding Task Types"."""
    if not can_send_to_client(has_group=has_group):
        sentence = gettext("“%(label)s” has no user group. Give it one under Task Types, then send again.")
        raise StateForbids(sentence % {"label": label})

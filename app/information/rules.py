"""What a contact is to a client, and what keeps Messaging Preferences from being saved as they were typed."""

from collections.abc import Mapping
from enum import StrEnum

from app.web.language import Phrase, _l

NO_TEXTS = _l("Your practice sends no text messages at the moment. Please choose e-mail.")
NO_PHONE = _l("We have no mobile phone of yours. Add it under Basic Information first.")
AGREE_FIRST = _l("To get text messages, please tick that you agree.")
OTHER_NUMBER = _l("The mobile phone on file has changed. Please look at the number, then tick again.")


class Role(StrEnum):
    EMERGENCY_CONTACT = "emergency_contact"
    LEGAL_GUARDIAN = "legal_guardian"
    PHYSICIAN = "physician"
    RESPONSIBLE_PARTY = "responsible_party"


def reasons_against(
    texts: Mapping[str, str], *, phone: str, allowed: bool, possible: bool
) -> dict[str, Phrase]:
    """Give a sentence for each field that stands in the way of what was typed.

    `phone` is the mobile phone on file, "" for none; `allowed` says whether it may get text messages already, and
    `possible` whether any are sent.
    """
    agreed = texts.get("texts", "")
    if not possible and (agreed or texts["channel"] == "text"):
        return {"channel": NO_TEXTS}
    if agreed and agreed != phone:
        return {"texts": OTHER_NUMBER}
    if texts["channel"] != "text":
        return {}
    if not phone:
        return {"channel": NO_PHONE}
    return {} if allowed or agreed else {"texts": AGREE_FIRST}

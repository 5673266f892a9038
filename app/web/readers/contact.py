"""By what somebody is reached: e-mail addresses and phone numbers."""

import re
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, ValidationResult
from pydantic import BeforeValidator

from app.addresses import is_mail_address
from app.web.forms import cleaned, nothing
from app.web.language import Phrase, _l

REGION = "US"
"""Where a number without a country code is."""
LONGEST_EMAIL = 254
LONGEST_PHONE = 60
NO_EMAIL = _l("This does not look like an e-mail address. Please type it again, such as name@example.org.")
NO_PHONE = _l(
    "Type the phone number with its area code, such as 312 555 0107. "
    "A number of another country begins with + and the country code."
)
NO_AREA_CODE = _l("The area code is missing. Type the number such as 312 555 0107.")
PHONE = re.compile(
    r"(?P<number>[+0-9().\-‐‑–/\s]+?)"
    r"(?:\s*[,;]?\s*(?:;?ext=|extensi[oó]n|exten\b|ext\b|anexo|int\b|x|#)[.:]?\s*(?P<extension>[0-9]{1,7}))?",
    re.IGNORECASE,
)
NORTH_AMERICAN = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")
"""Area code and exchange begin with 2 to 9 (North American Numbering Plan)."""


def email(*, missing: Phrase | None = None) -> BeforeValidator:
    """Read an e-mail address that mail can be sent to; empty: refused with `missing`, or "" without it."""

    def read(raw: Any) -> str:
        typed = cleaned(raw, most=LONGEST_EMAIL)
        return email_address(typed) if typed else nothing(missing, "")

    return BeforeValidator(read)


def email_address(typed: str) -> str:
    """Give an address that mail can be sent to; raises ValueError with a sentence."""
    if not (is_mail_address(typed) and "." in typed.rpartition("@")[2]):
        raise ValueError(NO_EMAIL)
    return typed


def phone(*, missing: Phrase | None = None) -> BeforeValidator:
    """Read a phone number; empty: refused with `missing`, or "" without it.

    Kept as E.164, an extension behind it as RFC 3966 writes it: "+13125550107;ext=12".
    """

    def read(raw: Any) -> str:
        typed = cleaned(raw, most=LONGEST_PHONE)
        return phone_number(typed) if typed else nothing(missing, "")

    return BeforeValidator(read)


def phone_number(typed: str) -> str:
    """Give a number as it is kept; raises ValueError with a sentence.

    A number that is possible is taken even if nobody is known to hold it, since new area codes appear every year.
    """
    found = PHONE.fullmatch(typed)
    if found is None:
        raise ValueError(NO_PHONE)
    number = _parsed(found["number"])
    if not _can_be_called(number):
        raise ValueError(NO_PHONE)
    kept = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{kept};ext={found['extension']}" if found["extension"] else kept


def _parsed(number: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(number, REGION)
    except NumberParseException:
        raise ValueError(NO_PHONE) from None


def _can_be_called(number: PhoneNumber) -> bool:
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        raise ValueError(NO_AREA_CODE)
    if possible != ValidationResult.IS_POSSIBLE:
        return False
    return number.country_code != 1 or bool(NORTH_AMERICAN.fullmatch(str(number.national_number)))

"""Why a card payment failed, in plain words, by the vendor's word for it.

A bank's suspicion is never shown: a stolen card is a declined card, as card networks ask of whoever says it to the
person at the other end.
"""

from app.billing.rules import EXPIRED
from app.web.language import Phrase, _l

DECLINED = _l("Your bank declined the card. Nothing was charged. Please try another card, or call your bank.")
FUNDS = _l("There is not enough money on the card. Nothing was charged. Please try another card.")
CARD_EXPIRED = _l("The card has expired. Nothing was charged. Please try another card.")
MISTYPED = _l(
    "The number, the date or the code of the card was not right. Nothing was charged. Please try again."
)
NOT_CONFIRMED = _l(
    "Your bank asked you to confirm the payment, and it was not confirmed. Nothing was charged. Please try again."
)
NOT_TAKEN = _l("This kind of card is not taken. Nothing was charged. Please try another card.")
DOWN = _l(
    "The card service is not working right now. Nothing was charged. Please try again in a few minutes."
)
TOO_LATE = _l("The time to pay ran out. Nothing was charged. You can start again.")
UNKNOWN = _l("The payment did not go through. Nothing was charged. Please try again, or try another card.")

FAILURES: dict[str, Phrase] = {
    EXPIRED: TOO_LATE,
    "authentication_required": NOT_CONFIRMED,
    "payment_intent_authentication_failure": NOT_CONFIRMED,
    "setup_intent_authentication_failure": NOT_CONFIRMED,
    "insufficient_funds": FUNDS,
    "card_velocity_exceeded": FUNDS,
    "withdrawal_count_limit_exceeded": FUNDS,
    "expired_card": CARD_EXPIRED,
    "incorrect_number": MISTYPED,
    "invalid_number": MISTYPED,
    "incorrect_cvc": MISTYPED,
    "invalid_cvc": MISTYPED,
    "invalid_expiry_month": MISTYPED,
    "invalid_expiry_year": MISTYPED,
    "incorrect_zip": MISTYPED,
    "incorrect_address": MISTYPED,
    "card_not_supported": NOT_TAKEN,
    "currency_not_supported": NOT_TAKEN,
    "processing_error": DOWN,
    "issuer_not_available": DOWN,
    "try_again_later": DOWN,
    "reenter_transaction": DOWN,
    "approve_with_id": DOWN,
    "processor_down": DOWN,
    "unknown": UNKNOWN,
}
"""The words that say something else than that the bank declined the card, which all others do."""


def failure_words(failure: str) -> Phrase:
    """Give the sentence for a client about a payment that failed, or has not been made yet after a try that did."""
    return FAILURES.get(failure, DECLINED if failure else UNKNOWN)

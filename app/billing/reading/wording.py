"""What money is called on pages of billing and on paper."""

from app.billing.rules import AT_THE_OFFICE, Purpose, Way
from app.web.language import Phrase, _l, gettext

BRANDS = {
    "amex": "American Express",
    "diners": "Diners Club",
    "discover": "Discover",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}
"""Cards by the vendor's words for them; names, the same in every language."""
DEMO_BRAND = "demo"
"""Of cards that only the demo processor takes."""
MEANS: dict[Way, Phrase | str] = {
    Way.CARD: _l("By card"),
    Way.CASH: _l("In cash"),
    Way.CHECK: _l("By check"),
    Way.TERMINAL: _l("By card"),
    Way.CREDIT: "",
}
"""By what money came; "" where none did."""
DEMO_MARK = _l("DEMO - NOT A RECEIPT")
"""In every language it begins with the same word: nobody is to take it for one."""


def statement_name(number: int) -> str:
    """Give what a statement is called."""
    return gettext("Statement %(number)s") % {"number": number}


def receipt_name(number: int) -> str:
    """Give what the receipt of a payment or a refund is called."""
    return gettext("Receipt %(number)s") % {"number": number}


def payment_title(way: Way, purpose: Purpose) -> str:
    """Say in a few words what money came in."""
    if way in AT_THE_OFFICE:
        return gettext("Paid at the office")
    if way is Way.CREDIT:
        return gettext("Credit from your practice")
    return gettext("Copay paid") if purpose is Purpose.COPAY else gettext("Paid by card")


def card_words(brand: str, last4: str) -> str:
    """Name a card: "Visa ending in 4242"; just "Card" where the vendor has not said which."""
    name = _brand(brand.lower())
    return gettext("%(card)s ending in %(digits)s") % {"card": name, "digits": last4} if last4 else name


def _brand(brand: str) -> str:
    if brand == DEMO_BRAND:
        return gettext("Demo card")
    return BRANDS.get(brand, brand.replace("_", " ").capitalize()) or gettext("Card")


def means(way: Way, brand: str, last4: str) -> str:
    """Say by what somebody paid; "" where no money came."""
    return card_words(brand, last4) if way is Way.CARD else str(MEANS[way])


def given_back_to(way: Way, brand: str, last4: str) -> str:
    """Say where money that was given back is."""
    return gettext("At the office") if way in AT_THE_OFFICE else card_words(brand, last4)

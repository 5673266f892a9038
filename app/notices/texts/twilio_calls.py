"""Reading what Twilio, or what speaks like it, tells us; every call is signed over its address and its form."""

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from app.addresses import DEFAULT_PORTS, Twilio
from app.notices.tables import TextState
from app.notices.texts.calls import Call, Forged, NotUnderstood, Reply, Report, printable
from app.notices.texts.twilio import STOPPED, signature_of
from app.notices.texts.words import is_stop_of_carriers

SIGNATURE_HEADER = "x-twilio-signature"
MOST_FIELDS = 100
STATES = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), TextState.SENT),
    **dict.fromkeys(("delivered", "read"), TextState.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), TextState.FAILED),
}


def read_call(service: Twilio, *, address: str, headers: Mapping[str, str], body: bytes) -> Call:
    """Read a call that came to `address`, its query included. Raises Forged or NotUnderstood."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Forged from None
    given = headers.get(SIGNATURE_HEADER, "").encode()
    signed = [signature_of(service, address=each, fields=fields) for each in _as_it_may_sign(address)]
    if not any(hmac.compare_digest(given, each.encode()) for each in signed):
        raise Forged
    return _understood(dict(fields), dict(parse_qsl(urlsplit(address).query)))


def _as_it_may_sign(address: str) -> list[str]:
    """Give an address with its port and without: which of them is signed depends on who calls."""
    url = urlsplit(address)
    host = (
        url.netloc.partition(":")[0] if not url.netloc.startswith("[") else f"{url.netloc.partition(']')[0]}]"
    )
    ports = (url.netloc, host, f"{host}:{url.port or DEFAULT_PORTS[url.scheme]}")
    return [url._replace(netloc=netloc).geturl() for netloc in dict.fromkeys(ports)]


def _understood(fields: Mapping[str, str], query: Mapping[str, str]) -> Call:
    if "MessageStatus" in fields:
        return _report(fields, query)
    sid, sender = fields.get("MessageSid", ""), fields.get("From", "")
    if not (sender and "Body" in fields):
        raise NotUnderstood
    text = "STOP" if fields.get("OptOutType") == "STOP" else fields["Body"]
    is_answered = "OptOutType" in fields or is_stop_of_carriers(text)  # ours would be refused
    return Reply(id=printable(sid), sender=sender, text=text, is_answered=is_answered)


def _report(fields: Mapping[str, str], query: Mapping[str, str]) -> Report | None:
    try:
        message_id, state = UUID(query.get("message", "")), STATES[fields["MessageStatus"]]
    except (ValueError, KeyError):
        return None
    code = printable(fields.get("ErrorCode", ""))
    fault = f"{code}: {fields['MessageStatus']}" if state is TextState.FAILED else ""
    return Report(message_id, state, fields.get("To", ""), fault, stopped=code == str(STOPPED))

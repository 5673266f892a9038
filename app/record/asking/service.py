"""What clients ask about the record: a copy where staff release it, an amendment, a restriction; and taking it back."""

ASKED = "record.asked"
"""The outbox kind of a request that staff are to be told of; its payload names the `request` and its `client`."""

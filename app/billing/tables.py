"""Statements, payments, refunds, and which money paid which statement. All amounts are whole cents of US dollars."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from app.billing.rules import (
    Cause,
    DisputeState,
    EventState,
    PaymentState,
    Purpose,
    RefundKind,
    RefundState,
    StatementState,
    Sum,
    Way,
)
from app.clients.tables import Client
from app.db import new_id


class BillingAccount(Table, tablename="billing_account"):
    """The sums of a client's money; its id is the client's. Whoever moves their money holds this row first."""

    id = UUID(primary_key=True, default=None, null=False)
    owed_cents = BigInt(default=0)  # of all statements together
    held_cents = BigInt(default=0)  # for payments of the balance that are under way
    credit_cents = BigInt(default=0)  # paid, and not put to a statement


class Statement(Table, tablename="statement"):
    """What a client is asked to pay. Never changed once posted: it is voided, and another one posted."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    number = Integer(unique=True, default=None, null=False)
    issued_on = Date()
    due_on = Date()
    state = Varchar(length=20, choices=StatementState, default=StatementState.POSTED)
    total_cents = Integer()
    paid_cents = Integer(default=0)
    owed_cents = Integer()  # total less paid; none of a void one
    note = Varchar(length=500, default="")  # the client reads it
    source = Varchar(length=20, default="")  # "": entered by hand; else what it was imported by
    external_id = Varchar(length=100, default="")  # what `source` calls it
    posted_at = Timestamptz()
    posted_by_name = Varchar(length=200)
    paid_off_at = Timestamptz(null=True, default=None)  # none: something is owed, or never was paid
    voided_at = Timestamptz(null=True, default=None)  # none: it stands
    voided_by_name = Varchar(length=200, default="")
    void_reason = Varchar(length=300, default="")  # the client reads it


class StatementLine(Table, tablename="statement_line"):
    """One thing a statement asks for: charge, less what insurance paid, less what was adjusted, is the client's."""

    id = UUID(primary_key=True, default=new_id)
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.restrict)
    position = SmallInt()
    service_on = Date(null=True, default=None)  # none: not of one day
    words = Varchar(length=200)
    charge_cents = Integer()
    insurance_cents = Integer(default=0)
    adjusted_cents = Integer(default=0)
    yours_cents = Integer()


class Payment(Table, tablename="payment"):
    """Money of a client, or the try to pay it. What is neither allocated nor refunded is credit."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    number = Integer(unique=True, default=None, null=False)
    way = Varchar(length=20, choices=Way)
    purpose = Varchar(length=20, choices=Purpose, default=Purpose.BALANCE)
    amount_cents = Integer()
    allocated_cents = Integer(default=0)  # put to statements
    refunded_cents = Integer(default=0)  # given back, or about to be
    state = Varchar(length=20, choices=PaymentState)
    failure = Varchar(length=60, default="")  # why it failed, in the vendor's word; "" where it did not
    statement = ForeignKey(Statement, null=True, on_delete=OnDelete.restrict)  # none: of the whole balance
    appointment = UUID(null=True, default=None)  # none: not a copay
    visit_on = Date(null=True, default=None)  # none: not a copay; else the day whose statements it pays first
    usable_on = Date(null=True, default=None)  # none: at once; else the day from which it pays any statement
    owed_after_cents = Integer(null=True, default=None)  # what was owed then; none until it succeeded
    vendor = Varchar(length=20, default="")  # "": not by card in the portal
    live = Boolean(default=True)  # not: nobody's money moved
    vendor_session = Varchar(length=255, default="")
    vendor_page = Text(default="")  # where the client pays
    vendor_intent = Varchar(length=255, default="")
    card_brand = Varchar(length=40, default="")
    card_last4 = Varchar(length=4, default="")
    dispute_state = Varchar(length=20, choices=DisputeState, default=DisputeState.NONE)
    vendor_dispute = Varchar(length=255, default="")
    account = UUID(null=True, default=None)  # none: by staff
    paid_by_name = Varchar(length=200, default="")  # who paid in the portal, or who entered it
    memo = Varchar(length=200, default="")  # the client reads it
    source = Varchar(length=20, default="")  # "": entered by hand; else what it was imported by
    external_id = Varchar(length=100, default="")  # what `source` calls it
    begun_at = Timestamptz()
    expires_at = Timestamptz(null=True, default=None)  # none: it does not
    freed_at = Timestamptz(
        null=True, default=None
    )  # of a copay: when its visit was cancelled; none: it stands
    paid_at = Timestamptz(null=True, default=None)  # none until it succeeded
    ended_at = Timestamptz(null=True, default=None)  # none while it is under way
    looked_up_at = Timestamptz(null=True, default=None)  # when the vendor was last asked; none: never


class PaymentStep(Table, tablename="payment_step"):
    """Something that happened to a payment, for its timeline."""

    id = UUID(primary_key=True, default=new_id)
    payment = ForeignKey(Payment, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    step = Varchar(length=40)
    cents = Integer(null=True, default=None)  # none: of no amount
    by_name = Varchar(length=200, default="")  # "": nobody's, the vendor's or the clock's
    remark = Varchar(length=300, default="")


class Refund(Table, tablename="refund"):
    """Money given back of a payment, in full or in part."""

    id = UUID(primary_key=True, default=new_id)
    payment = ForeignKey(Payment, null=False, on_delete=OnDelete.restrict)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    number = Integer(unique=True, default=None, null=False)
    kind = Varchar(length=20, choices=RefundKind, default=RefundKind.REFUND)
    amount_cents = Integer()
    reason = Varchar(length=300, default="")  # the client reads it
    state = Varchar(length=20, choices=RefundState)
    failure = Varchar(length=60, default="")
    vendor_refund = Varchar(length=255, default="")  # "": at the desk, or not known yet
    asked_by_name = Varchar(length=200, default="")  # "": not by the portal
    asked_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)  # none until it is done
    owed_after_cents = Integer(null=True, default=None)  # likewise: what was owed then


class Allocation(Table, tablename="allocation"):
    """Money of a payment put to a statement; taken away again, the amount is below zero. Never changed."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    payment = ForeignKey(Payment, null=False, on_delete=OnDelete.restrict)
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.restrict)
    refund = ForeignKey(Refund, null=True, on_delete=OnDelete.restrict)  # none: not by one
    cents = Integer()
    cause = Varchar(length=20, choices=Cause)
    at = Timestamptz()


class PaymentKey(Table, tablename="payment_key"):
    """A form of paying that was sent, by the key it carried: sent again it has the same answer. Kept 48 hours."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    key = UUID(default=None, null=False)
    request_hash = Varchar(length=64)
    payment = ForeignKey(Payment, null=True, on_delete=OnDelete.restrict)  # none: it was refused
    answer = Text(default="")  # where it led; "" until that is known
    made_at = Timestamptz()

    payment_key_once = Unique(["client", "key"])


class VendorEvent(Table, tablename="vendor_event"):
    """Something the vendor told us, by its id: what is told twice is done once."""

    id = UUID(primary_key=True, default=new_id)
    vendor = Varchar(length=20)
    event = Varchar(length=255)
    kind = Varchar(length=80)
    payment = ForeignKey(Payment, null=True, on_delete=OnDelete.restrict)  # none: of none that we know
    about = Varchar(length=255, default="")  # the vendor's id of what it is about
    state = Varchar(length=20, choices=EventState)
    told_cents = Integer(null=True, default=None)  # the amount it says; none: it says none
    received_at = Timestamptz()
    seen_at = Timestamptz(null=True, default=None)  # of a parked one: when staff had looked at it

    vendor_event_once = Unique(["vendor", "event"])


class DemoCharge(Table, tablename="demo_charge"):
    """The demo processor's own books: what it would know if it were a real one."""

    id = UUID(primary_key=True, default=new_id)
    payment = UUID(default=None, null=False)
    session = Varchar(length=60, unique=True)
    intent = Varchar(length=60, default="")
    amount_cents = Integer()
    state = Varchar(length=20)
    failure = Varchar(length=60, default="")
    success_url = Text()
    cancel_url = Text()
    refunds = JSONB(default="[]")
    created_at = Timestamptz()
    expires_at = Timestamptz()


class ImportedBilling(Table, tablename="imported_billing"):
    """One file of statements or payments that was taken in, by the hash of its bytes: it is taken in once."""

    id = UUID(primary_key=True, default=new_id)
    what = Varchar(length=20)
    digest = Varchar(length=64)
    imported_at = Timestamptz()
    imported_by_name = Varchar(length=200)
    added = Integer()

    billing_imported_once = Unique(["what", "digest"])


class BooksFault(Table, tablename="books_fault"):
    """A sum that the last look at the books found to differ from what it is the sum of."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    what = Varchar(length=20, choices=Sum)
    said_cents = BigInt()
    counted_cents = BigInt()
    found_at = Timestamptz()

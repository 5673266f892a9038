"""Which rule opens which staff route: the table that product.md promises, in the order of the navigation.

A new route stands here in one line, under what it needs; one that is missing fails the test. What it is about (an id
in its address) is put there by `about.py`.
"""

from itertools import chain

from app.accounts.charts import CHART_RULES
from app.accounts.pages import STAFF_PLACES
from app.staff.rules import PermissionRule as Rule
from tests.office.matrix.needs import (
    ANYBODY,
    Table,
    both,
    chart,
    create,
    delete,
    for_client_admins,
    modify,
    or_client_admin,
    routes,
    view,
)
from tests.office.matrix.of_care import OF_CARE

FILES, MESSAGES = Rule.SAVE_TO_PORTAL_FOLDER, Rule.SEND_MESSAGES
ADMIN = (
    Rule.CLIENTS,
    Rule.PORTAL_ACCOUNTS,
    Rule.FORMS,
    Rule.APPOINTMENTS,
    Rule.BILLING,
    Rule.RECORD,
    Rule.STAFF,
    Rule.PICKLISTS,
    Rule.SETTINGS,
    Rule.AUDIT,
)

OWN = routes(
    ANYBODY,
    """
    GET  /staff/password/change
    POST /staff/password/change
    POST /staff/sign-out
    GET  /staff/account
    GET  /staff/rights
    POST /staff/account/session/ending
    POST /staff/account/sessions/ending
    POST /staff/account/alerts
    GET  /staff/session
    POST /staff/session/staying
    GET  /staff/sign-in/second-step
    POST /staff/sign-in/second-step
    GET  /staff/confirm
    POST /staff/confirm
    GET  /staff/account/security
    POST /staff/account/security/devices/removal
    GET  /staff/account/security/authenticator
    POST /staff/account/security/authenticator
    POST /staff/account/security/authenticator/code
    POST /staff/account/security/authenticator/removal
    GET  /staff/account/security/recovery-codes
    POST /staff/account/security/recovery-codes
    GET  /staff/account/security/passkeys/new
    POST /staff/account/security/passkeys
    GET  /staff/account/security/passkeys/{passkey}
    POST /staff/account/security/passkeys/{passkey}/name
    POST /staff/account/security/passkeys/{passkey}/removal
    GET  /staff/alerts
    GET  /staff/alerts/all
    POST /staff/alerts/several
    POST /staff/alerts/{alert}/reading    state=read&seen=1&back=inbox
    """,
)
"""What is somebody's own: sign-in, account, alerts. Another's is not found, which tests of each show."""

PLACES = {place.name: place.rules for place in STAFF_PLACES}
FRONT = routes(or_client_admin(view(*chain.from_iterable(PLACES.values()))), "GET /staff")
"""Leads on to the first place that is open, to whom the inbox is not."""

CLIENTS = (
    routes(
        view(*CHART_RULES),
        """
        GET  /staff/clients
        POST /staff/clients/search
        """,
    )
    | routes(
        chart(view(*CHART_RULES)),
        """
        GET  ~
        GET  ~/activity
        GET  ~/as-client
        POST ~/as-client/{page}
        """,
    )
    | routes(
        for_client_admins(create(Rule.CLIENTS)),
        """
        GET  /staff/clients/import
        GET  /staff/clients/import/example
        POST /staff/clients/import
        POST /staff/clients/import/confirmation
        """,
    )
    | routes(
        create(Rule.CLIENTS),
        """
        GET  /staff/clients/new
        POST /staff/clients/new
        """,
    )
    | routes(
        chart(modify(Rule.CLIENTS)),
        """
        GET  ~/access/discharge
        POST ~/access/discharge
        POST ~/changes/{request}                       decision=accept
        POST ~/changes/fields/{field}/putting-back
        """,
    )
    | routes(
        chart(view(Rule.CLIENTS, Rule.DEMOGRAPHIC_ALERT)),
        """
        GET ~/changes
        GET ~/changes/{request}
        """,
    )
)

ACCESS = (
    routes(
        chart(view(Rule.PORTAL_ACCOUNTS)),
        """
        GET ~/portal
        GET ~/portal/notices
        GET ~/portal/sheet
        GET ~/portal/credentials
        GET ~/access
        """,
    )
    | routes(
        chart(modify(Rule.PORTAL_ACCOUNTS)),
        """
        POST ~/portal                   account={account}&login=ally.a&active=yes
        POST ~/portal/password
        POST ~/portal/sessions
        POST ~/portal/lock
        POST ~/portal/email             email=ally@example.org
        POST ~/portal/safe-word         safe_word=bluebird
        POST ~/portal/safe-word/check   said=bluebird
        POST ~/portal/credentials
        POST ~/portal/credentials/replacement
        GET  ~/access/{grant}
        POST ~/access/{grant}
        GET  ~/access/{grant}/keeping
        POST ~/access/{grant}/keeping
        """,
    )
    | routes(
        modify(Rule.PORTAL_ACCOUNTS),
        """
        GET  /staff/clients/invitations
        POST /staff/clients/invitations
        GET  /staff/clients/invitations/{batch}
        """,
    )
    | routes(
        chart(both(view(Rule.PORTAL_ACCOUNTS), create(Rule.PORTAL_ACCOUNTS))),
        """
        GET  ~/access/new
        POST ~/access/new
        """,
    )
    | routes(
        chart(delete(Rule.PORTAL_ACCOUNTS)),
        """
        GET  ~/access/{grant}/ending
        POST ~/access/{grant}/ending
        """,
    )
)

WRITING = (
    routes(
        view(MESSAGES),
        """
        GET /staff/messages
        GET /staff/late   kind=messages
        """,
    )
    | routes(
        chart(view(MESSAGES)),
        """
        GET /staff/messages/{thread}
        GET ~/messages
        GET ~/as-client/{page}
        """,
    )
    | routes(
        chart(view(MESSAGES)), "POST /staff/messages/{thread}/reading  message={message}&state=read&back=list"
    )
    | routes(
        chart(modify(MESSAGES)),
        """
        POST /staff/messages/{thread}/replies       once={once}&body=Hello
        POST /staff/messages/{thread}/notes         once={once}&note=Hello
        POST /staff/messages/{thread}/assignments   assignee={member}
        """,
    )
    | routes(chart(delete(MESSAGES)), "POST /staff/messages/{thread}/closing")
    | routes(
        create(MESSAGES),
        """
        GET  /staff/messages/new
        POST /staff/messages/new
        """,
    )
)

OFFICE = (
    routes(
        view(Rule.SETTINGS),
        """
        GET  /staff/settings
        GET  /staff/components
        POST /staff/components
        GET  /staff/components/errors
        """,
    )
    | routes(
        modify(Rule.SETTINGS),
        """
        GET  /staff/setup
        POST /staff/setup/mail
        GET  /staff/settings/logo
        POST /staff/settings/logo
        POST /staff/settings/logo/removal
        GET  /staff/settings/{setting}
        POST /staff/settings/{setting}   practice_name=Sunrise
        POST /staff/settings/{setting}/default
        """,
    )
    | routes(or_client_admin(view(*ADMIN)), "GET /staff/mend")
    | routes(
        view(Rule.REPORTS),
        """
        GET /staff/reports
        GET /staff/reports/figures.csv
        """,
    )
)

BILLING = (
    routes(
        view(Rule.BILLING),
        """
        GET /staff/billing
        GET /staff/billing/aged
        """,
    )
    | routes(
        for_client_admins(view(Rule.BILLING)),
        """
        GET  /staff/billing/aged.csv
        GET  /staff/billing/payments.csv
        """,
    )
    | routes(
        for_client_admins(create(Rule.BILLING)),
        """
        GET  /staff/billing/import
        GET  /staff/billing/import/example
        POST /staff/billing/import
        POST /staff/billing/import/confirmation
        """,
    )
    | routes(for_client_admins(modify(Rule.BILLING)), "POST /staff/billing/events/{event}/seen")
    | routes(
        chart(view(Rule.BILLING)),
        """
        GET ~/billing
        GET ~/billing/statements
        GET ~/billing/statements/{statement}
        GET ~/billing/payments/{payment}
        """,
    )
    | routes(
        chart(create(Rule.BILLING)),
        """
        GET  ~/billing/statements/new
        POST ~/billing/statements
        GET  ~/billing/payments/new
        POST ~/billing/payments
        """,
    )
    | routes(
        chart(modify(Rule.BILLING)),
        """
        GET  ~/billing/payments/{payment}/refund
        POST ~/billing/payments/{payment}/refund
        POST ~/billing/payments/{payment}/ending
        """,
    )
    | routes(
        chart(delete(Rule.BILLING)),
        """
        GET  ~/billing/statements/{statement}/voiding
        POST ~/billing/statements/{statement}/voiding
        GET  ~/billing/payments/{payment}/voiding
        POST ~/billing/payments/{payment}/voiding
        """,
    )
)

TABLE: Table = OWN | FRONT | CLIENTS | ACCESS | WRITING | OFFICE | BILLING | OF_CARE

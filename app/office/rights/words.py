"""What each action of each permission rule lets somebody do, in words; what is not named here does nothing.

Source: product.md 13 for the rules that carry the source's names. The page of rights shows these words, and a test
holds them against every route, table and form that a rule opens.
"""

from collections.abc import Mapping

from app.staff.rules import Action, PermissionRule
from app.web.language import Phrase, _l

Words = Mapping[Action, Phrase]

NOTHING = _l("Does nothing.")

WORDS: dict[PermissionRule, Words] = {
    PermissionRule.SAVE_TO_PORTAL_FOLDER: {
        Action.CREATE: _l("Add documents to a chart and share them with the client."),
        Action.MODIFY: _l("Rename documents, and say what the client is asked to do with them."),
        Action.VIEW: _l("See a chart's documents and what the client sent, and mark it as reviewed."),
        Action.DELETE: _l("Take shared documents back, and remove files that were held back."),
    },
    PermissionRule.SEND_MESSAGES: {
        Action.CREATE: _l("Begin a conversation with a client."),
        Action.MODIFY: _l("Answer, write internal notes and pass conversations on."),
        Action.VIEW: _l("Read conversations, and mark messages as read."),
        Action.DELETE: _l("Close conversations, and open them again."),
    },
    PermissionRule.ASSIGNED_UPLOAD_ALERT: {
        Action.VIEW: _l("Is told when a client they look after sends a document."),
    },
    PermissionRule.ASSIGNED_FORM_ALERTS: {
        Action.VIEW: _l(
            "Is told when a client they look after sends a form or signs a document, and reads the answers."
        ),
    },
    PermissionRule.DEMOGRAPHIC_ALERT: {
        Action.VIEW: _l(
            "Is told when a client changes their information, and sees what changed, where the chart is open."
        ),
    },
    PermissionRule.ALL_UPLOAD_ALERTS: {
        Action.VIEW: _l(
            "Is told when any client sends a document. Where the chart is not open: only the client's number and "
            "who looks after them."
        ),
    },
    PermissionRule.ALL_FORM_ALERTS: {
        Action.VIEW: _l(
            "Is told when any client sends a form or signs a document, and reads the answers where the chart is "
            "open. Where it is not: only the client's number and who looks after them."
        ),
    },
    PermissionRule.CLIENTS: {
        Action.CREATE: _l("Add clients, contacts and who looks after a client."),
        Action.MODIFY: _l("Change charts, decide about what clients changed, and set the day of discharge."),
        Action.VIEW: _l("See charts, contacts and what clients changed."),
        Action.DELETE: _l("Take away who looks after a client."),
    },
    PermissionRule.PORTAL_ACCOUNTS: {
        Action.CREATE: _l("Give somebody access to a client's chart."),
        Action.MODIFY: _l(
            "Set logins, passwords and safe words, e-mail credentials, suspend and sign out clients, and change "
            "what access opens."
        ),
        Action.VIEW: _l("See how a client signs in, who may open the chart, and what the client was told."),
        Action.DELETE: _l("End somebody's access to a chart."),
    },
    PermissionRule.FORMS: {
        Action.CREATE: _l("Bring forms into the library, assign them, and fill them in for a client."),
        Action.MODIFY: _l(
            "Make packets, change what is asked of assigned forms, remind clients, and say which answers show "
            "danger and who is told then."
        ),
        Action.VIEW: _l("See the library, and clients' forms, answers and scores."),
        Action.DELETE: _l("Take forms back, put them out of use, and set answers aside."),
    },
    PermissionRule.APPOINTMENTS: {
        Action.CREATE: _l("Add appointments."),
        Action.MODIFY: _l("Move and change appointments, and settle what clients ask about them."),
        Action.VIEW: _l("See appointments."),
        Action.DELETE: _l("Cancel appointments."),
    },
    PermissionRule.BILLING: {
        Action.CREATE: _l(
            "Post statements and record payments at the desk. Client Admins also bring in files."
        ),
        Action.MODIFY: _l("Refund payments, and end those that hang."),
        Action.VIEW: _l("See statements and payments. Is told of payments and disputes."),
        Action.DELETE: _l("Void statements and payments."),
    },
    PermissionRule.RECORD: {
        Action.CREATE: _l("Bring in clinical records, and make a file of everything about a client."),
        Action.MODIFY: _l("Answer requests, hold entries back, and end links to copies."),
        Action.VIEW: _l("See the record, its copies and the requests. Is told of new requests."),
    },
    PermissionRule.REPORTS: {
        Action.VIEW: _l("See how the portal is used, and take the figures away."),
    },
    PermissionRule.STAFF: {
        Action.CREATE: _l("Add staff members, groups, profiles and what they grant."),
        Action.MODIFY: _l("Change them, and reset passwords and second steps of staff."),
        Action.VIEW: _l("See who works here and what each profile grants."),
        Action.DELETE: _l("Remove groups, profiles and what they grant."),
    },
    PermissionRule.PICKLISTS: {
        Action.CREATE: _l("Add task types, saved replies, payers, document types and locations."),
        Action.MODIFY: _l("Change them."),
        Action.VIEW: _l("See them."),
        Action.DELETE: _l("Remove them."),
    },
    PermissionRule.SETTINGS: {
        Action.MODIFY: _l("Change system settings, and say who is told of danger."),
        Action.VIEW: _l("See system settings."),
    },
    PermissionRule.AUDIT: {
        Action.VIEW: _l("See the audit log, alerts and notices of all charts, as a Client Admin."),
    },
}


def words_of(rule: PermissionRule, action: Action) -> Phrase:
    """Say what an action of a rule lets somebody do."""
    return WORDS[rule].get(action, NOTHING)

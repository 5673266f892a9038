"""Which rule opens which staff route: appointments, documents, forms, the clinical record."""

from app.staff.rules import Action
from app.staff.rules import PermissionRule as Rule
from tests.office.matrix.needs import (
    Table,
    both,
    chart,
    create,
    delete,
    for_client_admins,
    modify,
    one_of,
    or_client_admin,
    routes,
    view,
)

FILES = Rule.SAVE_TO_PORTAL_FOLDER
SAFETY = one_of(Action.MODIFY, Rule.FORMS, Rule.SETTINGS)
READS_FORMS = view(Rule.FORMS, Rule.ASSIGNED_FORM_ALERTS, Rule.ALL_FORM_ALERTS)

APPOINTMENTS = (
    routes(view(Rule.APPOINTMENTS), "GET /staff/appointments")
    | routes(
        for_client_admins(
            both(create(Rule.APPOINTMENTS), modify(Rule.APPOINTMENTS), delete(Rule.APPOINTMENTS))
        ),
        """
        GET  /staff/appointments/import
        GET  /staff/appointments/import/example
        POST /staff/appointments/import
        POST /staff/appointments/import/confirmation
        """,
    )
    | routes(
        chart(view(Rule.APPOINTMENTS)),
        """
        GET ~/appointments
        GET ~/appointments/{appointment}
        """,
    )
    | routes(
        chart(create(Rule.APPOINTMENTS)),
        """
        GET  ~/appointments/new
        POST ~/appointments
        """,
    )
    | routes(
        chart(modify(Rule.APPOINTMENTS)),
        """
        GET  ~/appointments/{appointment}/changes
        POST ~/appointments/{appointment}/changes
        GET  ~/appointments/{appointment}/move
        POST ~/appointments/{appointment}/move
        POST ~/appointments/askings/{asking}/refusal
        """,
    )
    | routes(
        chart(delete(Rule.APPOINTMENTS)),
        """
        GET  ~/appointments/{appointment}/cancellation
        POST ~/appointments/{appointment}/cancellation
        """,
    )
)

DOCUMENTS = (
    routes(
        chart(view(FILES)),
        """
        GET  ~/documents
        GET  ~/documents/{document}
        GET  ~/documents/{document}/file
        GET  ~/documents/{document}/picture
        POST ~/documents/{document}/review
        """,
    )
    | routes(
        chart(both(create(FILES), view(FILES))),
        """
        POST ~/documents
        POST ~/documents/{document}/sharing   ask=nothing
        """,
    )
    | routes(
        chart(modify(FILES)),
        """
        POST ~/documents/{document}/asking
        POST ~/documents/{document}/title   title=Plan
        """,
    )
    | routes(
        chart(delete(FILES)),
        """
        GET  ~/documents/{document}/withdrawal
        POST ~/documents/{document}/withdrawal
        """,
    )
    | routes(or_client_admin(view(FILES)), "GET /staff/quarantine")
    | routes(or_client_admin(chart(view(FILES))), "POST /staff/quarantine/{document}/checking")
    | routes(
        or_client_admin(chart(both(delete(FILES), view(FILES)))),
        """
        GET  /staff/quarantine/{document}/removal
        POST /staff/quarantine/{document}/removal
        """,
    )
)

FORMS = (
    routes(
        view(Rule.FORMS),
        """
        GET /staff/forms
        GET /staff/forms/{questionnaire}
        GET /staff/forms/{questionnaire}/definition
        GET /staff/forms/{questionnaire}/preview
        """,
    )
    | routes(
        create(Rule.FORMS),
        """
        GET  /staff/forms/new
        POST /staff/forms/new
        POST /staff/forms
        POST /staff/forms/{questionnaire}/return
        GET  /staff/forms/{questionnaire}/several
        POST /staff/forms/{questionnaire}/several
        """,
    )
    | routes(
        modify(Rule.FORMS),
        """
        GET  /staff/forms/packets
        POST /staff/forms/packets
        GET  /staff/forms/packets/{packet}
        POST /staff/forms/packets/{packet}
        POST /staff/forms/packets/{packet}/use
        POST /staff/forms/{questionnaire}/instrument   instrument=
        POST /staff/forms/{questionnaire}/marks/{mark}/removal
        """,
    )
    | routes(delete(Rule.FORMS), "POST /staff/forms/{questionnaire}/retirement")
    | routes(view(Rule.FORMS, Rule.SETTINGS), "GET /staff/forms/safety")
    | routes(both(modify(Rule.FORMS), view(Rule.FORMS)), "POST /staff/forms/{questionnaire}/marks")
    | routes(both(SAFETY, view(Rule.FORMS, Rule.SETTINGS)), "POST /staff/forms/safety")
)

GIVEN_FORMS = (
    routes(chart(view(Rule.FORMS)), "GET ~/portal/forms")
    | routes(chart(create(Rule.FORMS)), "POST ~/portal/forms   questionnaire={questionnaire}")
    | routes(
        chart(both(create(Rule.FORMS), view(Rule.FORMS))),
        """
        POST ~/portal/forms/packets
        POST ~/portal/forms/repeats
        """,
    )
    | routes(
        chart(modify(Rule.FORMS)),
        """
        POST ~/portal/forms/{assignment}/asking
        POST ~/portal/forms/{assignment}/reminder
        """,
    )
    | routes(
        chart(both(delete(Rule.FORMS), view(Rule.FORMS))),
        "GET ~/portal/forms/{assignment}/taking-back",
    )
    | routes(
        chart(delete(Rule.FORMS)),
        """
        POST ~/portal/forms/{assignment}/taking-back
        POST ~/portal/forms/repeats/{repeat}/ending
        """,
    )
    | routes(
        chart(READS_FORMS),
        """
        GET  ~/forms
        GET  ~/forms/{response}
        GET  ~/forms/{response}/fhir
        GET  ~/forms/{response}/pdf
        POST ~/forms/{response}/review
        POST ~/forms/{response}/acknowledgement
        POST ~/forms/{response}/dangers/{event}   done=Called
        GET  ~/scores
        """,
    )
    | routes(chart(both(READS_FORMS, delete(Rule.FORMS))), "POST ~/forms/{response}/setting-aside  reason=No")
    | routes(
        chart(both(READS_FORMS, create(Rule.FORMS))),
        """
        GET  ~/forms/entry/{assignment}
        POST ~/forms/entry/{assignment}
        """,
    )
)

RECORD = (
    routes(view(Rule.RECORD), "GET /staff/record")
    | routes(
        chart(view(Rule.RECORD)),
        """
        GET  ~/record
        GET  ~/record/sections/{kind}
        GET  ~/record/entries/{entry}
        GET  ~/record/requests/{request}
        POST ~/record/copies
        GET  ~/record/copies/{copy}
        GET  ~/record/copies/{copy}/record.pdf
        GET  ~/record/copies/{copy}/record.xml
        """,
    )
    | routes(
        chart(create(Rule.RECORD)),
        """
        GET  ~/record/imports
        POST ~/record/imports
        GET  ~/record/imports/{import}
        GET  ~/record/imports/{import}/state
        POST ~/record/imports/{import}/setting-aside
        POST ~/record/imports/{import}/taking-in
        POST ~/record/exports
        GET  ~/record/exports/{export}/file
        """,
    )
    | routes(
        chart(modify(Rule.RECORD)),
        """
        POST ~/record/entries/{entry}
        POST ~/record/requests/{request}/ending
        POST ~/record/sendings/{sending}/ending
        """,
    )
    | routes(
        chart(both(modify(Rule.RECORD), view(Rule.RECORD))),
        "POST ~/record/requests/{request}/answer",
    )
)

OF_CARE: Table = APPOINTMENTS | DOCUMENTS | FORMS | GIVEN_FORMS | RECORD

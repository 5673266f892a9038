"""The engine and the Piccolo apps, in the one order of packages."""

from piccolo.conf.apps import AppRegistry

from app.db import engine

DB = engine()

APP_REGISTRY = AppRegistry(
    apps=[
        "app.activity.piccolo_app",
        "app.practice.piccolo_app",
        "app.clients.piccolo_app",
        "app.staff.piccolo_app",
        "app.notices.piccolo_app",
        "app.files.piccolo_app",
        "app.accounts.piccolo_app",
        "app.changes.piccolo_app",
        "app.documents.piccolo_app",
        "app.messages.piccolo_app",
        "app.insurance.piccolo_app",
        "app.information.piccolo_app",
        "app.forms.piccolo_app",
        "app.billing.piccolo_app",
        "app.appointments.piccolo_app",
        "app.record.piccolo_app",
        "app.chart.piccolo_app",
        "app.office.piccolo_app",
    ]
)

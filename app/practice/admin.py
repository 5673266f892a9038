"""The practice in Piccolo Admin: where it sees clients, and what it has set."""

from app.practice.service import check_location
from app.practice.tables import OfficeLocation, SystemSetting
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

OF_LOCATIONS = (
    OfficeLocation.name,
    OfficeLocation.street,
    OfficeLocation.city,
    OfficeLocation.state,
    OfficeLocation.postal_code,
    OfficeLocation.phone,
    OfficeLocation.zone,
    OfficeLocation.active,
)
LOCATIONS = AdminTable(
    table=OfficeLocation,
    name="office_locations",
    group=_l("Picklist Management"),
    rule="Picklist Management",
    columns=(OfficeLocation.id, *OF_LOCATIONS),
    named_by=(OfficeLocation.name,),
    creatable=OF_LOCATIONS,
    changeable=OF_LOCATIONS,
    needed=(OfficeLocation.name,),
    deletable=True,
    labels={"postal_code": _l("ZIP code"), "zone": _l("Time zone")},
    notes={
        "phone": _l("With the country code. Blank: the practice's own number is shown."),
        "zone": _l("Such as America/Chicago. Blank: the time zone of the practice."),
        "active": _l("Unticked: no longer offered."),
    },
    once_written=check_location,
)

SETTINGS = AdminTable(
    table=SystemSetting,
    name="system_settings",
    group=_l("System settings"),
    rule="System settings",
    columns=(
        SystemSetting.id,
        SystemSetting.name,
        SystemSetting.value,
        SystemSetting.changed_at,
        SystemSetting.changed_by_name,
    ),
    named_by=(SystemSetting.name,),
    labels={"value": _l("Your value"), "changed_by_name": _l("Changed by")},
    notes={
        "name": _l(
            "Only settings that somebody has changed stand here. The page Settings shows all of them."
        ),
        "value": _l("Blank: the default is in force. Changed under Forms, or on the page Settings."),
    },
)

ADMIN = AdminPart(tables=(LOCATIONS, SETTINGS))

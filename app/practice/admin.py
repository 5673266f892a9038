"""The practice in Piccolo Admin: where it sees clients."""

from app.practice.service import check_location
from app.practice.tables import OfficeLocation
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

ADMIN = AdminPart(tables=(LOCATIONS,))

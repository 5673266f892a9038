"""Which addresses of Piccolo Admin there are at all. Whatever is not on this list is not found.

So its documentation, its stock sign-in, its media store and whatever a later version adds stay shut.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from app.staff.rules import Action

MOUNT = "/staff/admin"

UUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
ASSET = re.compile(r"/assets/([\w-]+\.(?:js|css))", re.ASCII)
LANGUAGE = re.compile(r"/public/translations/[A-Za-z-]{2,10}/")
TABLE = re.compile(rf"/api/tables/([a-z_]{{1,60}})/(?:(schema|ids|count|references|new)/|({UUID_FORM})/)?")
FORM = re.compile(r"/api/forms/([a-z0-9-]{1,80})/(schema/)?")
ABOUT = frozenset(
    {
        "/api/user/",
        "/api/links/",
        "/api/tables/",
        "/api/tables/grouped/",
        "/api/forms/",
        "/api/forms/grouped/",
        "/public/meta/",
        "/public/translations/",
    }
)
OWN_PAGES = {
    "/public/login/": "/staff/sign-in?next=/staff/admin/",
    "/api/change-password/": "/staff/password/change",
    "/api/mfa-setup/": "/staff/password/change",
}
"""Stock addresses that lead to pages of our own."""


class Place(Enum):
    SHELL = auto()
    """The page around everything."""
    ASSET = auto()
    ABOUT = auto()
    """Lists of what there is; each shows only what its reader may open."""
    TABLE = auto()
    FORM = auto()
    NO_TABLE = auto()
    """What its page asks for on the way home from a list: the rows of a table without a name."""
    SIGN_OUT = auto()
    OWN_PAGE = auto()


METHODS: dict[Place, frozenset[str]] = {
    Place.SHELL: frozenset({"GET"}),
    Place.ASSET: frozenset({"GET"}),
    Place.ABOUT: frozenset({"GET"}),
    Place.TABLE: frozenset({"GET", "POST"}),
    Place.FORM: frozenset({"GET", "POST"}),
    Place.NO_TABLE: frozenset({"GET"}),
    Place.SIGN_OUT: frozenset({"POST"}),
    Place.OWN_PAGE: frozenset({"GET"}),
}
OF_ROW = frozenset({"GET", "PATCH", "DELETE"})
ACTIONS = {"GET": Action.VIEW, "POST": Action.CREATE, "PATCH": Action.MODIFY, "DELETE": Action.DELETE}


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the admin, read: `name` is the table's or form's, `part` a word after it, `row` an id."""

    place: Place
    name: str = ""
    part: str = ""
    row: UUID | None = None

    @property
    def methods(self) -> frozenset[str]:
        if self.row is not None:
            return OF_ROW
        return frozenset({"GET"}) if self.part else METHODS[self.place]


def read_address(path: str) -> Address | None:
    """Read what stands behind the mount; None for an address that the admin does not have."""
    if path == "/":
        return Address(Place.SHELL)
    if path in ABOUT or LANGUAGE.fullmatch(path):
        return Address(Place.ABOUT)
    if path in OWN_PAGES:
        return Address(Place.OWN_PAGE, name=OWN_PAGES[path])
    if path in ("/api/tables//", "/api/tables//count/"):
        return Address(Place.NO_TABLE)
    if path == "/public/logout/":
        return Address(Place.SIGN_OUT)
    return _named(path)


def _named(path: str) -> Address | None:
    if asset := ASSET.fullmatch(path):
        return Address(Place.ASSET, name=asset[1])
    if table := TABLE.fullmatch(path):
        return Address(Place.TABLE, table[1], table[2] or "", UUID(table[3]) if table[3] else None)
    if form := FORM.fullmatch(path):
        return Address(Place.FORM, form[1], form[2] or "")
    return None

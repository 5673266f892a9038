"""The four blocks of Contacts: what is asked of each, and what stands on their page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from app.changes import fields
from app.changes.fields import Field
from app.changes.parts import FieldGroup, Part, by_name
from app.changes.rules import Section
from app.clients.lists.contacts import RELATIONSHIPS
from app.information.contacts import read_contact, write_contact
from app.information.rules import Role
from app.web.language import Phrase, _l
from app.web.readers.numbers import npi

LONGEST_PAPER = 200
MORE = _l("More ways to reach them")
NO_NAME = _l("Type the name.")
NO_PHONE = _l("Type a phone number that we can call.")
NAME = fields.line("name", _l("Name"), missing=NO_NAME)
RELATIONSHIP = fields.choice(
    "relationship", _l("Relationship"), RELATIONSHIPS, hint=_l("Who they are to you.")
)
PHONE_HINT = _l("With the area code, such as 312 555 0107.")
PHONE = fields.phone_number("phone", _l("Phone"), hint=PHONE_HINT)
OTHER_PHONE = fields.phone_number("other_phone", _l("Second phone"))
EMAIL = fields.email("email", _l("E-mail address"))
ADDRESS = fields.address("address", _l("Address"))
FURTHER = FieldGroup(MORE, (OTHER_PHONE, EMAIL, ADDRESS), folded=True)


@dataclass(frozen=True, slots=True)
class Block:
    """The contacts of one role: its part, and its words."""

    part: Part
    slug: str
    """The block in an address."""
    new: Phrase
    """Heads the form of another one."""
    none: Phrase
    """Stands where there is none."""
    note: Phrase | str = ""


def _part(role: Role, title: Phrase, groups: tuple[FieldGroup, ...], *, needed: tuple[str, ...]) -> Part:
    return Part(
        name=role.value,
        section=Section.CONTACTS,
        title=title,
        groups=groups,
        read=partial(read_contact, role),
        write=partial(write_contact, role),
        called=lambda texts: texts.get("name", ""),
        needed=needed,
        ends=True,
        tells_all=True,
    )


def _named_by_paper(hint: Phrase) -> tuple[FieldGroup, ...]:
    """Give the groups of somebody whose role a paper gives, from a day on."""
    paper = fields.line("paper", _l("Proof"), most=LONGEST_PAPER, hint=hint)
    since = fields.day("starts_on", _l("Since"))
    return FieldGroup("", (NAME, RELATIONSHIP, PHONE)), FieldGroup("", (paper, since)), FURTHER


EMERGENCY_CONTACT = Block(
    _part(
        Role.EMERGENCY_CONTACT,
        _l("Emergency contact"),
        (
            FieldGroup(
                "",
                (
                    NAME,
                    RELATIONSHIP,
                    fields.phone_number("phone", _l("Phone"), missing=NO_PHONE, hint=PHONE_HINT),
                ),
            ),
            FURTHER,
        ),
        needed=("name", "phone"),
    ),
    slug="emergency-contact",
    new=_l("New emergency contact"),
    none=_l("Nobody yet. Name somebody we can call if something happens to you."),
)
LEGAL_GUARDIAN = Block(
    _part(
        Role.LEGAL_GUARDIAN,
        _l("Legal guardian"),
        _named_by_paper(
            _l("The paper that says so, such as a birth certificate, or a court order and its date."),
        ),
        needed=("name",),
    ),
    slug="legal-guardian",
    new=_l("New legal guardian"),
    none=_l("Nobody yet. Leave it so if you decide for yourself."),
    note=_l("Naming a guardian here does not let them into this portal. Only your practice can do that."),
)
PHYSICIAN = Block(
    _part(
        Role.PHYSICIAN,
        _l("Preferred physician"),
        (
            FieldGroup(
                "",
                (
                    NAME,
                    fields.line("organization", _l("Practice")),
                    PHONE,
                    fields.phone_number("fax", _l("Fax")),
                    Field(
                        "npi",
                        _l("NPI"),
                        npi(),
                        hint=_l(
                            "The ten digits that doctors sign with. Leave it empty if you do not know them."
                        ),
                        inputmode="numeric",
                        most=10,
                        verbatim=True,
                    ),
                ),
            ),
        ),
        needed=("name",),
    ),
    slug="physician",
    new=_l("New preferred physician"),
    none=_l("Nobody yet. Name the doctor you go to for your general health."),
)
RESPONSIBLE_PARTY = Block(
    _part(
        Role.RESPONSIBLE_PARTY,
        _l("Responsible party"),
        _named_by_paper(_l("If a paper says so: what it is, and its date.")),
        needed=("name",),
    ),
    slug="responsible-party",
    new=_l("New responsible party"),
    none=_l("Nobody yet. Name who pays the bills, if that is somebody else than you."),
)
BLOCKS = (EMERGENCY_CONTACT, LEGAL_GUARDIAN, PHYSICIAN, RESPONSIBLE_PARTY)
BY_SLUG: Mapping[str, Block] = {block.slug: block for block in BLOCKS}
CONTACT_PARTS = by_name(block.part for block in BLOCKS)
EVERY_FIELD = tuple({field.name: field for block in BLOCKS for field in block.part.typed}.values())
"""The fields of all forms of contacts, by which one that comes too late is kept."""


def block_of(role: Role) -> Block:
    return next(block for block in BLOCKS if block.part.name == role)

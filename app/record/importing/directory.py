"""What the resources of a file are called, and what belongs together in it, by the ways in which they are referred to."""

import re
from dataclasses import dataclass, field

from app.record.clinical.facts import Coded
from app.record.importing.repairs import Ignored

RELATIVE = re.compile(r"([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/[^/]*)?$")


@dataclass(frozen=True, slots=True)
class Labels:
    """How a resource is marked: why it is never taken, whether only the client reads it, whether Part 2 covers it."""

    never: Ignored | None = None
    own_only: bool = False
    part_2: bool = False


NO_LABELS = Labels()


@dataclass(slots=True)
class Directory:
    names: dict[str, str] = field(default_factory=dict)
    medications: dict[str, Coded] = field(default_factory=dict)
    panels: dict[str, tuple[Coded, str]] = field(default_factory=dict)
    """By the observation that belongs to one: what the panel is called, and the address of what says so."""
    of_unnamed: set[str] = field(default_factory=set)
    """The observations of panels that are never taken."""
    labels: dict[str, Labels] = field(default_factory=dict)
    """Of what is marked; what is never taken gives no name to anything."""
    ids: dict[str, str] = field(default_factory=dict)
    """The "Type/id" under which each resource is kept that its address does not name."""
    patients: dict[str, str] = field(default_factory=dict)
    """The id of each patient."""
    phones: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    """The practitioner a role is of, as it is referred to."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The type of each resource that an appointment may name."""
    contained: dict[str, str] = field(default_factory=dict)
    """Names of what the resource at hand holds in itself, as in "#1"."""
    contained_medications: dict[str, Coded] = field(default_factory=dict)

    def name(self, reference: str) -> str:
        """Give what something that is referred to is called; "" for what is not in the file."""
        if self.labels_of(reference).never:
            return ""
        keys = keys_of(reference)
        meant = next((self.roles[key] for key in keys if key in self.roles), "")
        if meant and meant not in self.roles:
            return self.name(meant)
        return next((self.names[key] for key in keys if key in self.names), self.contained.get(reference, ""))

    def medication(self, reference: str) -> Coded | None:
        kept = (self.medications.get(key) for key in keys_of(reference))
        return next((each for each in kept if each is not None), self.contained_medications.get(reference))

    def panel(self, *addresses: str) -> tuple[Coded | None, str]:
        """Give the panel of an observation, and the address of what names it."""
        kept = (self.panels.get(key) for address in addresses for key in keys_of(address))
        return next((each for each in kept if each is not None), (None, ""))

    def labels_of(self, reference: str) -> Labels:
        return next((self.labels[key] for key in keys_of(reference) if key in self.labels), NO_LABELS)

    def id_of(self, reference: str) -> str:
        """Give the "Type/id" of what is referred to; "" where nothing says it."""
        keys = keys_of(reference)
        known = next((self.ids[key] for key in keys if key in self.ids), "")
        return known or (keys[-1] if RELATIVE.fullmatch(keys[-1]) else "")

    def is_of_unnamed(self, *addresses: str) -> bool:
        return any(key in self.of_unnamed for address in addresses for key in keys_of(address))

    def patient(self, reference: str) -> str | None:
        """Give the id of the patient that is referred to; None for anything else."""
        return next((self.patients[key] for key in keys_of(reference) if key in self.patients), None)

    def kind(self, reference: str) -> str:
        """Give the type of what is referred to; "" where nothing says so."""
        found = RELATIVE.search(reference)
        known = next((self.kinds[key] for key in keys_of(reference) if key in self.kinds), "")
        return known or (found[1].partition("/")[0] if found else "")

    def phone(self, reference: str) -> str:
        return next((self.phones[key] for key in keys_of(reference) if key in self.phones), "")


def keys_of(reference: str) -> tuple[str, ...]:
    """Give what a reference is looked up by: as it stands, and as Type/id at its end."""
    found = RELATIVE.search(reference)
    return (reference, found[1]) if found and found[1] != reference else (reference,)


def addresses_of(resource_type: str, resource_id: str, full_url: str) -> tuple[str, ...]:
    """Give all the ways in which a resource of a bundle may be referred to."""
    known = (full_url, f"{resource_type}/{resource_id}" if resource_id else "")
    return tuple(address for address in known if address)

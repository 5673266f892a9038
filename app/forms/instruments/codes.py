"""The code systems of the registration's answers: of our value lists as FHIR names them."""

NULL_FLAVORS = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
SYSTEMS = {
    "pronouns": "http://loinc.org",
    "state": "https://www.usps.com/",
    "origin": "urn:oid:2.16.840.1.113883.6.238",
    "language": "urn:ietf:bcp:47",
    "marital_status": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
    "employment": "http://terminology.hl7.org/CodeSystem/v2-0066",
    "sex": "http://snomed.info/sct",
    "gender_identity": "http://snomed.info/sct",
    "relationship": "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
    "subscriber": "http://terminology.hl7.org/CodeSystem/subscriber-relationship",
}
NULLS = ("UNK", "OTH", "ASKU")
IN_WORDS = {
    "employment": ("student", "homemaker", "volunteer", "disabled"),
    "sex": ("asked-declined", "unknown"),
    "interpreter": ("yes", "no"),
}
"""Codes of our own, for what the systems have none."""


def coding_of(name: str, code: str) -> dict[str, str]:
    """Give a code of a list as a Coding."""
    return {"system": _system(name, code), "code": code}


def _system(name: str, code: str) -> str:
    if code in IN_WORDS.get(name, ()):
        return f"urn:client-portal:codes:{name}"
    return NULL_FLAVORS if code in NULLS else SYSTEMS[name]

"""Code systems: by their address in FHIR, with the OID and the name that CDA knows them by."""

from collections.abc import Mapping

SYSTEMS: Mapping[str, tuple[str, str]] = {
    "http://loinc.org": ("2.16.840.1.113883.6.1", "LOINC"),
    "http://snomed.info/sct": ("2.16.840.1.113883.6.96", "SNOMED CT"),
    "http://www.nlm.nih.gov/research/umls/rxnorm": ("2.16.840.1.113883.6.88", "RxNorm"),
    "http://hl7.org/fhir/sid/icd-10-cm": ("2.16.840.1.113883.6.90", "ICD-10-CM"),
    "http://hl7.org/fhir/sid/icd-10": ("2.16.840.1.113883.6.3", "ICD-10"),
    "http://hl7.org/fhir/sid/icd-9-cm": ("2.16.840.1.113883.6.103", "ICD-9-CM"),
    "http://www.cms.gov/Medicare/Coding/ICD10": ("2.16.840.1.113883.6.4", "ICD-10-PCS"),
    "http://hl7.org/fhir/sid/cvx": ("2.16.840.1.113883.12.292", "CVX"),
    "http://hl7.org/fhir/sid/ndc": ("2.16.840.1.113883.6.69", "NDC"),
    "http://www.ama-assn.org/go/cpt": ("2.16.840.1.113883.6.12", "CPT"),
    "http://www.ada.org/cdt": ("2.16.840.1.113883.6.13", "CDT"),
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": ("2.16.840.1.113883.6.285", "HCPCS"),
    "http://fdasis.nlm.nih.gov": ("2.16.840.1.113883.4.9", "UNII"),
    "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl": ("2.16.840.1.113883.3.26.1.1", "NCI Thesaurus"),
    "http://nucc.org/provider-taxonomy": ("2.16.840.1.113883.6.101", "NUCC"),
    "https://nahdo.org/sopt": ("2.16.840.1.113883.3.221.5", "Source of Payment Typology"),
    "urn:oid:2.16.840.1.113883.6.238": ("2.16.840.1.113883.6.238", "CDC Race and Ethnicity"),
    "http://terminology.hl7.org/CodeSystem/v3-ActCode": ("2.16.840.1.113883.5.4", "ActCode"),
    "http://terminology.hl7.org/CodeSystem/v3-ActClass": ("2.16.840.1.113883.5.6", "ActClass"),
    "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender": (
        "2.16.840.1.113883.5.1",
        "AdministrativeGender",
    ),
    "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus": ("2.16.840.1.113883.5.2", "MaritalStatus"),
    "http://terminology.hl7.org/CodeSystem/v3-Confidentiality": ("2.16.840.1.113883.5.25", "Confidentiality"),
    "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation": (
        "2.16.840.1.113883.5.83",
        "ObservationInterpretation",
    ),
    "http://terminology.hl7.org/CodeSystem/v3-ObservationValue": (
        "2.16.840.1.113883.5.1063",
        "ObservationValue",
    ),
    "http://terminology.hl7.org/CodeSystem/v3-ParticipationFunction": (
        "2.16.840.1.113883.5.88",
        "ParticipationFunction",
    ),
    "http://terminology.hl7.org/CodeSystem/v3-RoleCode": ("2.16.840.1.113883.5.111", "RoleCode"),
    "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration": (
        "2.16.840.1.113883.5.112",
        "RouteOfAdministration",
    ),
}

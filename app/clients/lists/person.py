"""What somebody may tell of themselves; every question is optional."""

from app.web.value_list import value_list

MARITAL_STATUS = value_list(
    (
        ("S", "Never married", "Soltero o soltera, nunca casado"),
        ("M", "Married", "Casado o casada"),
        ("T", "Domestic partner", "Pareja de hecho"),
        ("L", "Legally separated", "Separación legal"),
        ("D", "Divorced", "Divorciado o divorciada"),
        ("W", "Widowed", "Viudo o viuda"),
        ("U", "Not married now", "Sin matrimonio en la actualidad"),
        ("A", "Annulled", "Matrimonio anulado"),
        ("I", "Divorce not final yet", "Divorcio aún no definitivo"),
        ("P", "More than one spouse", "Más de un cónyuge"),
        ("UNK", "Unknown", "No se sabe"),
    )
)
"""By HL7 v3 MaritalStatus, and UNK of NullFlavor."""

EMPLOYMENT_STATUS = value_list(
    (
        ("1", "Full time", "A tiempo completo"),
        ("2", "Part time", "A tiempo parcial"),
        ("4", "Self-employed", "Por cuenta propia"),
        ("C", "Contract work", "Por contrato"),
        ("D", "Paid by the day", "Por día"),
        ("6", "Active military duty", "Servicio militar activo"),
        ("L", "On leave", "Con licencia o permiso"),
        ("T", "Out of work for a time", "Sin trabajo por un tiempo"),
        ("3", "Unemployed", "Sin empleo"),
        ("student", "Student", "Estudiante"),
        ("homemaker", "Homemaker", "Encargado o encargada del hogar"),
        ("volunteer", "Volunteer", "Voluntario o voluntaria"),
        ("5", "Retired", "Jubilado o jubilada"),
        ("disabled", "Unable to work", "No puede trabajar"),
        ("O", "Something else", "Otra situación"),
        ("9", "Unknown", "No se sabe"),
        ("F", "Full time", "A tiempo completo"),
        ("P", "Part time", "A tiempo parcial"),
    ),
    unoffered=("F", "P"),
)
"""By HL7 v2 table 0066, with four codes of our own in words; F and P say what 1 and 2 say."""

GENDER = value_list(
    (
        ("female", "Female", "Femenino"),
        ("male", "Male", "Masculino"),
        ("other", "Other", "Otro"),
        ("unknown", "Unknown", "No se sabe"),
    )
)
"""For forms and claims: FHIR AdministrativeGender."""

SEX = value_list(
    (
        ("248152002", "Female", "Femenino"),
        ("248153007", "Male", "Masculino"),
        ("asked-declined", "I prefer not to answer", "Prefiero no responder"),
        ("unknown", "Unknown", "No se sabe"),
    )
)
"""By US Core Sex: SNOMED CT, else the reason why there is none."""

GENDER_IDENTITY = value_list(
    (
        ("446141000124107", "Woman or girl", "Mujer o niña"),
        ("446151000124109", "Man or boy", "Hombre o niño"),
        ("407376001", "Transgender woman", "Mujer transgénero"),
        ("407377005", "Transgender man", "Hombre transgénero"),
        ("446131000124102", "Neither only male nor only female", "Ni solo masculino ni solo femenino"),
        ("OTH", "Something else", "Otra"),
        ("ASKU", "I prefer not to answer", "Prefiero no responder"),
    )
)
"""By 45 CFR 170.207(o)(2): SNOMED CT, else NullFlavor."""

PRONOUNS = value_list(
    (
        ("LA29519-8", "She, her, hers", "Ella (she, her)"),
        ("LA29518-0", "He, him, his", "Él (he, him)"),
        ("LA29520-6", "They, them, theirs", "Elle (they, them)"),
        ("LA29523-0", "Ze, zir, zirs", "Ze, zir, zirs"),
        ("OTH", "Others", "Otros"),
        ("ASKU", "I prefer not to answer", "Prefiero no responder"),
    )
)
"""By LOINC LL5144-2, the common ones, else NullFlavor."""

"""What insurance is, and who somebody insured is to its subscriber."""

from app.web.value_list import value_list

PRIORITIES = value_list(
    (
        ("1", "Primary", "Principal"),
        ("2", "Secondary", "Secundario"),
        ("3", "Further", "Adicional"),
    )
)
"""In which order insurance pays: FHIR Coverage.order."""

SUBSCRIBER_RELATIONSHIPS = value_list(
    (
        ("self", "Myself", "Yo mismo o yo misma"),
        ("spouse", "Spouse", "Cónyuge"),
        ("common", "Common-law spouse", "Cónyuge de hecho"),
        ("child", "Child", "Hija o hijo"),
        ("parent", "Parent", "Madre o padre"),
        ("injured", "Injured party", "Persona lesionada"),
        ("other", "Someone else", "Otra persona"),
    )
)
"""Who the client is to the subscriber, by FHIR SubscriberRelationship: "child" is the subscriber's child."""

COVERAGE_TYPES = value_list(
    (
        ("HIP", "Health insurance plan", "Plan de seguro médico"),
        ("PPO", "Preferred provider plan (PPO)", "Plan de proveedores preferidos (PPO)"),
        ("HMO", "Health maintenance plan (HMO)", "Plan de mantenimiento de la salud (HMO)"),
        ("POS", "Point of service plan (POS)", "Plan de punto de servicio (POS)"),
        ("MCPOL", "Managed care", "Atención administrada"),
        ("PUBLICPOL", "Public health insurance", "Seguro médico público"),
        ("SUBSIDIZ", "Subsidized health program", "Programa de salud subsidiado"),
        ("SUBSIDMC", "Subsidized managed care", "Atención administrada subsidiada"),
        ("SUBSUPP", "Subsidized supplement", "Suplemento de salud subsidiado"),
        ("MANDPOL", "Mandatory health program", "Programa de salud obligatorio"),
        ("EHCPOL", "Extended health insurance", "Seguro médico ampliado"),
        ("HSAPOL", "Health spending account", "Cuenta de gastos médicos"),
        ("FLEXP", "Flexible benefit plan", "Plan de beneficios flexibles"),
        ("EWB", "Employee welfare benefits", "Beneficios para empleados"),
        ("MENTPOL", "Mental health insurance", "Seguro de salud mental"),
        ("MENTPRG", "Mental health program", "Programa de salud mental"),
        ("SUBPOL", "Substance use insurance", "Seguro por consumo de sustancias"),
        ("SUBPRG", "Substance use program", "Programa por consumo de sustancias"),
        ("SAFNET", "Safety net clinic program", "Programa de clínicas de red de seguridad"),
        ("DRUGPOL", "Medicine insurance", "Seguro de medicamentos"),
        ("DENTAL", "Dental insurance", "Seguro dental"),
        ("DENTPRG", "Dental program", "Programa dental"),
        ("VISPOL", "Vision insurance", "Seguro de la vista"),
        ("LTC", "Long-term care", "Cuidados a largo plazo"),
        ("DIS", "Disability insurance", "Seguro por discapacidad"),
        ("WCBPOL", "Workers’ compensation", "Compensación laboral"),
        ("AUTOPOL", "Car insurance", "Seguro de automóvil"),
        ("COL", "Collision coverage", "Cobertura de colisión"),
        ("UNINSMOT", "Uninsured motorist coverage", "Cobertura por conductor sin seguro"),
        ("DISEASE", "Insurance for one disease", "Seguro para una enfermedad"),
        ("DISEASEPRG", "Public health program", "Programa de salud pública"),
        ("CANPRG", "Cancer detection program for women", "Programa de detección de cáncer para mujeres"),
        ("ENDRENAL", "Kidney disease program", "Programa para enfermedad renal"),
        ("HIVAIDS", "HIV and AIDS program", "Programa de VIH y sida"),
        ("LIFE", "Life insurance", "Seguro de vida"),
        ("REI", "Reinsurance", "Reaseguro"),
        ("SURPL", "Surplus line insurance", "Seguro de línea excedente"),
        ("UMBRL", "Umbrella liability insurance", "Seguro de responsabilidad general"),
        ("pay", "I pay myself", "Pago por mi cuenta"),
    ),
    unoffered=("COL", "UNINSMOT", "LIFE", "REI", "SURPL", "UMBRL"),
)
"""By HL7 v3 ActCode, and `pay` of FHIR; what pays for no care is not offered."""

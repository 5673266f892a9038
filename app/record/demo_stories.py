"""What the demo's EHR knows of Alice and Bob, over eight years and six."""

import base64

from app.record.demo_resources import (
    CVX,
    HL7,
    ICD_10,
    LOINC,
    RXNORM,
    SNOMED,
    Resource,
    at,
    concept,
    condition,
    day,
    medication,
    observation,
    of,
    practitioner,
    pressure,
    quantity,
    resource,
    score,
    status,
    visit,
)

YEAR = 365
PHQ_9 = of(LOINC, "44249-1", "PHQ-9 quick depression assessment panel")
PHQ_9_TOTAL = of(LOINC, "44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score")
GAD_7 = of(LOINC, "69737-5", "Generalized anxiety disorder 7 item (GAD-7)")
GAD_7_TOTAL = of(LOINC, "70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score")
THERAPY = of(SNOMED, "18512000", "Individual psychotherapy")
FOLLOW_UP = of(SNOMED, "390906007", "Follow-up encounter")
CBT = of(SNOMED, "228557008", "Cognitive and behavioral therapy")
FLU = of(CVX, "140", "Influenza, seasonal, injectable, preservative free")
SMOKING = of(LOINC, "72166-2", "Tobacco smoking status")
SERTRALINE = of(RXNORM, "312941", "sertraline 50 MG Oral Tablet")
FLUOXETINE = of(RXNORM, "310385", "fluoxetine 20 MG Oral Capsule")
TRAZODONE = of(RXNORM, "856377", "trazodone hydrochloride 50 MG Oral Tablet")
PPO = {"type": status("coverage-class", "plan"), "value": "PPO 40", "name": "PPO 40"}
LISINOPRIL = of(RXNORM, "314076", "lisinopril 10 MG Oral Tablet")

SHARED: list[Resource] = [
    practitioner("terry", "Terry", "Tran", "LCSW", "312-555-0140"),
    practitioner("dana", "Dana", "Diaz", "PhD", "312-555-0141"),
    practitioner("okafor", "Ruth", "Okafor", "MD", "312-555-0160"),
    practitioner("park", "Lena", "Park", "NP", "312-555-0161"),
    {"resourceType": "Location", "id": "main", "name": "Main office"},
]


def alice() -> list[Resource]:
    return [
        *SHARED,
        *_alice_problems(),
        *_alice_allergies(),
        *_alice_medicines(),
        *_alice_scores(),
        *_alice_measured(),
        *_alice_care(),
        *_alice_notes(),
    ]


def _alice_problems() -> list[Resource]:
    return [
        condition(
            "depression",
            "Major depressive disorder, recurrent, moderate",
            (SNOMED, "370143000", "Major depressive disorder"),
            (ICD_10, "F33.1", "Major depressive disorder, recurrent, moderate"),
            since=7 * YEAR + 120,
        ),
        condition(
            "anxiety",
            "Generalized anxiety disorder",
            (SNOMED, "21897009", "Generalized anxiety disorder"),
            (ICD_10, "F41.1", "Generalized anxiety disorder"),
            since=6 * YEAR + 40,
        ),
        condition(
            "insomnia",
            "Trouble falling asleep",
            (SNOMED, "193462001", "Insomnia"),
            since=2 * YEAR + 90,
        ),
        condition(
            "adjustment",
            "Adjustment disorder",
            (SNOMED, "17226007", "Adjustment disorder"),
            (ICD_10, "F43.20", "Adjustment disorder, unspecified"),
            since=8 * YEAR,
            until=7 * YEAR + 150,
        ),
    ]


def _alice_allergies() -> list[Resource]:
    return [
        resource(
            "AllergyIntolerance",
            "penicillin",
            clinicalStatus=status("allergyintolerance-clinical", "active"),
            verificationStatus=status("allergyintolerance-verification", "confirmed"),
            type="allergy",
            category=["medication"],
            criticality="high",
            code=of(RXNORM, "7980", "penicillin G"),
            recordedDate=day(8 * YEAR),
            reaction=[{"manifestation": [of(SNOMED, "126485001", "Urticaria")], "severity": "moderate"}],
        ),
        resource(
            "AllergyIntolerance",
            "peanut",
            clinicalStatus=status("allergyintolerance-clinical", "active"),
            type="allergy",
            category=["food"],
            code=of(SNOMED, "762952008", "Peanut"),
            recordedDate=day(8 * YEAR),
            reaction=[{"manifestation": [concept("Swollen lips")], "severity": "mild"}],
        ),
    ]


def _alice_medicines() -> list[Resource]:
    return [
        medication(
            "sertraline",
            SERTRALINE,
            "Take 1 tablet by mouth every morning.",
            since=3 * YEAR + 20,
            by="okafor",
            reason="Depression and anxiety",
        ),
        medication(
            "trazodone",
            TRAZODONE,
            "Take 1 tablet by mouth at bedtime if you cannot sleep.",
            since=2 * YEAR + 80,
            by="okafor",
            reason="Trouble falling asleep",
        ),
        medication(
            "fluoxetine",
            FLUOXETINE,
            "Take 1 capsule by mouth every morning.",
            since=7 * YEAR + 100,
            until=3 * YEAR + 30,
            by="okafor",
            reason="Depression",
        ),
    ]


def _alice_scores() -> list[Resource]:
    found: list[Resource] = []
    for number, (days_ago, depression, anxiety) in enumerate(
        (
            (7 * YEAR + 110, 19, 15),
            (6 * YEAR, 13, 12),
            (4 * YEAR + 200, 11, 10),
            (3 * YEAR, 16, 13),
            (2 * YEAR, 10, 9),
            (YEAR, 9, 8),
            (170, 7, 7),
            (24, 6, 5),
        )
    ):
        found += score(f"phq9-{number}", PHQ_9, PHQ_9_TOTAL, days_ago, depression)
        found += score(f"gad7-{number}", GAD_7, GAD_7_TOTAL, days_ago, anxiety)
    return found


def _alice_measured() -> list[Resource]:
    thyroid = of(LOINC, "3016-3", "Thyrotropin [Units/volume] in Serum or Plasma")
    usual = {"low": quantity(0.4, "m[IU]/L"), "high": quantity(4.5, "m[IU]/L")}
    normal, high = (
        of(f"{HL7}/v3-ObservationInterpretation", "N", "Normal"),
        concept("High", (f"{HL7}/v3-ObservationInterpretation", "H", "High")),
    )
    kept = [
        observation(
            f"tsh-{number}",
            "laboratory",
            thyroid,
            days_ago,
            valueQuantity=quantity(value, "m[IU]/L"),
            referenceRange=[usual],
            interpretation=[high if value > 4.5 else normal],
        )
        for number, (days_ago, value) in enumerate(((7 * YEAR, 4.9), (3 * YEAR, 2.1)))
    ]
    for number, (days_ago, upper, lower, weight) in enumerate(
        (
            (7 * YEAR, 118, 76, 68.2),
            (4 * YEAR, 122, 78, 70.5),
            (YEAR + 14, 116, 74, 66.9),
            (24, 114, 72, 67.4),
        )
    ):
        kept.append(pressure(f"bp-{number}", days_ago, upper, lower))
        what = of(LOINC, "29463-7", "Body weight")
        kept.append(
            observation(
                f"weight-{number}", "vital-signs", what, days_ago, valueQuantity=quantity(weight, "kg")
            )
        )
    height = of(LOINC, "8302-2", "Body height")
    kept.append(observation("height", "vital-signs", height, 7 * YEAR, valueQuantity=quantity(165, "cm")))
    former = of(SNOMED, "8517006", "Ex-smoker")
    kept.append(observation("smoking", "social-history", SMOKING, YEAR, valueCodeableConcept=former))
    alcohol = of(LOINC, "11331-6", "History of Alcohol use")
    kept.append(
        observation("alcohol", "social-history", alcohol, YEAR, valueString="A glass of wine on weekends")
    )
    return kept


def _alice_care() -> list[Resource]:
    sessions = [
        visit(
            f"session-{number}",
            days_ago,
            by="terry",
            what=THERAPY,
            video=number % 2 == 1,
            reason="Depression",
        )
        for number, days_ago in enumerate((7 * YEAR + 90, 5 * YEAR, 3 * YEAR, YEAR, 180, 95, 52, 24, 10))
    ]
    return [
        *sessions,
        visit("medicines", 66, by="okafor", what=FOLLOW_UP, reason="Medicines looked over"),
        resource("Procedure", "cbt", status="completed", code=CBT, performedPeriod={"start": day(YEAR), "end": day(95)},
                 performer=[{"actor": {"reference": "Practitioner/terry"}}]),
        resource("Procedure", "screening", status="completed", performedDateTime=day(24),
                 code=of(SNOMED, "171207006", "Depression screening")),
        resource("Procedure", "sti", labels=("STD",), status="completed", performedDateTime=day(2 * YEAR),
                 code=concept("Test for sexually transmitted infections")),
        resource("Immunization", "flu", status="completed", vaccineCode=FLU, occurrenceDateTime=day(YEAR + 20), lotNumber="U7311"),
        resource("Immunization", "tdap", status="completed", vaccineCode=of(CVX, "115", "Tdap"), occurrenceDateTime=day(5 * YEAR)),
        resource("Immunization", "flu-declined", status="not-done", vaccineCode=FLU, occurrenceDateTime=day(24),
                 statusReason=concept("Did not want it this year")),
        resource("CarePlan", "plan", status="active", intent="plan", title="Treatment plan for depression and anxiety",
                 category=[status("careplan-category", "assess-plan")], period={"start": day(170)},
                 activity=[{"detail": {"code": CBT}}, {"detail": {"description": "Go to bed and get up at the same time"}}]),
        resource("Goal", "score", lifecycleStatus="active", description={"text": "PHQ-9 below 5 by summer"},
                 startDate=day(170), target=[{"dueDate": day(-190)}]),
        resource("Goal", "walk", lifecycleStatus="completed", description={"text": "Walk outside three times a week"},
                 startDate=day(YEAR)),
        resource("CareTeam", "team", status="active", period={"start": day(3 * YEAR)}, participant=[
            {"member": {"reference": "Practitioner/terry"}, "role": [of(SNOMED, "106328005", "Social worker")]},
            {"member": {"reference": "Practitioner/okafor"}, "role": [of(SNOMED, "80584001", "Psychiatrist")]},
            {"member": {"reference": "Practitioner/park"}, "role": [concept("Primary care")]},
        ]),
        resource("Coverage", "main", status="active", payor=[{"display": "Lakeshore Health Plan"}],
                 period={"start": day(4 * YEAR)}) | {"class": [PPO]},
    ]  # fmt: skip


def _alice_notes() -> list[Resource]:
    return [
        _note("intake", of(LOINC, "34117-2", "History and physical note"), 7 * YEAR + 120, "okafor", INTAKE),
        _note("progress", of(LOINC, "11506-3", "Progress note"), 24, "terry", PROGRESS),
    ]


INTAKE = """Came in after a year of low mood, poor sleep and worry, worse since the move.
No thoughts of ending life. Agreed on weekly sessions and a medicine to be chosen together."""
PROGRESS = """Sleeps about six hours now, and walks to work. PHQ-9 is 6.
Next: keep the sleep diary, look at worry time together."""


def _note(key: str, what: Resource, days_ago: int, by: str, text: str) -> Resource:
    data = base64.b64encode(text.encode()).decode()
    return resource(
        "DocumentReference",
        key,
        status="current",
        docStatus="final",
        type=what,
        date=at(days_ago),
        author=[{"reference": f"Practitioner/{by}"}],
        content=[{"attachment": {"contentType": "text/plain", "data": data}}],
    )


def bob() -> list[Resource]:
    """Give Bob's: no allergies, and a dependence on alcohol in remission, which 42 CFR Part 2 covers."""
    covered = ("ETH", "42CFRPart2")
    return [
        *SHARED,
        condition("stress", "Post-traumatic stress disorder", (SNOMED, "47505003", "Posttraumatic stress disorder"),
                  (ICD_10, "F43.10", "Post-traumatic stress disorder, unspecified"), since=6 * YEAR),
        condition("alcohol", "Alcohol dependence", (SNOMED, "7200002", "Alcoholism"),
                  (ICD_10, "F10.20", "Alcohol dependence, uncomplicated"), since=5 * YEAR, until=2 * YEAR, labels=covered),
        condition("pressure", "High blood pressure", (SNOMED, "38341003", "Hypertensive disorder"),
                  (ICD_10, "I10", "Essential (primary) hypertension"), since=4 * YEAR),
        resource("AllergyIntolerance", "none", clinicalStatus=status("allergyintolerance-clinical", "active"),
                 verificationStatus=status("allergyintolerance-verification", "confirmed"),
                 code=of(SNOMED, "716186003", "No known allergy"), recordedDate=day(6 * YEAR)),
        medication("lisinopril", LISINOPRIL, "Take 1 tablet by mouth every day.", since=4 * YEAR, by="park", reason="High blood pressure"),
        medication("naltrexone", concept("Naltrexone 50 mg tablet"), "Take 1 tablet by mouth every day.",
                   since=5 * YEAR, until=2 * YEAR, by="okafor", reason="Alcohol dependence", labels=covered),
        *(each for number, (days_ago, points) in enumerate(((6 * YEAR, 17), (3 * YEAR, 12), (YEAR, 8), (33, 5)))
          for each in score(f"phq9-{number}", PHQ_9, PHQ_9_TOTAL, days_ago, points)),
        *(pressure(f"bp-{number}", days_ago, upper, lower)
          for number, (days_ago, upper, lower) in enumerate(((4 * YEAR, 152, 96), (2 * YEAR, 136, 86), (33, 128, 80)))),
        observation("alt", "laboratory", of(LOINC, "1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma"),
                    2 * YEAR, valueQuantity=quantity(38, "U/L")),
        observation("smoking", "social-history", SMOKING, YEAR, valueCodeableConcept=of(SNOMED, "266919005", "Never smoked tobacco")),
        resource("Immunization", "flu", status="completed", vaccineCode=FLU, occurrenceDateTime=day(40)),
        resource("Procedure", "emdr", status="completed", code=concept("Eye movement desensitization and reprocessing"),
                 performedPeriod={"start": day(5 * YEAR), "end": day(4 * YEAR)}, performer=[{"actor": {"reference": "Practitioner/dana"}}]),
        *(visit(f"session-{number}", days_ago, by="dana", what=THERAPY, video=number % 2 == 0)
          for number, days_ago in enumerate((5 * YEAR, 3 * YEAR, YEAR, 120, 47, 33))),
        resource("CarePlan", "plan", status="active", intent="plan", title="Staying well", period={"start": day(YEAR)},
                 category=[status("careplan-category", "assess-plan")], activity=[{"detail": {"description": "Group every second week"}}]),
        resource("Goal", "sober", lifecycleStatus="active", description={"text": "Stay sober"}, startDate=day(2 * YEAR), labels=covered),
        resource("CareTeam", "team", status="active", period={"start": day(5 * YEAR)}, participant=[
            {"member": {"reference": "Practitioner/dana"}, "role": [of(SNOMED, "59944000", "Psychologist")]},
            {"member": {"reference": "Practitioner/park"}, "role": [concept("Primary care")]},
        ]),
        resource("Coverage", "main", status="active", payor=[{"display": "Prairie Mutual"}], period={"start": day(2 * YEAR)}),
        _note("discharge", of(LOINC, "18842-5", "Discharge summary"), 2 * YEAR, "okafor", "Completed the outpatient program. Two years of follow-up agreed.")
        | {"meta": {"security": [{"system": f"{HL7}/v3-ActCode", "code": each} for each in covered]}},
    ]  # fmt: skip

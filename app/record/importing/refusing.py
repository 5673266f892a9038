"""Why a file is not taken in: one sentence, and nothing of it is kept."""

from app.web.language import Phrase, _l

TOO_LARGE = _l("This file is larger than 25 MB. Have the EHR send it in parts, one person in each.")
EMPTY = _l("This file is empty.")
NOT_UTF8 = _l("This file is not written in UTF-8, so it is no FHIR file. Export it again as FHIR R4 JSON.")
NOT_JSON = _l("This file is no JSON, or was cut short. Export it again as a FHIR R4 bundle.")
NO_BUNDLE = _l("This file holds no FHIR bundle. Export it again as a FHIR R4 bundle.")
NO_CONTENT_BUNDLE = _l(
    "A bundle of the kind “%(kind)s” holds no record. Export a collection, a transaction or a search."
)
TOO_DEEP = _l("This file holds lists inside lists more than 50 levels deep, so it is no FHIR file.")
TOO_LONG = _l("This file holds a text of more than a million characters, so it is not taken in.")
TOO_MANY = _l("This file holds more than 50,000 resources. Have the EHR send it in parts.")
TOO_WIDE = _l("This file holds a resource of more than 50,000 values, so it is not taken in.")
WRONG_SHAPE = _l("%(resource)s: “%(field)s” is not what FHIR R4 has there. Nothing was taken in.")
NO_PATIENT = _l("The file does not say whose record it is: it holds no patient.")
SEVERAL_PATIENTS = _l("The file holds more than one patient. Take in each by itself.")
NO_RESOURCES = _l("The file holds a patient, but nothing of a record.")
OTHER_CHART = _l("This patient of %(source)s belongs to another chart, so nothing was taken in.")
NOT_FOUND = _l(
    "There is no one chart of this name and birth date. Name the client's number, or add the client."
)
DIFFERS = _l(
    "The file is of somebody whose name or birth date differs from the chart's. Say that it is the same person."
)
NO_CLIENT = _l("There is no client of this number.")
NO_SOURCE = _l("Type what the practice calls the system that the file comes from.")
FAILED = _l("Something went wrong, and nothing was taken in. The log of the server says what.")
GONE = _l("The file is no longer there. Send it again.")
TOO_SLOW = _l("This file takes too long here. Take it in on the server: python -m app import-fhir.")


class Refused(Exception):
    """A file is not taken in; `sentence` says why."""

    def __init__(self, sentence: Phrase | str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence

"""How instruments are scored: by published rules, from the points of each answer, and from nothing a form computes.

An item that is not answered has no points (None), and an instrument with such an item has no score. What is flagged
of single answers is flagged all the same. Bands and cut-offs are for staff to read: none of them is a diagnosis.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Points = Sequence[int | None]
Flag = bool | int | str
Flags = Mapping[str, Flag]
NO_FLAGS: Flags = MappingProxyType({})


class Sex(StrEnum):
    """Of whom a cut-off differs by sex."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Band:
    """Totals that are called by one name; both ends are in it."""

    least: int
    most: int
    name: str


@dataclass(frozen=True, slots=True)
class Score:
    """What comes of answers: of incomplete ones nothing but their flags."""

    total: int | None = None
    band: str = ""
    positive: bool | None = None
    """Whether it reaches the cut-off. None: incomplete, or an instrument without one."""
    flags: Flags = field(default_factory=lambda: NO_FLAGS)


Rule = Callable[[Points, Sex], Score]

PHQ_9_BANDS = (
    Band(0, 4, "minimal"),
    Band(5, 9, "mild"),
    Band(10, 14, "moderate"),
    Band(15, 19, "moderately severe"),
    Band(20, 27, "severe"),
)
GAD_7_BANDS = (Band(0, 4, "minimal"), Band(5, 9, "mild"), Band(10, 14, "moderate"), Band(15, 21, "severe"))
DAST_10_BANDS = (
    Band(0, 0, "no problems reported"),
    Band(1, 2, "low"),
    Band(3, 5, "moderate"),
    Band(6, 8, "substantial"),
    Band(9, 10, "severe"),
)
EPDS_BANDS = (Band(0, 9, "low"), Band(10, 12, "possible depression"), Band(13, 30, "probable depression"))


def total_of(points: Points) -> int | None:
    """Add up the points; None where an item has none."""
    known = [each for each in points if each is not None]
    return sum(known) if len(known) == len(points) else None


def _added(
    points: Points, *, bands: Sequence[Band] = (), cutoff: int | None = None, flags: Flags = NO_FLAGS
) -> Score:
    total = total_of(points)
    if total is None:
        return Score(flags=flags)
    band = next((band.name for band in bands if band.least <= total <= band.most), "")
    return Score(total, band, None if cutoff is None else total >= cutoff, flags)


def _endorsed(points: Points, number: int) -> Flags:
    """Flag an item that tells of danger when it has any points; items are counted from 1."""
    return {"safety": True} if points[number - 1] else NO_FLAGS


def phq_9(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the PHQ-9: nine items of 0 to 3; 10 and more is positive, and item 9 is flagged by itself.

    Kroenke K, Spitzer RL, Williams JBW. The PHQ-9. J Gen Intern Med 2001;16:606-613. Item 9: PHQ-9 instruction manual
    (phqscreeners.com); The Joint Commission NPSG.15.01.01.
    """
    return _added(points, bands=PHQ_9_BANDS, cutoff=10, flags=_endorsed(points, 9))


def phq_2(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the PHQ-2: two items of 0 to 3; 3 and more is positive.

    Kroenke K, Spitzer RL, Williams JBW. Med Care 2003;41:1284-1292.
    """
    return _added(points, cutoff=3)


def gad_7(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the GAD-7: seven items of 0 to 3; 10 and more is positive.

    Spitzer RL, Kroenke K, Williams JBW, Löwe B. Arch Intern Med 2006;166:1092-1097.
    """
    return _added(points, bands=GAD_7_BANDS, cutoff=10)


def audit_c(points: Points, sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the AUDIT-C: three items of 0 to 4; positive from 4 on for men, else from 3 on.

    Bush K, et al. Arch Intern Med 1998;158:1789-1795; Bradley KA, et al. Arch Intern Med 2003;163:821-829 and Alcohol
    Clin Exp Res 2007;31:1208-1217. With all points from question 1, the intake is looked at before it is called
    positive (VA AUDIT-C handout). Questions 2 and 3 left out after "Never" make no score: nobody has asked them.
    """
    cutoff = 4 if sex is Sex.MALE else 3
    only_first = bool(points[0]) and points[1] == 0 and points[2] == 0 and (points[0] or 0) >= 3
    flags: dict[str, Flag] = {"cutoff": cutoff}
    if only_first:
        flags["only_question_1"] = True
    return _added(points, cutoff=cutoff, flags=flags)


def pc_ptsd_5(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the PC-PTSD-5: five items of 0 or 1; 4 and more is positive, 3 where more are to be found.

    Prins A, et al. J Gen Intern Med 2016;31:1206-1211; Bovin MJ, et al. JAMA Netw Open 2021;4:e2036733.
    """
    total = total_of(points)
    return _added(points, cutoff=4, flags=NO_FLAGS if total is None else {"at_3": total >= 3})


CLUSTERS = {"B": (slice(0, 5), 1), "C": (slice(5, 7), 1), "D": (slice(7, 14), 2), "E": (slice(14, 20), 2)}
"""The items of each cluster of DSM-5, and how many of them must be rated 2 or more."""


def pcl_5(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the PCL-5: twenty items of 0 to 4; 33 and more is positive (31 to 33 are used), no bands are published.

    Weathers FW, et al. 2013, National Center for PTSD; Bovin MJ, et al. Psychol Assess 2016;28:1379-1391. The
    provisional rule of DSM-5: at least one item of B, one of C, two of D and two of E rated 2 or more.
    """
    total = total_of(points)
    if total is None:
        return Score()
    known = [each or 0 for each in points]
    sums = {name: sum(known[items]) for name, (items, _) in CLUSTERS.items()}
    met = all(sum(each >= 2 for each in known[items]) >= needed for items, needed in CLUSTERS.values())
    return _added(points, cutoff=33, flags={**sums, "provisional": met, "at_31": total >= 31})


def dast_10(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the DAST-10: ten items of 0 or 1; 3 and more is positive.

    Skinner HA. Addict Behav 1982;7:363-371; DAST-10 interpretation guide (CAMH). Item 3 is asked in two ways: "Are you
    unable to stop" scores a Yes, "Are you always able to stop" a No (`turned`).
    """
    return _added(points, bands=DAST_10_BANDS, cutoff=3)


def turned(point: int | None) -> int | None:
    """Give the point of a question of 0 or 1 that is asked the other way round."""
    return None if point is None else 1 - point


EPDS_UP = (1, 2, 4)
"""Items of the EPDS whose first answer has no points; of all others it has three."""


def epds_points(places: Points) -> Points:
    """Give the points of the answers that stand at these places, 0 to 3 from the top, as they are printed."""
    return [
        place if place is None or number in EPDS_UP else 3 - place for number, place in enumerate(places, 1)
    ]


def epds(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the EPDS: ten items of 0 to 3; 10 and more is positive, and item 10 is flagged by itself.

    Cox JL, Holden JM, Sagovsky R. Br J Psychiatry 1987;150:782-786.
    """
    return _added(points, bands=EPDS_BANDS, cutoff=10, flags=_endorsed(points, 10))


URGENCY = {"none": "none", "low": "routine review", "moderate": "same day", "high": "immediate"}


def c_ssrs(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Sort the C-SSRS screener by its triage: seven questions of yes or no, the last of them when question 6 was.

    Posner K, et al. Am J Psychiatry 2011;168:1266-1277; Columbia Lighthouse Project, screener with triage points 2021:
    high for question 4 or 5, or 6 within three months; moderate for 3, or 6 longer ago; low for 1 or 2. Questions 3 to 5
    are not asked after a No to 2. It has no total.
    """
    wish, thoughts, method, intent, plan, behavior, recent = points
    flags: dict[str, Flag] = {"safety": True} if any(points) else {}
    asked = [wish, thoughts, behavior]
    asked += [method, intent, plan] if thoughts else []
    asked += [recent] if behavior else []
    if any(each is None for each in asked):
        return Score(flags=flags)
    if intent or plan or (behavior and recent):
        risk = "high"
    elif method or behavior:
        risk = "moderate"
    else:
        risk = "low" if wish or thoughts else "none"
    return Score(band=risk, positive=risk != "none", flags={**flags, "urgency": URGENCY[risk]})


def cage_aid(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the CAGE-AID: four items of 0 or 1; 2 and more is positive, 1 where more are to be found.

    Brown RL, Rounds LA. Wis Med J 1995;94:135-140.
    """
    total = total_of(points)
    return _added(points, cutoff=2, flags=NO_FLAGS if total is None else {"at_1": total >= 1})


def ace(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the ACE questionnaire: ten items of 0 or 1; 4 and more is positive. Felitti VJ, et al. Am J Prev Med 1998;14:245-258."""
    return _added(points, cutoff=4)


def whodas_12(points: Points, _sex: Sex = Sex.UNKNOWN) -> Score:
    """Score the WHODAS 2.0 of twelve items by its simple scoring: items of 0 to 4 added up, without a cut-off.

    Üstün TB, et al. Measuring health and disability: manual for WHODAS 2.0. WHO 2010.
    """
    return _added(points)

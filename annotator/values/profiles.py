"""What a count becomes in the codes of other schemes; the rules and their sources stand in docs/values.md.

A bound that the words do not give stays empty: no profile makes one up.
"""

from collections.abc import Callable, Mapping

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject


def _muc4(count: JsonObject) -> Json:
    """The number slot of MUC-4 templates; empty where nothing is known."""
    value, op = count.get("value"), count.get("op")
    by_op = {
        "exact": f"{value}",
        "none": "0",
        "at_least": f"{value}-",
        "more_than": f"{value}-",
        "about": f"~{value}",
        "up_to": f"-{value}",
        "fewer_than": f"-{value}",
        "range": f"{count.get('lower')}-{count.get('upper')}",
        # A number of groups is one, though nobody knows how many people they are: "two families".
        "vague": "PLURAL" if value is None else f"{value}",
    }
    return by_op.get(str(op), "")


#: What ACLED's codebook gives for words without a number, by the floor that we read in them.
_ACLED_VAGUE: Mapping[int, int] = {20: 10, 24: 12, 200: 100}


def _acled(count: JsonObject) -> Json:
    """`fatalities`: the number that the article shows; of a range the lower."""
    fatalities = count.get("value") if count.get("value") is not None else count.get("lower")
    note = ""
    if count.get("op") == "vague" or count.get("vague"):
        floor = count.get("lower")
        fatalities = _ACLED_VAGUE.get(floor) if isinstance(floor, int) and fatalities == floor else None
        note = f"text: {count.get('text')}" if fatalities is None else ""
    return {"fatalities": fatalities, "note": note}


def _shown(count: JsonObject, otherwise: str) -> Json:
    """The number that the article shows where it is a floor ("over 40" is 40, not 41); else what stands there."""
    return count.get("value") if count.get("op") in ("at_least", "more_than") else count.get(otherwise)


def _ucdp(count: JsonObject) -> Json:
    """The columns low, best and high; an open upper bound is not invented."""
    best, upper = _shown(count, "best"), count.get("upper")
    return {"low": _shown(count, "lower"), "best": best, "high": best if upper is None else upper}


def _airwars(count: JsonObject) -> Json:
    """The columns min and max; blank where open."""
    return {"min": _shown(count, "lower"), "max": count.get("upper")}


PROFILES: Mapping[str, Callable[[JsonObject], Json]] = {
    "muc4": _muc4,
    "acled-like": _acled,
    "ucdp-like": _ucdp,
    "airwars-like": _airwars,
}


#: Profiles that number things (MUC-4: PHYS TGT) by the same codes as people.
NUMBERING_THINGS = frozenset({"muc4"})


def coded(count: JsonObject, profile: str) -> Json:
    """The count in a profile's codes; raises InvalidInput when there is no such profile."""
    if profile not in PROFILES:
        raise InvalidInput(f"there is no profile {profile!r}; there are: {', '.join(PROFILES)}", rule="profile")
    return PROFILES[profile](count)

"""English words for places."""

from annotator.values.languages.english_peoples import PEOPLES
from annotator.values.languages.place_words import (
    COUNTRY,
    DISTRICT,
    PROVINCE,
    REGION,
    SEA,
    TOWN,
    PlaceWords,
    by_people,
    directions,
)
from annotator.values.languages.words import each

_WINDS = "north south east west northern southern eastern western"
_PARTS = (
    *directions(_WINDS, "|-"),
    *(f"the {one} of" for one in directions("north south east west", "|-")),
    *(f"{one} {of}" for one in directions(_WINDS, "|-") for of in ("part of", "parts of", "areas of")),
    "central",
    "upper",
    "lower",
    "parts of",
    "part of",
    "much of",
    "most of",
    "rural",
    "far north of",
    "interior of",
)
_DISTANT = tuple(f"{one} of" for one in directions("north south east west", "|-"))

PLACES = PlaceWords(
    articles=("the",),
    kinds_before={
        TOWN: (
            "city of",
            "town of",
            "village of",
            "port of",
            "port city of",
            "coastal city of",
            "coastal town of",
            "border town of",
            "border city of",
            "capital city of",
            "capital of",
            "capital",
            "settlement of",
            "hamlet of",
            "camp of",
            "neighborhood of",
            "neighbourhood of",
            "suburb of",
        ),
        DISTRICT: ("district of", "county of", "municipality of"),
        PROVINCE: ("province of", "governorate of", "state of", "department of", "oblast of", "prefecture of"),
        REGION: ("region of", "regions of", "territory of", "valley of", "peninsula of", "desert of"),
        COUNTRY: ("republic of", "kingdom of", "nation of"),
        SEA: ("sea of", "gulf of", "strait of", "waters of"),
    },
    kinds_behind={
        TOWN: ("city", "town", "village", "port", "municipality", "neighborhood", "neighbourhood", "suburb", "camp"),
        DISTRICT: ("district", "districts", "county", "subdistrict", "sub-district"),
        PROVINCE: ("province", "governorate", "state", "department", "oblast", "prefecture"),
        REGION: ("region", "territory", "valley", "peninsula", "desert", "enclave"),
        SEA: ("sea", "ocean"),
    },
    near=(
        "near",
        "nearby",
        "outside",
        "outside of",
        "just outside",
        "around",
        "close to",
        "not far from",
        "outskirts of",
        "the outskirts of",
        "on the outskirts of",
        "the edge of",
        "suburbs of",
        "vicinity of",
        "surroundings of",
        "countryside of",
        "on the road to",
        "kilometers from",
        "kilometres from",
        "km from",
        "miles from",
        *_DISTANT,
    ),
    parts=_PARTS,
    off=("off the coast of", "off coast of", "coast of", "waters off", "off", "airspace of", "skies over", "seas off"),
    waters=("airspace", "territorial waters", "waters", "air space"),
    inside=("in", "inside"),
    possessive=("'s",),
    origin=("from", "out of"),
    destination=("to", "toward", "towards", "into", "onto"),
    motion=each(
        "came come comes coming crossed crosses crossing deported drive drives driving drove evacuated evacuating fled "
        "flee fleeing flees flew flies flight fly flying go goes going heading headed heads marched marching moved "
        "moves "
        "moving retreated retreating return returned returning returns sailed sailing sent shipped smuggled traveled "
        "traveling travelled travelling travels transferred transported went withdraw withdrawing withdrew withdrawn "
        "withdrawal convoy advanced advancing arrived arriving escaped displaced"
    ),
    shooting=each("fired fires firing launched launching launches shelled shot infiltrated"),
    distances=each("km kilometer kilometers kilometre kilometres mile miles meters metres far away"),
    peoples=by_people(PEOPLES),
)

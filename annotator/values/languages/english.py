"""English words for counts. Numbers behind vague words: docs/values.md says where each comes from."""

from annotator.values.languages.english_clauses import CLAUSES
from annotator.values.languages.english_dates import DATES
from annotator.values.languages.english_harms import HARMS
from annotator.values.languages.english_parties import PARTIES
from annotator.values.languages.english_places import PLACES
from annotator.values.languages.words import Words, each, in_order

_SMALL = in_order(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = in_order("twenty thirty forty fifty sixty seventy eighty ninety")

ENGLISH = Words(
    code="en",
    name="English",
    thousands=",",
    numbers={
        **{word: number for number, word in enumerate(_SMALL)},
        **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
        "fourty": 40,
        "both": 2,
        "twin": 2,
    },
    multipliers={
        "hundred": 100,
        "thousand": 1000,
        "million": 1_000_000,
        "billion": 1_000_000_000,
        "lakh": 100_000,
        "dozen": 12,
        "score": 20,
    },
    alone=frozenset(),
    joining=("and",),
    fixed={
        "half a dozen": (6, "exact"),
        "a half dozen": (6, "exact"),
        "a dozen": (12, "about"),
        "a dozen or so": (12, "about"),
        "a score": (20, "about"),
        "a pair": (2, "exact"),
        "a pair of": (2, "exact"),
        "pair of": (2, "exact"),
        "a trio": (3, "exact"),
        "a trio of": (3, "exact"),
        "a quartet of": (4, "exact"),
        "twins": (2, "exact"),
        "triplets": (3, "exact"),
        "a couple and": (2, "exact"),
        "married couple": (2, "exact"),
    },
    vague={
        "a couple": 2,
        "a couple of": 2,
        "couple of": 2,
        "a few": 3,
        "few": 2,
        "quite a few": 3,
        "a handful": 3,
        "a handful of": 3,
        "handful of": 3,
        "several": 3,
        "some": 2,
        "a number of": 2,
        "a large number of": 2,
        "a small number of": 2,
        "large numbers of": 2,
        "numbers of": 2,
        "a group of": 2,
        "groups of": 2,
        "many": 2,
        "numerous": 2,
        "countless": 2,
        "various": 2,
        "multiple": 2,
        "a lot of": 2,
        "lots of": 2,
        "most": 2,
        "most of": 2,
        "tens": 20,
        "dozens": 24,
        "scores": 40,
        "hundreds": 200,
        "thousands": 2000,
        "tens of thousands": 20_000,
        "hundreds of thousands": 200_000,
        "millions": 2_000_000,
    },
    before={
        "exact": ("a total of", "total of", "a combined", "a combined total of", "exactly", "all"),
        "at_least": (
            "at least",
            "no fewer than",
            "not fewer than",
            "no less than",
            "not less than",
            "a minimum of",
            "minimum of",
            "minimum",
            "at a minimum",
            "at the very least",
            "≥",
            ">=",
        ),
        "more_than": (
            "more than",
            "over",
            "well over",
            "just over",
            "upwards of",
            "upward of",
            "above",
            "in excess of",
            "exceeding",
            "greater than",
            "far more than",
            "well more than",
            "much more than",
            "slightly more than",
            "slightly over",
            "a little over",
            "beyond",
            ">",
        ),
        "about": (
            "about",
            "around",
            "some",
            "roughly",
            "approximately",
            "approx",
            "circa",
            "an estimated",
            "estimated",
            "reportedly some",
            "in the region of",
            "on the order of",
            "in the order of",
            "~",
            "≈",
        ),
        "nearly": ("nearly", "almost", "close to", "just under", "just short of", "approaching", "nearing", "near"),
        "up_to": (
            "up to",
            "as many as",
            "at most",
            "no more than",
            "not more than",
            "a maximum of",
            "maximum of",
            "maximum",
            "at the most",
            "≤",
            "<=",
        ),
        "fewer_than": ("fewer than", "less than", "under", "below", "<"),
    },
    after={
        "at_least": ("or more", "or greater", "+", "plus", "and more", "at least", "if not more", "and counting"),
        "about": ("or so", "or thereabouts", "give or take"),
        "up_to": ("or fewer", "or less", "at most"),
    },
    between=("to", "-", "–", "—", "or", "through", "and perhaps", "perhaps", "maybe"),
    range_begins=("between", "from", "anywhere from", "anywhere between"),
    joined=("and", "as well as", "together with", "along with", "&"),
    additional=("another", "more", "additional", "an additional", "a further", "further", "extra", "yet another"),
    none=(
        "no",
        "none",
        "no one",
        "nobody",
        "no one else",
        "not one",
        "not a single",
        "nil",
        "zero",
        "without any",
        "without casualties",
        "without injury",
        "without injuries",
        "without loss",
        "without losses",
        "neither",
        "unharmed",
        "unhurt",
        "uninjured",
        "unscathed",
        "no known",
        "no confirmed",
    ),
    unknown=(
        "unclear",
        "unknown",
        "unspecified",
        "undetermined",
        "undisclosed",
        "unconfirmed number of",
        "uncertain",
        "not known",
        "not clear",
        "not immediately clear",
        "not immediately known",
        "how many",
        "no immediate reports",
        "no immediate report",
        "no immediate word",
        "no immediate information",
        "no immediate details",
        "no reports",
        "no report",
        "no word",
        "no information",
        "no details",
        "no figures",
        "no toll",
        "no casualty figures",
        "an unknown number of",
        "an unspecified number of",
        "an undetermined number of",
        "an undisclosed number of",
    ),
    parts=(
        "including",
        "among them",
        "among whom",
        "of whom",
        "of which",
        "of them",
        "mostly",
        "mainly",
        "some of whom",
    ),
    of=("of", "out of", "among", "from among"),
    measures=each(
        "year years month months week weeks day days hour hours minute minutes second seconds am pm o'clock percent "
        "per cent mile miles kilometer kilometers kilometre kilometres km meter meters metre metres foot feet inch "
        "inches yard yards kilogram kilograms kg ton tons tonne tonnes pound pounds dollar dollars euro euros colones "
        "peso pesos degrees target targets rocket rockets missile missiles drone drones aircraft airplane airplanes "
        "plane planes helicopter helicopters jet jets vehicle vehicles tank tanks car cars truck trucks bus buses "
        "house houses home homes building buildings shop shops site sites position positions base bases post posts "
        "attack attacks strike strikes airstrike airstrikes raid raids round rounds shell shells bomb bombs mine "
        "mines grenade grenades weapon weapons rifle rifles gun guns bullet bullets shot shots town towns village "
        "villages city cities province provinces district districts time times incident incidents explosion "
        "explosions blast blasts january february march april june july august september october november december "
        "jan feb mar apr jun jul aug sept sep oct nov dec sunday monday tuesday wednesday thursday friday saturday "
        "caliber calibre millimeter mm pylon pylons tower towers bridge bridges boat boats ship ships"
    ),
    measured=each(
        "$ € £ # aged age january february march april may june july august september october november december jan "
        "feb mar apr jun jul aug sept sep oct nov dec number no. route highway article chapter resolution year"
    ),
    months=frozenset({"may"}),
    groups=each(
        "family families group crowd population patrol platoon unit crew delegation gang band convoy personnel staff "
        "team squad battalion brigade company force forces community public membership leadership"
    ),
    unstated=each("casualties losses fatalities deaths injuries victims dead wounded injured toll"),
    single=each("a an the this that his her its their my our"),
    plurals=each(
        "people men women children persons police policemen troops clergy clergymen youth youths cattle guerrillas "
        "militia militiamen servicemen fishermen businessmen newsmen congressmen gunmen noncombatants us them those "
        "others kin folk personnel wives"
    ),
    singulars=each("boss corps princess hostess waitress mistress actress heiress witness press"),
    plural_ends=("s",),
    singular_ends=("ss", "us", "is"),
    breaks=each(
        "of from in at on by with who whom which that whose near during after before were was are is had has have "
        "been killed wounded injured dead for to into under while when where , ; : ( ) [ ] /"
    ),
    clauses=CLAUSES,
    dates=DATES,
    harms=HARMS,
    places=PLACES,
    parties=PARTIES,
)

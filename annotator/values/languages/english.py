"""English words for counts. Numbers behind vague words: docs/values.md says where each comes from."""

from annotator.values.languages.english_clauses import CLAUSES
from annotator.values.languages.english_dates import DATES
from annotator.values.languages.english_harms import HARMS
from annotator.values.languages.english_parties import PARTIES
from annotator.values.languages.english_places import PLACES
from annotator.values.languages.names import FIRST_NAMES, LAST_NAMES
from annotator.values.languages.words import Words, each, in_order

_SMALL = in_order(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = in_order("twenty thirty forty fifty sixty seventy eighty ninety")

_SIZES = in_order("large small great good big huge high growing considerable significant substantial limited record")
_PARTS = ("half", "a third", "one third", "two thirds", "a quarter", "three quarters", "a fifth", "a tenth")

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
        "half dozen": (6, "exact"),
        "a dozen": (12, "about"),
        "a dozen or so": (12, "about"),
        **dict.fromkeys(("a score", "a score of"), (20, "about")),
        "half a million": (500_000, "about"),
        **dict.fromkeys(("a quarter of a million", "a quarter million"), (250_000, "about")),
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
        **dict.fromkeys(("a couple", "a couple of", "couple of", "the couple of"), 2),
        **dict.fromkeys(("a few", "quite a few", "a handful", "a handful of", "handful of", "several"), 3),
        **dict.fromkeys(("few", "some", "many", "a great many", "a good many", "numerous", "countless"), 2),
        **dict.fromkeys(("various", "multiple", "a lot of", "lots of", "plenty of", "every", "each of"), 2),
        **dict.fromkeys(("a number of", "numbers of", "any number of", "a group of", "groups of"), 2),
        **{f"a {size} number of": 2 for size in _SIZES},
        **{f"{size} numbers of": 2 for size in _SIZES},
        **dict.fromkeys(("most", "most of", "part of", "a majority of", "the majority of", "majority of"), 2),
        **{f"{part}{end}": 2 for part in _PARTS for end in (" of", " the")},
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
            "at the least",
            "at the very least",
            "as few as",
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
            "a little more than",
            "just more than",
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
            "perhaps",
            "maybe",
            "possibly",
            "something like",
            "somewhere around",
            "in the region of",
            "on the order of",
            "in the order of",
            "~",
            "≈",
        ),
        "nearly": (
            *("nearly", "almost", "close to", "just under", "just below", "just short of", "approaching", "nearing"),
            *("near", "slightly less than", "a little less than", "just less than", "slightly under", "not quite"),
            *("slightly fewer than", "virtually"),
        ),
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
        "about": (
            "or so",
            "or thereabouts",
            "give or take",
            "odd",
            "some",
            "something",
            "approximately",
            "more or less",
        ),
        "up_to": ("or fewer", "or less", "at most", "at the most"),
    },
    between=(
        *("to", "-", "–", "—", "or", "through", "up to"),
        *(f"{joint}{doubt}" for joint in ("", "or ", "and ", ", ") for doubt in ("perhaps", "maybe", "possibly")),
    ),
    range_begins=("between", "from", "anywhere from", "anywhere between", "somewhere between"),
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
    of=each("of among"),
    measures=each(
        "year years month months week weeks day days hour hours minute minutes second seconds am pm a p m o'clock "
        "percent per cent mile miles kilometer kilometers kilometre kilometres km meter meters metre metres foot feet "
        "inch inches yard yards kilogram kilograms kg ton tons tonne tonnes pound pounds dollar dollars euro euros "
        "colones peso pesos degrees caliber calibre millimeter mm time times january february march april june july "
        "august september october november december jan feb mar apr jun jul aug sept sep oct nov dec sunday monday "
        "tuesday wednesday thursday friday saturday"
    ),
    things=each(
        "target targets rocket rockets missile missiles drone drones aircraft airplane airplanes plane planes "
        "helicopter helicopters jet jets vehicle vehicles tank tanks car cars truck trucks bus buses house houses home "
        "homes building buildings shop shops site sites position positions base bases post posts attack attacks strike "
        "strikes airstrike airstrikes raid raids round rounds shell shells bomb bombs mine mines grenade grenades "
        "weapon weapons rifle rifles gun guns bullet bullets shot shots town towns village villages city cities "
        "province provinces district districts incident incidents explosion explosions blast blasts pylon pylons tower "
        "towers bridge bridges boat boats ship ships facility facilities office offices branches embassy embassies "
        "school schools church churches hospital hospitals store stores restaurant restaurants installation "
        "installations station stations barracks pipeline pipelines ambulance ambulances motorcycle motorcycles "
        "gunship gunships substation substations business businesses"
    ),
    measured=each(
        "$ € £ # aged age january february march april may june july august september october november december jan "
        "feb mar apr jun jul aug sept sep oct nov dec number no. route highway article chapter resolution year "
        "km kilometer kilometre flight boeing decree law channel"
    ),
    dated=each("in since"),
    aged=each("old"),
    digit_ends=each("st nd rd th d s"),
    months=frozenset({"may"}),
    groups=each(
        "family families group crowd population patrol platoon unit crew delegation gang band convoy personnel staff "
        "team squad battalion brigade company force forces community public membership leadership couple "
        "army military navy government squadron regiment division detachment "
        "contingent garrison column cell mob congregation audience household clan tribe entourage committee council "
        "commission media press"
    ),
    unstated=each("casualties losses fatalities deaths injuries toll"),
    single=each("a an the this that his her its their my our"),
    articles=each("a an the this that"),
    indefinite=each("a an"),
    others=each("other others"),
    strengths=each("strong man men woman women member members person people"),
    kin=each(
        "wife husband mother father son daughter brother sister child baby infant toddler boy girl man woman youth "
        "teenager grandmother grandfather grandson granddaughter grandchild uncle aunt nephew niece cousin fiance "
        "fiancee girlfriend boyfriend widow parents children wives sons daughters brothers sisters"
    ),
    first_names=FIRST_NAMES,
    last_names=LAST_NAMES,
    plurals=each(
        "police troops clergy cattle militia us them they those these we others all both everyone everybody kin "
        "personnel passersby dead wounded injured hutus zulus hindus"
    ),
    singulars=each("corps crisis analysis barracks headquarters series"),
    plural_ends=("s", "men", "people", "children", "persons", "folk"),
    singular_ends=("ss", "us"),
    breaks=each(
        "of from in at on by with who whom which that whose near during after before were was are is had has have "
        "been killed wounded injured dead missing aged for to into under while when where , ; : ( ) [ ] / -- — –"
    ),
    states=each("killed wounded injured dead missing"),
    clauses=CLAUSES,
    dates=DATES,
    harms=HARMS,
    places=PLACES,
    parties=PARTIES,
)

"""English words for days."""

from annotator.values.languages.date_words import DAY, EARLY, LATE, MIDDLE, MONTH, WEEK, YEAR, DateWords
from annotator.values.languages.words import each

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan jan.",
            "february feb feb.",
            "march mar mar.",
            "april apr apr.",
            "may",
            "june jun jun.",
            "july jul jul.",
            "august aug aug.",
            "september sept sep sept. sep.",
            "october oct oct.",
            "november nov nov.",
            "december dec dec.",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon.",
            "tuesday tue. tues.",
            "wednesday wed.",
            "thursday thu. thur. thurs.",
            "friday fri.",
            "saturday sat.",
            "sunday sun.",
        )
    )
    for name in names.split()
}

DATES = DateWords(
    tables={
        "month": _MONTHS,
        "weekday": _WEEKDAYS,
        "unit": {
            **{"day": DAY, "days": DAY, "week": WEEK, "weeks": WEEK},
            **{"month": MONTH, "months": MONTH, "year": YEAR, "years": YEAR},
        },
        "step": {
            **{"last": -1, "previous": -1, "this past": -1, "this last": -1, "this": 0, "the current": 0},
            **{"next": 1, "coming": 1, "upcoming": 1, "this coming": 1, "the coming": 1},
        },
        "past_week": {"last week": -1, "this week": 0, "next week": 1},
        "past_year": {"last year": -1, "this year": 0, "next year": 1},
        "part": {
            **{"early": EARLY, "early in": EARLY, "the beginning of": EARLY, "the start of": EARLY},
            **{"mid": MIDDLE, "mid-": MIDDLE, "the middle of": MIDDLE},
            **{"late": LATE, "late in": LATE, "the end of": LATE},
        },
        "clock": dict.fromkeys(
            ("morning", "afternoon", "evening", "night", "at dawn", "at noon", "at midday", "at night", "midday"), 0
        ),
        "named": {
            **{"the day before yesterday": -2, "yesterday": -1, "last night": -1, "last evening": -1},
            **{"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0},
            **{"tomorrow": 1, "the day after tomorrow": 2},
        },
        "one": {"a": 1, "an": 1, "a couple of": 2},
        "few": dict.fromkeys(("a few", "several", "some", "just a few"), 0),
        "days": {"days": DAY},
        "side": {"earlier": -1, "later": 1},
        "day_side": {"the previous day": -1, "the following day": 1, "the next day": 1},
        "lead": dict.fromkeys(
            ("in", "since", "until", "till", "during", "through", "before", "after", "to", "from", "between", "of"), 0
        ),
        "year_lead": dict.fromkeys(("in", "since", "until", "till", "during", "before", "after"), 0),
        "the": {"the": 0},
        "dash": dict.fromkeys(("-", "–", "—", "to", "through", "until", "till"), 0),
        "ord": dict.fromkeys(("st", "nd", "rd", "th"), 0),
    },
    patterns={
        "year_day": (
            "{year} - {mm} - {dd}",
            "[{weekday} [,]] {month} {day} [{ord}] [[,] {year}]",
            "[{weekday} [,]] [the] {day} [{ord}] [of] {month} [[,] {year}]",
        ),
        "days": (
            "{month} {day} [{ord}] {dash} {day2} [{ord}] [[,] {year}]",
            "{day} [{ord}] {dash} {day2} [{ord}] [of] {month} [[,] {year}]",
            "between {month} {day} and {day2} [[,] {year}]",
            "between [the] {day} [{ord}] and [the] {day2} [{ord}] [of] {month} [[,] {year}]",
        ),
        "neighbours": (
            "{month} {day} [{ord}] and {day2} [{ord}] [[,] {year}]",
            "{day} [{ord}] and {day2} [{ord}] [of] {month} [[,] {year}]",
        ),
        "month": (
            "{sure_month}",
            "{after_lead} {month}",
            "{part} [-] {month} [[,] {year}]",
            "[{part}] {month} [of] {year}",
            "[{part}] {month} , {year}",
            "{month} [of] {past_year}",
        ),
        "stepped_month": ("{step} {month}",),
        "year": ("{after_year_lead} {lone_year}", "{part} [-] {year}", "{after_the} {year}"),
        "years": (
            "between {year} and {year2}",
            "from {year} {dash} {year2}",
            "{after_year_lead} {year} {dash} {year2}",
        ),
        "weekday": ("[{part}] {weekday} [{clock}]", "[{part}] {step} {weekday} [{clock}]"),
        "weekday_of_week": ("{weekday} [of] {past_week}",),
        "named": ("{named} [{clock}]", "{part} {named}"),
        "overnight": ("overnight", "[the] past 24 hours", "the last 24 hours"),
        "stepped": (
            "{step} {unit}",
            "{part} {step} {unit}",
            "{side} {step} {unit}",
            "{side} in the {unit}",
        ),
        "weekend": ("[over] the weekend", "[over] {step} weekend"),
        "ago": ("{number} {unit} ago",),
        "lately": ("[{few}] {days} ago",),
        "offset": ("{number} {unit} {side}", "{day_side}"),
        "lasting": ("[the] past [{number}] {unit}", "[the] last {number} {unit}"),
    },
    capitals=each(
        "may march jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    ),
    doubtful=each("may march april june august mar"),
    lone_year=each(
        "and or but when where while who which that the a an by in on at with without after before as to from for of "
        "under against following was were is are had has have it he she they"
    ),
    dashes=("-", "–", "—", "to", "through", "until", "till"),
    joints=("and",),
    begins=("between", "from"),
    bounds=each("since until till by before after"),
)

"""English words for days."""

from annotator.values.languages.date_words import DAY, EARLY, LAST, LATE, MIDDLE, MONTH, WEEK, YEAR, DateWords
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
            "wednesday wed. weds.",
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
        "lately": {"past": -1, "last": -1, "previous": -1},
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
        "day_side": {
            **{"the previous day": -1, "the previous night": -1, "the day before": -1, "the night before": -1},
            **{"the following day": 1, "the next day": 1},
        },
        "weeks": {"a fortnight": 2},
        # Words before a span of time that leave open how long it was.
        "open": dict.fromkeys(("more than", "over", "at least", "less than", "under", "well over", "up to"), 0),
        # Words that make no one day of a weekday: "every Friday", and days of a year that have its name.
        "many": dict.fromkeys(("every", "each", "most", "any", "good", "black", "palm", "easter", "ash"), 0),
        "before": dict.fromkeys(("the day before", "the night before"), 0),
        "determiner": dict.fromkeys(("the", "a", "an", "his", "her", "its", "their", "this", "that"), 0),
        "nth": {
            **{"the first week of": 1, "the second week of": 2, "the third week of": 3, "the fourth week of": 4},
            "the last week of": LAST,
        },
        "half": {"the first half of": 1, "the second half of": 2},
        "feast": {"christmas eve": 1224, "christmas day": 1225, "boxing day": 1226},
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
            "{year} / {mm} / {dd}",
            # Which of two numbers is the month, only a number that can be none tells.
            "{mm} / {late_day} / {year}",
            "{late_day} / {mm} / {year}",
            "[{weekday} [,]] {month} {day} [{ord}] [[,] {year}]",
            "[{weekday} [,]] [the] {day} [{ord}] [of] {month} [[,] {year}]",
        ),
        "days": (
            "[the weekend of] {month} {day} [{ord}] {dash} {day2} [{ord}] [[,] {year}]",
            "{day} [{ord}] {dash} {day2} [{ord}] [of] {month} [[,] {year}]",
            "between {month} {day} and {day2} [[,] {year}]",
            "between [the] {day} [{ord}] and [the] {day2} [{ord}] [of] {month} [[,] {year}]",
        ),
        "neighbours": (
            "{month} {day} [{ord}] and {day2} [{ord}] [[,] {year}]",
            "{month} {day} / {day2} [[,] {year}]",
            "{day} [{ord}] and {day2} [{ord}] [of] {month} [[,] {year}]",
        ),
        "row": (
            "{month} {day} , {day2} [,] and {day3} [[,] {year}]",
            "{day} , {day2} [,] and {day3} {month} [[,] {year}]",
        ),
        "week_of_day": ("[the] week of {month} {day} [{ord}] [[,] {year}]",),
        "weekend_of_day": ("[the] weekend of {month} {day} [{ord}] [[,] {year}]",),
        "week_of_month": ("{nth} {month} [[,] {year}]",),
        "half": ("{half} {year}", "{half} {past_year}", "{half} {month} [[,] {year}]"),
        "feast": ("{feast} [[,] {year}]",),
        "month": (
            "{sure_month}",
            "{after_lead} {month}",
            "{part} [-] {month} [[,] {year}]",
            "[{part}] {month} [of] {year}",
            "[{part}] {month} , {year}",
            "{month} [of] {past_year}",
        ),
        "stepped_month": ("{step} {month}",),
        "year": ("{after_year_lead} {lone_year}", "{part} [-] {year}", "{after_the} {year}", "the year {year}"),
        "years": (
            "between {year} and {year2}",
            "from {year} {dash} {year2}",
            "{after_year_lead} {year} {dash} {year2}",
        ),
        "weekday": ("[{part}] {weekday} [{clock}]", "[{part}] {step} {weekday} [{clock}]"),
        "weekday_of_week": ("{weekday} [of] {past_week}",),
        "named": ("{named} [{clock}]", "{part} {named}"),
        "night": ("overnight [on] {weekday}", "overnight from {weekday}"),
        "night_into": ("overnight into {weekday}",),
        "overnight": ("overnight",),
        "hours": ("[the] {lately} {number} hours",),
        "stepped": (
            "{step} {unit}",
            "{part} {step} {unit}",
            "{side} {step} {unit}",
            "{side} in the {unit}",
            "{part} the {unit}",
        ),
        "weekend": ("[over] the weekend", "[over] {step} weekend"),
        "ago": ("{number} {unit} ago", "{weeks} ago"),
        "open": (
            "{open} {number} {unit} ago",
            "{many} {weekday}",
            "{before} {determiner}",
            "{before} {weekday}",
            "{before} {month}",
        ),
        "lately": ("[{few}] {days} ago",),
        "offset": ("{number} {unit} {side}", "{weeks} {side}", "{day_side}"),
        "lasting": ("[the] past [{number}] {unit}", "[the] last {number} {unit}"),
    },
    capitals=each(
        "may march jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed weds thu thur thurs fri sat sun"
    ),
    doubtful=each("may march april june august mar"),
    lone_year=each(
        "and or but when where while who which that the a an by in on at with without after before as to from for of "
        "under against following was were is are had has have it he she they"
    ),
    dashes=("-", "–", "—", "to", "into", "through", "until", "till"),
    joints=("and", "or"),
    begins=("between", "from"),
    bounds=each("since until till by before after"),
)

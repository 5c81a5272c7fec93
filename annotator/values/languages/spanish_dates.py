"""Spanish words for days."""

from annotator.values.languages.date_words import DAY, EARLY, LAST, LATE, MIDDLE, MONTH, WEEK, YEAR, DateWords
from annotator.values.languages.words import each, in_order

_MONTHS = in_order("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
_WEEKDAYS = in_order("lunes martes miércoles jueves viernes sábado domingo")

DATES = DateWords(
    tables={
        "month": {
            **{name: number for number, name in enumerate(_MONTHS, start=1)},
            **{"setiembre": 9, "ene.": 1, "feb.": 2, "abr.": 4, "ago.": 8, "sept.": 9, "oct.": 10, "nov.": 11},
        },
        "weekday": {
            **{name: number for number, name in enumerate(_WEEKDAYS)},
            **{"miercoles": 2, "sabado": 5},
        },
        "unit": {
            **{"día": DAY, "días": DAY, "semana": WEEK, "semanas": WEEK},
            **{"mes": MONTH, "meses": MONTH, "año": YEAR, "años": YEAR},
        },
        "step": {
            **{"pasado": -1, "pasada": -1, "último": -1, "última": -1},
            **{"este": 0, "esta": 0, "el presente": 0},
            **{"próximo": 1, "próxima": 1, "que viene": 1, "entrante": 1},
        },
        "past_week": {"de la semana pasada": -1, "de esta semana": 0, "de la próxima semana": 1},
        "past_year": {"del año pasado": -1, "de este año": 0, "del próximo año": 1},
        "part": {
            **{"a principios": EARLY, "a comienzos": EARLY, "a inicios": EARLY},
            "a mediados": MIDDLE,
            **{"a finales": LATE, "a fines": LATE},
        },
        "clock": dict.fromkeys(
            (
                *("por la mañana", "por la tarde", "por la noche", "en la mañana", "en la tarde", "en la noche"),
                *("de madrugada", "de la mañana", "de la tarde", "de la noche", "al mediodía", "al amanecer"),
            ),
            0,
        ),
        "named": {
            **{"anteayer": -2, "antes de ayer": -2, "ayer": -1, "anoche": -1, "hoy": 0, "mañana": 1},
            **{"esta mañana": 0, "esta tarde": 0, "esta noche": 0, "esta madrugada": 0, "pasado mañana": 2},
        },
        "one": {"un par de": 2},
        "few": dict.fromkeys(("unos", "unos pocos", "unos cuantos", "pocos", "varios", "algunos"), 0),
        "days": {"días": DAY},
        "side": {"antes": -1, "después": 1, "más tarde": 1},
        "day_side": {"el día anterior": -1, "al día siguiente": 1, "el día siguiente": 1},
        # Words before a span of time that leave open how long it was.
        "open": dict.fromkeys(("más de", "menos de", "al menos", "casi"), 0),
        "many": dict.fromkeys(("cada", "todos los"), 0),
        "nth": {
            **{"la primera semana de": 1, "la segunda semana de": 2, "la tercera semana de": 3},
            **{"la cuarta semana de": 4, "la última semana de": LAST},
        },
        "half": {
            **{"el primer semestre": 1, "la primera mitad": 1, "el segundo semestre": 2, "la segunda mitad": 2},
            **{"la primera quincena": 1, "la segunda quincena": 2},
        },
        "feast": {"nochebuena": 1224, "el día de navidad": 1225, "nochevieja": 1231, "el día de año nuevo": 101},
        "of": dict.fromkeys(("de", "del"), 0),
        "the": dict.fromkeys(("el", "la", "los", "las"), 0),
        "lasting": dict.fromkeys(("últimos", "últimas", "pasados", "pasadas"), 0),
        "year_lead": dict.fromkeys(("en", "desde", "hasta", "durante"), 0),
    },
    patterns={
        "year_day": (
            "{year} - {mm} - {dd}",
            "{dd} / {mm} / {year}",
            "[el] [{weekday} [,]] {day} de {month} [{of} {year}]",
            "el {day} de {month} {past_year}",
        ),
        "days": (
            "del {day} al {day2} de {month} [{of} {year}]",
            "de {day} a {day2} de {month} [{of} {year}]",
            "entre el {day} y el {day2} de {month} [{of} {year}]",
            "{day} - {day2} de {month} [{of} {year}]",
        ),
        "neighbours": ("[el] {day} y [el] {day2} de {month} [{of} {year}]",),
        "row": ("{day} , {day2} y [el] {day3} de {month} [{of} {year}]",),
        "week_of_day": ("[la] semana del {day} de {month} [{of} {year}]",),
        "week_of_month": ("{nth} {month} [{of} {year}]",),
        "half": ("{half} {of} {year}", "{half} {past_year}", "{half} de {month} [{of} {year}]"),
        "feast": ("{feast} [{of} {year}]",),
        "month": (
            "{month}",
            "{part} de {month} [{of} {year}]",
            "{month} {of} {year}",
            "{month} {past_year}",
        ),
        "stepped_month": ("[el] {step} {month}", "{month} {step}"),
        "year": ("{after_year_lead} {lone_year}", "{part} {of} {year}"),
        "years": ("entre {year} y {year2}", "de {year} a {year2}"),
        "weekday": (
            "[el] {weekday} [{clock}]",
            "[el] {step} {weekday} [{clock}]",
            "[el] {weekday} {step} [{clock}]",
        ),
        "weekday_of_week": ("[el] {weekday} {past_week}",),
        "named": ("{named} [{clock}]",),
        # As in "por la mañana": a time of day, and not tomorrow.
        "hour": ("{clock}", "la mañana", "una mañana"),
        "overnight": ("durante la noche",),
        "hours": ("las {lasting} {number} horas",),
        "stepped": (
            "[{the}] {unit} {step}",
            "[{the}] {step} {unit}",
            "{part} {of} {unit}",
            "{part} {of} [{the}] {unit} {step}",
            "{part} {of} {step} {unit}",
        ),
        "weekend": ("[el] fin de semana [{step}]", "[el] {step} fin de semana"),
        "ago": ("hace {number} {unit}",),
        "open": ("hace {open} {number} {unit}", "{many} {weekday}"),
        "lately": ("hace {few} {days}",),
        "offset": ("{number} {unit} {side}", "{day_side}"),
        "lasting": ("[{the}] {lasting} {number} {unit}",),
    },
    lone_year=each("y o pero cuando donde mientras que el la los las un una por en con tras a de se fue fueron"),
    dashes=("-", "–", "a", "al", "hasta", "hasta el"),
    joints=("y", "o"),
    begins=("entre", "de", "del", "desde"),
    bounds=each("desde hasta antes tras"),
)

"""Spanish words for counts."""

from collections.abc import Mapping

from annotator.values.languages.names import FIRST_NAMES, LAST_NAMES
from annotator.values.languages.spanish_clauses import CLAUSES
from annotator.values.languages.spanish_dates import DATES
from annotator.values.languages.spanish_harms import HARMS
from annotator.values.languages.spanish_parties import PARTIES
from annotator.values.languages.spanish_places import PLACES
from annotator.values.languages.spanish_things import MEASURES, THINGS, UNITS
from annotator.values.languages.words import Words, each, in_order

_UNACCENTED = str.maketrans("áéíóú", "aeiou")


def _spelled(words: Mapping[str, int]) -> dict[str, int]:
    """Words with their accents and, as telexes write them, without."""
    return {word.translate(_UNACCENTED): number for word, number in words.items()} | dict(words)


_SMALL = in_order(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
_TENS = in_order("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = in_order("doscient trescient cuatrocient quinient seiscient setecient ochocient novecient")

_PARTS = (
    *("la mayoría", "la mayor parte", "la mitad", "parte", "una parte", "gran parte", "un tercio", "la tercera parte"),
    *("dos tercios", "una cuarta parte", "el resto"),
)

SPANISH = Words(
    code="es",
    name="Spanish",
    thousands=".",
    numbers={
        **_spelled({word: number for number, word in enumerate(_SMALL)}),
        **{word: 10 * number for number, word in enumerate(_TENS, start=3)},
        **{f"{stem}{end}": 100 * number for number, stem in enumerate(_HUNDREDS, start=2) for end in ("os", "as")},
        "un": 1,
        "una": 1,
        **_spelled({"veintiún": 21}),
        "veintiuna": 21,
        "cien": 100,
        "ciento": 100,
        "ambos": 2,
        "ambas": 2,
    },
    multipliers={"mil": 1000, **_spelled({"millón": 1_000_000}), "millones": 1_000_000, "docenas": 12},
    alone=frozenset({"mil"}),
    joining=("y",),
    fixed={
        "media docena": (6, "exact"),
        "media docena de": (6, "exact"),
        "una docena": (12, "about"),
        "una docena de": (12, "about"),
        "una decena": (10, "about"),
        "una decena de": (10, "about"),
        "una quincena de": (15, "about"),
        "una veintena de": (20, "about"),
        **{
            f"una {word}{end}": (number, "about")
            for word, number in {"treintena": 30, "cuarentena": 40, "cincuentena": 50}.items()
            for end in ("", " de")
        },
        **dict.fromkeys(("medio centenar", "medio centenar de", "un medio centenar de"), (50, "about")),
        **dict.fromkeys(("medio millón", "medio millón de"), (500_000, "about")),
        "un centenar": (100, "about"),
        "un centenar de": (100, "about"),
        **dict.fromkeys(("medio millar", "medio millar de"), (500, "about")),
        "un millar": (1000, "about"),
        "un millar de": (1000, "about"),
        "un par": (2, "exact"),
        "un par de": (2, "exact"),
    },
    vague={
        "unos cuantos": 3,
        "unas cuantas": 3,
        "unos pocos": 3,
        "algunos": 2,
        "algunas": 2,
        "varios": 3,
        "varias": 3,
        "muchos": 2,
        "muchas": 2,
        "numerosos": 2,
        "numerosas": 2,
        **dict.fromkeys(("un grupo de", "grupos de", "un número de", "gran número de", "un gran número de"), 2),
        **dict.fromkeys((f"{part} de" for part in _PARTS), 2),
        **dict.fromkeys(("un puñado de", "un puñado"), 3),
        "decenas": 20,
        "decenas de": 20,
        "docenas": 24,
        "docenas de": 24,
        "cientos": 200,
        "cientos de": 200,
        "centenares": 200,
        "centenares de": 200,
        "miles": 2000,
        "miles de": 2000,
        **dict.fromkeys(("varias decenas", "varias decenas de"), 30),
        **dict.fromkeys(("varias docenas", "varias docenas de"), 36),
        **dict.fromkeys(("varios cientos", "varios cientos de", "varios centenares", "varios centenares de"), 300),
        **dict.fromkeys(("varios miles", "varios miles de", "varios millares de"), 3000),
        **dict.fromkeys(("cientos de miles", "cientos de miles de"), 200_000),
        "decenas de miles": 20_000,
        "decenas de miles de": 20_000,
    },
    before={
        "exact": ("un total de", "exactamente"),
        "at_least": (
            *("al menos", "por lo menos", "cuando menos", "cuanto menos", "no menos de", "un mínimo de"),
            "como mínimo",
        ),
        "more_than": ("más de", "por encima de", "mas de", "poco más de", "algo más de", "bastante más de"),
        "about": (
            "unos",
            "unas",
            "alrededor de",
            "cerca de",
            "aproximadamente",
            "en torno a",
            "cosa de",
            "un estimado de",
        ),
        "nearly": ("casi", "poco menos de"),
        "up_to": ("hasta", "no más de", "un máximo de", "como máximo", "a lo sumo"),
        "fewer_than": ("menos de",),
    },
    after={
        "at_least": ("o más", "+", "como mínimo", "por lo menos", "al menos"),
        "about": ("o así", "más o menos", "aproximadamente"),
        "up_to": ("o menos", "como máximo", "a lo sumo"),
    },
    between=("a", "-", "–", "—", "y", "o", "u", "ó", "ú"),
    range_begins=("entre", "de"),
    joined=("y", "e", "así como", "además de"),
    additional=("más", "otro", "otra", "otros", "otras"),
    none=(
        *("no hubo", "no hay", "no había", "no se reportaron", "no se reportan", "no se registraron", "no dejó"),
        *("no se produjeron", "no causó", "no ocasionó", "no se han reportado", "no se informó de"),
        *(f"sin {noun}" for noun in ("víctimas", "bajas", "heridos", "muertos", "muertes", "fallecidos", "daños")),
        *("sin causar", "sin dejar", "sin que hubiera", "sin pérdidas"),
        *("ni un solo", "ni una sola", "ningún", "ninguno", "ninguna", "nadie", "ilesos", "ileso", "ilesas", "ilesa"),
    ),
    unknown=(
        "un número desconocido de",
        "un número indeterminado de",
        "un número no determinado de",
        "un número no precisado de",
        "un número aún no determinado de",
        "un número aún desconocido de",
        "número desconocido",
        "se desconoce",
        "se ignora",
        "no está claro",
        "no se sabe",
        "sin confirmar",
    ),
    parts=(
        *("incluidos", "incluidas", "incluyendo", "entre ellos", "entre ellas", "de los cuales", "de ellos"),
        *("ambos", "ambas"),
    ),
    of=each("de del"),
    adjuncts=each("de del identificado identificada identificados identificadas llamado llamada"),
    otherwise=("por ciento", "%", "de la tarde", "de la mañana", "de la noche", "de la madrugada"),
    measures=MEASURES,
    units=UNITS,
    things=THINGS,
    measured=each("$ € £ # número artículo ruta resolución año kilómetro km página habitación capítulo frente"),
    dated=each("en desde"),
    timed=each("las"),
    aged=each("edad"),
    digit_ends=each("er ra ro do da to ta º ª"),
    months=frozenset(),
    groups=each(
        "familia familias grupo grupos multitud población patrulla patrullas tripulación gente personal pareja parejas "
        "matrimonio batallón batallones brigada brigadas pelotón escuadrón escuadra columna columnas compañía unidad "
        "unidades comando cuadrilla banda bandas pandilla pandillas comunidad comunidades ejército fuerza turba "
        "delegación contingente guarnición destacamento convoy célula células clan clanes comité consejo regimiento"
    ),
    pairs=each("pareja matrimonio"),
    unstated=each("bajas muertes número"),
    single=each("el la los las este esta estos estas su sus un una"),
    articles=each("el la los las este esta estos estas un una"),
    indefinite=each("un una"),
    others=each("otro otra otros otras más"),
    strengths=frozenset(),
    kin=each(
        "esposa esposo marido mujer madre padre hijo hija hermano hermana niño niña bebé joven hombre abuela abuelo "
        "nieto nieta tío tía primo prima hijos hijas hermanos hermanas padres niños niñas"
    ),
    sexes=frozenset((each("hombre hombres"), each("mujer mujeres"))),
    first_names=FIRST_NAMES,
    last_names=LAST_NAMES,
    plurals=each("muertos muertas heridos heridas fallecidos"),
    singulars=each("más"),
    head_first=True,
    plural_ends=("s",),
    thing_ends=("encia", "ismo", "miento", "ción", "sión"),
    breaks=each("de del a al en por con que quien quienes fueron eran están murieron , ; : ( ) /"),
    states=each("muertos muertas heridos heridas"),
    clauses=CLAUSES,
    dates=DATES,
    harms=HARMS,
    places=PLACES,
    parties=PARTIES,
)

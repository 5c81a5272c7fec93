"""Spanish words for the parts of a sentence."""

from annotator.values.languages.clause_words import ClauseWords
from annotator.values.languages.words import each

CLAUSES = ClauseWords(
    says=(
        *("dijo", "dijeron", "dice", "según", "informó", "informaron", "aseguró", "aseguraron", "afirmó"),
        *("afirmaron", "señaló", "señalaron", "indicó", "indicaron", "declaró", "declararon", "agregó", "añadió"),
        *("explicó", "reportó", "reportaron", "precisó", "sostuvo", "manifestó", "expresó", "advirtió", "prometió"),
    ),
    judges=(
        *("anunció", "anunciaron", "condenó", "condenaron", "confirmó", "confirmaron", "negó", "negaron"),
        *("reconoció", "denunció", "denunciaron", "criticó", "acusó", "acusaron", "atribuyó", "lamentó", "exigió"),
    ),
    breaks=each("que quien quienes cual cuales cuyo cuya donde cuando mientras aunque porque si pero pues sino"),
    relatives=each("que quien quienes donde"),
    whens=each("cuando"),
    prepositions=each(
        "de del en a al con por para sin sobre entre desde hasta tras contra durante hacia ante bajo según cerca"
    ),
    joints=each("y e o u pero"),
    determiners=each("el la los las un una unos unas su sus este esta estos estas ese esa"),
    manners=each(
        "ayer hoy anoche este esta el lunes martes miércoles jueves viernes sábado domingo comunicado también"
    ),
    past_ends=("ó", "aron", "ieron", "aba", "aban", "ado", "ada", "idos", "idas", "ados", "adas"),
    pasts=each("fue fueron era eran hubo había habían murió murieron dejó hizo hicieron tuvo dio"),
    shared_ends=("ando", "endo"),
    ahead=(
        *("va a", "van a", "está previsto", "está prevista", "previsto para", "prevista para", "prevé", "prevén"),
        *("planea", "planean", "próximamente", "se espera", "antes del", "a más tardar", "plazo"),
    ),
    ahead_ends=("rá", "rán"),
    adverb_ends=("mente",),
)

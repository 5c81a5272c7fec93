"""Spanish words for harm, and for who came to it."""

from collections.abc import Iterable

from annotator.values.languages.harm_words import HarmWords
from annotator.values.languages.words import each


def _agreeing(*stems: str) -> tuple[str, ...]:
    """Participles and adjectives in all four forms: "muert" is muerto, muerta, muertos, muertas."""
    return tuple(f"{stem}{end}" for stem in stems for end in ("o", "a", "os", "as"))


def _people(words: str, *phrases: str, stems: str = "") -> tuple[str, ...]:
    """Nouns for people: words, phrases, and those with four forms by their stems."""
    return (*words.split(), *phrases, *_agreeing(*stems.split()))


def _verbs(*forms: str) -> Iterable[str]:
    return [word for written in forms for word in written.split()]


HARMS = HarmWords(
    actives={
        "killed": (
            *_verbs("mata matan mató mataron matando matar asesina asesinan asesinó asesinaron asesinando asesinar"),
            *_verbs("ejecutó ejecutaron ejecutando ejecutar masacró masacraron abatió abatieron"),
            *("causó la muerte de", "causando la muerte de", "causaron la muerte de", "costó la vida a"),
            *("cobró la vida de", "dio muerte a", "dieron muerte a", "mató a", "mataron a", "matando a", "matar a"),
            *("asesinó a", "asesinaron a", "asesinando a", "ejecutó a", "ejecutaron a", "abatió a", "abatieron a"),
        ),
        "injured": (
            *_verbs("hiere hieren hirió hirieron hiriendo herir lesionó lesionaron"),
            *("hirió a", "hirieron a", "hiriendo a"),
        ),
        "captured": (
            *_verbs("capturó capturaron secuestró secuestraron secuestrando detuvo detuvieron arrestó arrestaron"),
            *("capturó a", "capturaron a", "secuestró a", "secuestraron a", "secuestrando a", "detuvo a"),
            *("detuvieron a", "arrestó a", "arrestaron a"),
        ),
        "displaced": (
            *_verbs("desplazó desplazaron desplazando"),
            *("desplazó a", "desplazaron a", "desplazando a", "obligó a huir a", "obligaron a huir a"),
        ),
    },
    participles={
        "killed": _agreeing("muert", "asesinad", "ejecutad", "abatid", "masacrad"),
        "injured": _agreeing("herid", "lesionad", "hospitalizad"),
        "captured": (
            *_agreeing("capturad", "secuestrad", "detenid", "arrestad"),
            *("tomados como rehenes", "tomadas como rehenes", "tomado como rehén", "tomada como rehén"),
        ),
        "displaced": _agreeing("desplazad"),
    },
    befalls={
        "killed": (
            *_verbs("murió murieron muere mueren fallece fallecen falleció fallecieron pereció perecieron"),
            *("perdió la vida", "perdieron la vida", "han muerto", "ha muerto", "habían muerto", "han fallecido"),
        ),
        "displaced": ("huyó", "huyeron", "huyen", "abandonaron sus casas", "abandonaron sus hogares"),
        "missing": ("desapareció", "desaparecieron"),
    },
    states={
        "missing": _agreeing("desaparecid"),
        "unharmed": (*_agreeing("iles"), "a salvo"),
        "captured": ("rehén", "rehenes"),
    },
    nouns={
        "killed": (
            *("muerte", "muertes", "asesinato", "asesinatos", "cadáver", "cadáveres", "cuerpo", "cuerpos"),
            *("ejecución", "fallecido", "fallecida", "fallecidos", "fallecidas", "víctima mortal"),
            *("víctimas mortales", "víctimas fatales", "balance de muertos"),
        ),
        "injured": ("heridas", "lesiones", "quemaduras"),
        "killed_or_injured": ("bajas",),
        "captured": ("captura", "secuestro", "secuestros", "detención", "detenciones"),
        "missing": ("desaparición", "desapariciones"),
        "displaced": ("desplazamiento",),
    },
    ends=(*_agreeing("liberad", "rescatad"),),
    suffers=("sufrió", "sufrieron"),
    broad=frozenset(),
    be=each(
        "es son fue fueron era eran ser sido siendo está están estaba estaban resultó resultaron quedó quedaron "
        "resultando resultan sigue siguen continúan permanecen salió salieron dejó"
    ),
    have=each("ha han había habían haber"),
    negations=each("no nunca nadie ni sin"),
    fillers=each("también luego después aún todavía ya gravemente al menos presuntamente supuestamente"),
    either=each("o u"),
    by=each("por"),
    of=each("de del entre a"),
    withs=each("con"),
    equates=each("son fue fueron es había incluyen incluían figura figuran está están"),
    reaches=each("a en de es fue alcanzó llega asciende superó :"),
    tolls=each("número cifra balance total saldo"),
    among=(
        *(
            "incluidos",
            "incluidas",
            "incluido",
            "incluida",
            "incluyendo",
            "entre ellos",
            "entre ellas",
            "entre los que",
        ),
        *("de los cuales", "de las cuales", "de ellos", "de ellas", "junto con", "además de", "así como", "junto a"),
    ),
    inverts=True,
    victims={
        "civilian": _people(
            "civil civiles aldeanos aldeanas campesinos campesinas mujer mujeres estudiante estudiantes periodista "
            "periodistas comerciante comerciantes trabajador trabajadores trabajadora trabajadoras agricultor "
            "agricultores pescador pescadores pastor pastores maestros maestras profesor profesores sacerdote "
            "sacerdotes monja monjas feligreses fieles manifestante manifestantes refugiado refugiados migrante "
            "migrantes familia familias paciente pacientes peregrino peregrinos bebé bebés activista activistas "
            "paramédicos cooperante cooperantes turista turistas",
            stems="niñ médic enfermer aldean campesin miner obrer alumn",
        ),
        "military": _people(
            "soldado soldados militar militares tropas marine marines marinero marineros infante infantes",
            "cascos azules",
            "fuerzas armadas",
            "ejército",
        ),
        "combatant": _people(
            "combatiente combatientes rebelde rebeldes miliciano milicianos insurgente insurgentes terrorista "
            "terroristas yihadista yihadistas guerrillero guerrilleros guerrillera guerrilleras paramilitar "
            "paramilitares pistolero pistoleros milicia milicias extremista extremistas mercenario mercenarios",
            "hombres armados",
        ),
        "security": _people(
            "policía policías gendarme gendarmes guardia guardias escolta escoltas guardaespaldas",
            "agentes de policía",
            "agente de policía",
            "fuerzas de seguridad",
        ),
        "official": _people(
            "funcionario funcionarios funcionaria funcionarias alcalde alcaldes alcaldesa juez jueza jueces fiscal "
            "fiscales senador senadores embajador embajadores gobernador gobernadores ministro ministra ministros "
            "legislador legisladores concejal concejales",
            stems="diputad diplomátic",
        ),
    },
    people=each(
        "persona personas gente hombre hombres otros otras víctima víctimas muertos muertas heridos heridas bajas "
        "residentes habitantes vecinos jóvenes ciudadanos miembros miembro comandante comandantes líder líderes "
        "sospechosos cuerpos cadáveres rehenes detenidos agentes muertes"
    ),
    modifiers={},
    groups=each(
        "miembro miembros decenas docenas cientos miles centenares grupo grupos número mayoría resto cuerpos cuerpo "
        "cadáveres muerte muertes docena decena centenar par total asesinato asesinatos"
    ),
    former=each("ex antiguo antiguos antigua exsoldado"),
    who=each("que quien quienes"),
    likely={"civilian": _people("residente residentes habitante habitantes vecinos pasajero pasajeros conductor")},
)

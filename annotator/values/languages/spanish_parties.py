"""Spanish words for parties."""

from annotator.values.languages.party_words import PartyWords, phrases
from annotator.values.languages.words import each

PARTIES = PartyWords(
    nouns={
        "state_military": phrases(
            "ejército, fuerzas armadas, fuerza armada, soldado, soldados, tropas, militares, marina, armada, "
            "fuerza aérea, fuerzas militares"
        ),
        "state_security": phrases(
            "policía, policías, agentes de policía, guardia civil, gendarmería, fuerzas de seguridad, "
            "servicio de inteligencia, servicios de inteligencia"
        ),
        "government": phrases(
            "gobierno, ministerio, ministerio de defensa, ministerio del interior, primer ministro, primera ministra, "
            "ministro de defensa, ministra de defensa, parlamento, gobernador, gobernadora, alcalde, alcaldesa"
        ),
        "non_state_armed": phrases(
            "rebelde, rebeldes, insurgente, insurgentes, guerrillero, guerrilleros, guerrilla, guerrillas, yihadistas, "
            "grupo rebelde, grupos rebeldes, grupo armado, grupos armados"
        ),
        "civilian": phrases("civil, civiles, aldeanos, campesinos, transeúntes"),
    },
    certain=phrases("rebeldes, insurgentes, guerrilleros, yihadistas"),
    plain=each(
        "el la los las un una unos unas este esta estos estas varios varias algunos algunas otros otras local locales "
        "provincial provinciales regional regionales nacional nacionales federal federales estatal estatales central "
        "municipal municipales"
    ),
    doubtful=each("ex exguerrilleros antiguo antiguos antigua antiguas anti pro falso falsos autodenominado retirados"),
    stateless=each("palestino palestina palestinos palestinas checheno kurdo kurda kurdos kurdas"),
    places=each("en cerca desde que quien quienes"),
    owners=each("de del leales aliados"),
    titles=each(
        "sr sra dr dra gral general mayor tte teniente cnel coronel cap capitán sargento comandante almirante mariscal "
        "presidente presidenta ministro ministra senador senadora gobernador gobernadora alcalde alcaldesa portavoz "
        "vocero vocera jefe jefa líder rey príncipe jeque ayatolá imán juez jueza fiscal embajador embajadora "
        "obispo arzobispo monseñor cabo subteniente doctor doctora magistrado magistrada diputado diputada concejal"
    ),
    members={
        "non_state_armed": each(
            "combatiente combatientes rebelde rebeldes insurgente insurgentes guerrillero guerrilleros guerrilla "
            "yihadistas terroristas milicianos miembro miembros fuerzas grupo movimiento milicia organización"
        ),
        "pro_state_militia": each("combatientes miembro miembros milicianos mercenarios fuerzas grupo milicia"),
        "state_military": each("soldado soldados tropas fuerzas miembro miembros militares unidades"),
        "state_security": each("agente agentes oficial oficiales miembro miembros"),
    },
    describing=each(
        "grupo movimiento milicia organización guerrilla armado armada rebelde insurgente islamista yihadista "
        "terrorista paramilitar chií suní llamado llamada presunto presuntos supuesto supuestos de del"
    ),
    backed=frozenset(),
    persons=each("abu"),
)

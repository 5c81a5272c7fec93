"""English words for parties."""

from annotator.values.languages.party_words import PartyWords, phrases
from annotator.values.languages.words import each

PARTIES = PartyWords(
    nouns={
        "state_military": phrases(
            "army, armed forces, military, troops, soldier, soldiers, marines, navy, air force, army troops, "
            "army soldiers, government troops, government soldiers, army patrol, army unit, army units"
        ),
        "state_security": phrases(
            "police, police officer, police officers, policeman, policemen, policewoman, police force, police patrol, "
            "police unit, police units, riot police, border police, border guards, traffic police, secret police, "
            "gendarme, gendarmes, gendarmerie, coast guard, security service, security services, security forces, "
            "intelligence service, intelligence services, intelligence agency"
        ),
        "government": phrases(
            "government, ministry, foreign ministry, interior ministry, defense ministry, defence ministry, "
            "health ministry, prime minister, foreign minister, interior minister, defense minister, defence minister, "
            "parliament, cabinet, governor, mayor, government official, government officials, governor's office"
        ),
        "non_state_armed": phrases(
            "rebel, rebels, militant, militants, insurgent, insurgents, guerrilla, guerrillas, jihadist, jihadists, "
            "jihadi, jihadis, rebel group, rebel groups, rebel force, rebel forces, rebel fighter, rebel fighters, "
            "rebel commander, militant group, militant groups, insurgent group, insurgent groups, guerrilla group, "
            "guerrilla groups, armed group, armed groups"
        ),
        "civilian": phrases("civilian, civilians, villager, villagers, bystander, bystanders, townspeople"),
    },
    certain=phrases(
        "rebels, militants, insurgents, guerrillas, jihadists, jihadis, rebel group, rebel groups, rebel fighters, "
        "militant group, militant groups, insurgent group, insurgent groups, ministry"
    ),
    plain=each(
        "the a an this these those some several many most two three four other more own local provincial regional "
        "national federal state central municipal district city town county armed heavily unarmed uniformed senior "
        "junior young regular elite paramilitary northern southern eastern western u s us uk british united states"
    ),
    doubtful=each(
        "former ex anti pro non no fake would be self styled so called proclaimed declared shadow rival parallel "
        "exile exiled run held controlled mock retired off duty private"
    ),
    stateless=each("palestinian palestinians gazan gazans chechen darfuri serb serbs croats kurdish"),
    places=each("in at near from on around outside across along inside along with under by who that which"),
    owners=each("of for loyal allied"),
    titles=each(
        "mr mrs ms dr gen general maj major lt lieutenant col colonel capt captain brig brigadier sgt sergeant cmdr "
        "commander adm admiral marshal president premier minister secretary senator governor mayor spokesman "
        "spokeswoman spokesperson chief leader king prince sheikh sheik ayatollah mullah imam cleric warlord emir "
        "judge prosecutor ambassador envoy chairman corporal commandant bishop archbishop monsignor msgr rev reverend "
        "professor deputy cpt ltc pvt nco sublieutenant ensign"
    ),
    members={
        "non_state_armed": each(
            "fighter fighters militant militants rebel rebels insurgent insurgents guerrilla guerrillas gunman gunmen "
            "jihadist jihadists jihadi jihadis extremist extremists terrorist terrorists member members militiaman "
            "militiamen forces group movement militia organization organisation"
        ),
        "pro_state_militia": each(
            "fighter fighters member members militiaman militiamen mercenary mercenaries forces group militia militias"
        ),
        "state_military": each(
            "soldier soldiers troops forces personnel unit units member members serviceman servicemen service"
        ),
        "state_security": each("officer officers agent agents forces personnel member members"),
    },
    describing=each(
        "militant militants rebel rebels insurgent insurgents armed jihadist jihadi islamist extremist terror "
        "terrorist guerrilla separatist shiite sunni paramilitary mercenary group movement militia organization "
        "organisation network outlawed banned powerful notorious suspected alleged presumed so-called of from"
    ),
    backed=each("backed aligned allied affiliated linked supported sponsored funded trained armed led based"),
    persons=each("abu umm"),
)

"""English words for harm, and for who came to it."""

from annotator.values.languages.harm_words import HarmWords
from annotator.values.languages.words import each

HARMS = HarmWords(
    actives={
        "killed": (
            *("kill", "kills", "killed", "killing", "slay", "slays", "slew", "slaying", "murder", "murders"),
            *("murdered", "murdering", "massacre", "massacres", "massacred", "massacring", "execute", "executes"),
            *("executed", "executing", "behead", "beheaded", "beheading", "assassinate", "assassinated"),
            *("assassinating", "slaughtered", "slaughtering", "lynched", "lynching", "eliminated", "eliminating"),
            *("shot dead", "shoot dead", "shooting dead", "gunned down", "gunning down", "shot to death"),
            *("stabbed to death", "beat to death", "hacked to death", "claimed the lives of", "claiming the lives of"),
            *("claims the lives of", "cost the lives of", "costing the lives of", "took the lives of"),
            *("taking the lives of", "ended the lives of", "took out", "takes out", "taking out", "taken out"),
        ),
        "injured": (
            *("injure", "injures", "injured", "injuring", "wound", "wounds", "wounded", "wounding", "maim", "maims"),
            *("maimed", "maiming", "hurt", "hurts", "hurting", "hospitalised", "hospitalized", "hospitalising"),
            *("hospitalizing", "beaten", "beating", "beat up", "beaten up", "tortured", "torturing"),
        ),
        "captured": (
            *("capture", "captures", "captured", "capturing", "abduct", "abducts", "abducted", "abducting", "kidnap"),
            *("kidnaps", "kidnapped", "kidnapping", "seize", "seizes", "seized", "seizing", "detain", "detains"),
            *("detained", "detaining", "arrest", "arrests", "arrested", "arresting", "took hostage", "taking hostage"),
            *("took prisoner", "taking prisoner", "rounded up", "rounding up", "imprisoned", "jailed", "snatched"),
        ),
        "displaced": (
            *("displace", "displaces", "displaced", "displacing", "uproot", "uproots", "uprooted", "uprooting"),
            *("drove out", "driving out", "driven out"),
        ),
    },
    participles={
        "killed": (
            *("killed", "slain", "murdered", "massacred", "executed", "beheaded", "decapitated", "assassinated"),
            *("slaughtered", "lynched", "hanged", "martyred", "eliminated", "shot dead", "gunned down"),
            *("shot to death", "stabbed to death", "beaten to death", "hacked to death", "burned to death"),
            *("burnt to death", "crushed to death", "put to death", "burned alive", "burnt alive", "buried alive"),
            *("trampled to death", "starved to death", "clubbed to death", "found dead", "taken out"),
        ),
        "injured": (
            *(
                "injured",
                "wounded",
                "maimed",
                "hurt",
                "hospitalised",
                "hospitalized",
                "treated for",
                "taken to hospital",
            ),
            *("rushed to hospital", "brought to hospital", "taken to a hospital", "taken to the hospital"),
            *("admitted to hospital", "beaten", "beaten up", "tortured", "in need of treatment"),
        ),
        "killed_or_injured": ("harmed",),
        "captured": (
            *("captured", "abducted", "kidnapped", "seized", "detained", "arrested", "imprisoned", "jailed"),
            *("rounded up", "snatched", "taken hostage", "taken prisoner", "taken captive", "held hostage"),
            *("held captive", "held prisoner", "taken into custody", "being held"),
        ),
        "displaced": (
            *("displaced", "uprooted", "driven out", "forced to flee", "forced from their homes", "made homeless"),
            *("driven from their homes", "left homeless", "rendered homeless", "forced to leave their homes"),
        ),
        "missing": ("reported missing", "listed as missing", "declared missing"),
    },
    befalls={
        "killed": (
            *("died", "dies", "die", "dying", "perished", "perish", "drowned", "succumbed", "passed away"),
            *("lost their lives", "lost his life", "lost her life", "lost its life", "burned to death"),
            *("burnt to death", "bled to death", "froze to death", "starved to death", "embraced martyrdom"),
            *("lost their life", "met their deaths", "met his death", "suffocated to death"),
        ),
        "displaced": (
            *("fled", "flee", "flees", "left their homes", "leave their homes", "abandoned their homes"),
            *("leaving their homes", "fleeing"),
        ),
        "missing": ("disappeared", "disappear", "vanished", "went missing", "gone missing", "go missing"),
    },
    states={
        "killed": ("dead",),
        "missing": ("missing", "unaccounted for"),
        "captured": ("hostage", "captive", "prisoner", "in custody", "in captivity", "in detention"),
        "displaced": ("homeless",),
        "injured": (
            *("in critical condition", "in serious condition", "in a critical condition", "in a serious condition"),
            *("in intensive care", "in hospital"),
        ),
        "unharmed": ("unharmed", "unhurt", "uninjured", "unscathed", "safe"),
    },
    nouns={
        "killed": (
            *("death", "deaths", "death toll", "dead", "fatality", "fatalities", "body", "bodies", "corpse", "corpses"),
            *("killing", "killings", "murder", "murders", "assassination", "execution", "executions", "beheading"),
            *("massacre", "slaughter", "remains", "slaying", "slayings", "lives of", "loss of life"),
        ),
        "injured": ("injury", "injuries", "injured", "wounds", "wounded", "wounding", "burns", "bruises"),
        "killed_or_injured": ("casualty", "casualties"),
        "captured": (
            *("hostage", "hostages", "captive", "captives", "prisoner", "prisoners", "detainee", "detainees"),
            *("capture", "abduction", "abductions", "kidnapping", "kidnappings", "arrest", "arrests", "detention"),
            *("abductees",),
        ),
        "missing": ("disappearance", "disappearances"),
        "displaced": ("displacement",),
    },
    ends=(
        *("freed", "freeing", "released", "releasing", "rescued", "rescuing", "set free", "ransomed", "exchanged"),
        *("exchanging", "evacuated", "evacuating", "saved", "saving", "free", "release", "rescue", "pardoned"),
    ),
    takes=each("claimed claims claim claiming took takes take taking cost costs costing ended"),
    lives=each("lives life"),
    brackets={
        "displaced": (
            each("forced forces force forcing drove drives driving sent sending sends drive caused causing"),
            (
                *("from their homes", "out of their homes", "from their villages", "from their houses", "to flee"),
                *("to leave their homes", "to abandon their homes", "fleeing", "from their land", "into exile"),
            ),
        ),
        "injured": (each("treated treating"), ("for",)),
        "killed": (
            each(
                "cost costing costs burned burning burnt crushed crushing stabbed stabbing beat beating hacked hacking "
                "trampled trampling clubbed clubbing"
            ),
            ("to death", "their lives", "his life", "her life"),
        ),
    },
    suffers=("suffered", "suffering", "suffer", "sustained", "sustaining", "survived with"),
    broad=each("hurt harmed"),
    be=each("is are was were be been being get gets got getting remain remains remained lay went"),
    have=each("has have had having"),
    negations=each("not n't no never nobody neither without wasn't weren't isn't aren't didn't hasn't haven't"),
    fillers=each(
        "also then later still since reported reportedly feared believed presumed confirmed found known thought to all "
        "both each very almost again soon said just further more up"
    ),
    either=each("or"),
    by=each("by"),
    of=each("of to among"),
    withs=each("with from"),
    equates=each("is are was were include includes included including"),
    reaches=each("at to reached of is was stood exceeded passed topped surpassed hit :"),
    tolls=each("toll number count tally figure total deaths fatalities"),
    among=(
        *("including", "among them", "among whom", "of whom", "of which", "of them", "along with", "together with"),
        *("as well as", "in addition to", "included", "includes", "plus"),
    ),
    inverts=False,
    victims={
        "civilian": (
            *("civilian", "civilians", "villager", "villagers", "noncombatant", "noncombatants", "child", "children"),
            *("woman", "women", "girl", "girls", "boy", "boys", "baby", "babies", "infant", "infants", "toddler"),
            *("toddlers", "schoolchildren", "schoolgirl", "schoolgirls", "schoolboy", "schoolboys", "pupil", "pupils"),
            *("student", "students", "teacher", "teachers", "worshipper", "worshippers", "worshiper", "worshipers"),
            *("journalist", "journalists", "reporter", "reporters", "photographer", "photographers", "cameraman"),
            *("medic", "medics", "paramedic", "paramedics", "doctor", "doctors", "nurse", "nurses", "patient"),
            *("patients", "aid worker", "aid workers", "worker", "workers", "humanitarian", "humanitarians", "trader"),
            *("traders", "farmer", "farmers", "herder", "herders", "herdsman", "herdsmen", "shepherd", "shepherds"),
            *("fisherman", "fishermen", "vendor", "vendors", "shopper", "shoppers", "shopkeeper", "shopkeepers"),
            *("merchant", "merchants", "miner", "miners", "labourer", "labourers", "laborer", "laborers", "builder"),
            *("builders", "clerk", "clerks", "employee", "employees", "engineer", "engineers", "priest", "priests"),
            *("nun", "nuns", "monk", "monks", "imam", "imams", "pilgrim", "pilgrims", "mourner", "mourners"),
            *("tourist", "tourists", "refugee", "refugees", "migrant", "migrants", "bystander", "bystanders"),
            *("protester", "protesters", "protestor", "protestors", "demonstrator", "demonstrators", "marcher"),
            *("marchers", "family", "families", "relative", "relatives", "wife", "wives", "husband", "mother"),
            *("mothers", "daughter", "daughters", "motorist", "motorists", "commuter", "commuters", "peasant"),
            *("firefighter", "firefighters", "rescuer", "rescuers", "rescue worker", "rescue workers", "passerby"),
            *("passersby", "passer-by", "passers-by", "pedestrian", "pedestrians", "cyclist", "cyclists", "spectator"),
            *("spectators", "churchgoer", "churchgoers", "parishioner", "parishioners", "pastor", "pastors", "rabbi"),
            *("first responder", "first responders", "midwife", "midwives", "surgeon", "surgeons", "pharmacist"),
            *("schoolteacher", "schoolteachers", "professor", "professors", "truck driver", "truck drivers"),
            *("taxi driver", "taxi drivers", "bus driver", "bus drivers", "newborn", "newborns", "grandfather"),
            *("logger", "loggers", "pastoralist", "pastoralists", "nomad", "nomads", "beachgoers", "partygoers"),
            *("holidaymakers", "peasants", "activist", "activists", "lawyer", "lawyers", "shoppers", "grandmother"),
            *("noncombatants",),
        ),
        "military": (
            *("soldier", "soldiers", "troop", "troops", "service member", "service members", "serviceman"),
            *("servicemen", "servicewoman", "servicewomen", "airman", "airmen", "marine", "marines", "sailor"),
            *("sailors", "paratrooper", "paratroopers", "commando", "commandos", "conscript", "conscripts"),
            *("reservist", "reservists", "peacekeeper", "peacekeepers", "infantryman", "infantrymen", "seaman"),
            *("seamen", "gis", "revolutionary guard", "revolutionary guards", "republican guard", "national guard"),
            *("republican guards", "national guardsmen", "special forces", "army", "armed forces", "government forces"),
            *("coalition forces", "guardsman", "guardsmen", "prisoner of war", "prisoners of war", "pows"),
            *("army officer", "army officers", "navy", "air force"),
        ),
        "combatant": (
            *("militant", "militants", "fighter", "fighters", "rebel", "rebels", "gunman", "gunmen", "insurgent"),
            *("insurgents", "terrorist", "terrorists", "jihadist", "jihadists", "jihadi", "jihadis", "extremist"),
            *("extremists", "guerrilla", "guerrillas", "guerilla", "guerillas", "militiaman", "militiamen", "militia"),
            *("militias", "paramilitary", "paramilitaries", "mercenary", "mercenaries", "suicide bomber"),
            *("suicide bombers", "separatist", "separatists", "proxy", "proxies", "insurgency", "armed group"),
            *("warlord", "warlords"),
        ),
        "security": (
            *("police", "policeman", "policemen", "policewoman", "policewomen", "police officer", "police officers"),
            *("officer", "officers", "guard", "guards", "gendarme", "gendarmes", "constable", "constables"),
            *("bodyguard", "bodyguards", "security forces", "security personnel", "security agent", "security agents"),
            *("security guard", "security guards", "security force", "border guard", "border guards", "warden"),
            *("wardens", "coast guard", "coast guards", "coastguard", "intelligence agent", "intelligence agents"),
        ),
        "official": (
            *("official", "officials", "minister", "ministers", "lawmaker", "lawmakers", "diplomat", "diplomats"),
            *("governor", "governors", "mayor", "mayors", "judge", "judges", "prosecutor", "prosecutors", "senator"),
            *("senators", "councillor", "councillors", "councilman", "ambassador", "ambassadors", "legislator"),
            *("legislators", "parliamentarian", "parliamentarians", "mp", "mps", "congressman", "congressmen"),
            *("member of parliament", "members of parliament", "politician", "politicians", "president"),
        ),
    },
    people=each(
        "people person persons others other men man resident residents inhabitants casualties casualty victims victim "
        "dead wounded injured bodies deaths injuries youths teenagers survivors passengers commander commanders leader "
        "leaders member members suspect suspects personnel crew colleagues driver drivers staff locals citizens "
        "nationals hostages prisoners detainees attackers assailants operatives agents aides"
    ),
    modifiers={
        "military": each("army military naval navy infantry marine reserve"),
        "combatant": each("rebel militant insurgent guerrilla jihadist militia separatist terrorist armed"),
        "security": each("police security intelligence prison border customs riot"),
    },
    groups=each(
        "member members dozen dozens hundreds thousands scores tens group groups number numbers couple handful pair "
        "total majority most rest some many several half part one two body bodies remains death deaths lives kind all "
        "both each killing killings"
    ),
    former=each("former ex retired onetime"),
    who=each("who that"),
    likely={
        "combatant": (
            "attacker",
            "attackers",
            "assailant",
            "assailants",
            "operative",
            "operatives",
            "bomber",
            "bombers",
        ),
        "civilian": (
            *("passenger", "passengers", "resident", "residents", "driver", "drivers", "teenager", "teenagers"),
            *("youth", "youths", "local", "locals", "citizen", "citizens"),
        ),
    },
)

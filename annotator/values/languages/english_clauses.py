"""English words for the parts of a sentence."""

from annotator.values.languages.clause_words import ClauseWords
from annotator.values.languages.words import each

CLAUSES = ClauseWords(
    says=(
        *("said", "says", "say", "saying", "according to", "told", "added", "adding", "reported", "stated", "wrote"),
        *("claimed", "claims", "claiming", "believes", "believed", "insisted", "argued", "noted", "explained"),
        *("promised", "vowed", "pledged", "warned", "warning", "tweeted", "posted"),
    ),
    judges=(
        *("announced", "announces", "announcing", "condemned", "condemns", "condemning", "denounced", "criticised"),
        *("criticized", "confirmed", "confirming", "denied", "denying", "acknowledged", "admitted", "blamed"),
        *("blaming", "accused", "accusing", "praised", "welcomed", "urged", "demanded", "discussed", "deplored"),
        *("disclosed", "revealed", "reiterated", "recalled", "mourned", "commemorated", "marked", "declared"),
        *("investigated", "investigating", "reviewing", "published", "released a statement", "issued a statement"),
        *("called for", "called on", "told the", "told a", "told state", "told local"),
    ),
    breaks=each(
        "that which who whom whose where when while as because although though unless if but after before whereas "
        "whether so until"
    ),
    relatives=each("that which who where"),
    whens=each("when"),
    prepositions=each(
        "in on at by of from to for with without near during into onto over under against across between among "
        "around along outside inside within through towards toward since following amid despite per via behind "
        "beside below above off"
    ),
    joints=each("and or but"),
    determiners=each("the a an his her its their our my this that these those some any"),
    manners=each(
        "reporters journalists lawmakers parliament late early earlier statement interview briefing video message "
        "telephone phone conference again also yesterday today tonight monday tuesday wednesday thursday friday "
        "saturday sunday last"
    ),
    past_ends=("ed",),
    pasts=each(
        "was were had did began broke came drove fell fired fled flew fought found gave got hit held left led lost "
        "made met said saw seized sent set shot stood struck swept took went withdrew won blew burst hid"
    ),
    shared_ends=("ing",),
    ahead=(
        *("will", "'ll", "shall", "would", "won't", "is to", "are to", "is due", "are due", "due to", "due on"),
        *("due in", "due for", "set to", "set for", "is set", "are set", "scheduled", "expected", "planned for"),
        *("is planned", "are planned", "plans", "plan to", "planning to", "planned to", "intends to", "intend to"),
        *("going to", "to begin", "to start", "to take place", "to be held", "to meet", "to resume", "to open"),
        *("agreed to", "vowed to", "pledged to", "promised to", "threatened to", "preparing to", "upcoming"),
        *("no later than", "deadline", "ultimatum", "slated"),
    ),
    hours=each(
        "dawn sunrise sunset dusk dark noon midday midnight nightfall daybreak daylight breakfast lunch morning "
        "afternoon evening night hours prayers"
    ),
    adverb_ends=("ly",),
)

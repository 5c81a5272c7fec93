"""What attributes, their values and the fillers of events mean: all that code may conclude from a schema's names.

A schema calls its attributes, values and roles what it likes, and says here what they are about. Totals, tables
and readers ask for meanings, never for names.
"""

from collections.abc import Mapping
from enum import StrEnum


class About(StrEnum):
    """What an attribute is about."""

    #: How many people: an interval.
    COUNT = "count"
    #: What happened to them.
    HARM = "harm"
    #: Who they were.
    VICTIM = "victim"
    #: Whether a number is of one event, or a total over several.
    EXTENT = "extent"
    #: Whether a party is one person with a name.
    INDIVIDUAL = "individual"
    PLACE = "place"
    #: How closely words tell a place, from 1 (a spot) to 7 (at sea).
    PRECISION = "precision"
    #: What a place is to the story.
    PLACE_ROLE = "place_role"
    TIME = "time"
    IDENTITY = "identity"
    ACTOR_TYPE = "actor_type"
    EVENT_CLASS = "event_class"
    #: Whether it happened.
    STATUS = "status"
    #: How the text vouches for it.
    CLAIM = "claim"
    WEAPON = "weapon"
    GRADE = "grade"


class Part(StrEnum):
    """What a filler is to its event, or an actor to a toll."""

    AGENT = "agent"
    TARGET = "target"
    PARTICIPANT = "participant"
    #: Who says so.
    SOURCE = "source"
    TOLL = "toll"
    PLACE = "place"
    #: Whose people a toll is of.
    SIDE = "side"


#: The values that code knows, by what an attribute is about. A value of a schema is one of them by its name, or by
#: what it says that it `means`; any other is kept and shown, and nothing is concluded from it.
KNOWN: Mapping[About, tuple[str, ...]] = {
    About.HARM: ("killed", "injured", "killed_or_injured", "missing", "captured", "displaced", "unharmed"),
    About.VICTIM: ("civilian", "military", "combatant", "security", "official", "mixed", "unknown"),
    About.EXTENT: ("single", "cumulative"),
    About.INDIVIDUAL: ("yes", "no"),
    About.PRECISION: ("1", "2", "3", "4", "5", "6", "7"),
    About.PLACE_ROLE: ("event", "origin", "destination", "dateline", "mention"),
    About.ACTOR_TYPE: (
        "state_military",
        "state_security",
        "government",
        "pro_state_militia",
        "non_state_armed",
        "intl_org",
        "civilian",
        "other",
        "unknown",
    ),
    About.STATUS: ("occurred", "recurring", "planned", "attempted", "threatened", "hypothetical"),
    About.CLAIM: ("asserted", "alleged", "disputed", "denied"),
}
#: What a reader of words exists for (annotator/values/__init__.py).
READABLE = frozenset(
    {
        About.COUNT,
        About.HARM,
        About.VICTIM,
        About.PLACE,
        About.PRECISION,
        About.PLACE_ROLE,
        About.TIME,
        About.IDENTITY,
        About.ACTOR_TYPE,
    }
)
#: Other schemes of events that a value may give its code in.
SCHEMES = ("acled", "plover", "ace", "muc", "ucdp")

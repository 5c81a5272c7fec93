"""What a language calls parties: nouns that leave no doubt about their kind, and what stands before a person's name."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class PartyWords:
    """One language's words for parties, in lower case and without dots."""

    #: By kind of actor, the nouns that surely say it: "police", "police officers".
    nouns: Mapping[str, frozenset[str]]
    #: Of these, the ones that say so whatever stands before them: "Iran-backed militants".
    certain: frozenset[str]
    #: Words beside a noun that leave its kind as it is: "the", "provincial".
    plain: frozenset[str]
    #: Words beside a noun that make it doubtful: "former", "self-styled".
    doubtful: frozenset[str]
    #: Words of peoples that are no state's, or not surely: what is theirs is not the state's.
    stateless: frozenset[str]
    #: What goes on about a noun from here says where, not who: "police in Loikaw".
    places: frozenset[str]
    #: What goes on from here says whose: only of a government's offices that changes nothing ("ministry of defense").
    owners: frozenset[str]
    #: Ranks and offices that stand before a person's name.
    titles: frozenset[str]
    #: By kind of actor, what people of such a group are called beside its name, and the group itself: "Hamas fighters".
    members: Mapping[str, frozenset[str]]
    #: Words before a name that only say what it is, and what leads to it: "the militant group", "members of".
    describing: frozenset[str]
    #: What makes a description of whoever stands before the hyphen: "Iran-backed".
    backed: frozenset[str]
    #: Beginnings that only a person's name has: "Abu".
    persons: frozenset[str] = field(default_factory=frozenset)


def phrases(listed: str) -> frozenset[str]:
    """Phrases that are written as one text with commas between."""
    return frozenset(" ".join(phrase.split()) for phrase in listed.split(","))

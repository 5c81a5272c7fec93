"""What a language has to say about the parts of a sentence: enough to tell one clause from the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class ClauseWords:
    """Words and phrases in lower case; "." is no sign of an end here, since sentences are parted before."""

    #: Verbs of saying whose clause follows ("said that"), and phrases that name a source ("according to").
    says: Sequence[str]
    #: Verbs that say something of what stands behind them as a noun: "condemned the attack".
    judges: Sequence[str]
    #: Words that begin a clause of its own.
    breaks: frozenset[str]
    #: Of these, the ones that go on about the noun before them.
    relatives: frozenset[str]
    #: Of these, the ones that go on about the time before them: "November, when".
    whens: frozenset[str]
    prepositions: frozenset[str]
    #: "and", "but": what they join may be a clause.
    joints: frozenset[str]
    #: Words before a noun: "the", "his".
    determiners: frozenset[str]
    #: What stands between a verb of saying and the day it was said: "in a statement".
    manners: frozenset[str]
    #: Ends of past verbs, and past verbs that have none.
    past_ends: Sequence[str]
    pasts: frozenset[str]
    #: Ends of verbs that share the time of the verb before them: "killing".
    shared_ends: Sequence[str]
    #: Phrases that say that something is still to come.
    ahead: Sequence[str]
    #: Ends of verbs that say so: Spanish "comenzará".
    ahead_ends: Sequence[str] = ()
    #: Ends of adverbs, which may stand anywhere.
    adverb_ends: tuple[str, ...] = ()
    #: Words behind "before" or "after" that are a time of day, so that no clause begins there.
    hours: frozenset[str] = field(default_factory=frozenset)

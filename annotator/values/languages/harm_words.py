"""What a language has to say about harm and who came to it: words, and the harm or the kind that they tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class HarmWords:
    """One language's words, in lower case. Harms and kinds are those of `domain/meanings.py` KNOWN."""

    #: harm: verbs that harm what stands behind them ("killing 31 people").
    actives: Mapping[str, Sequence[str]]
    #: harm: the same of what stands before them, with a form of "be" or by themselves ("12 people killed in").
    participles: Mapping[str, Sequence[str]]
    #: harm: verbs that befall what stands before them ("died", "fled").
    befalls: Mapping[str, Sequence[str]]
    #: harm: states of what stands before them ("dead", "missing", "unharmed").
    states: Mapping[str, Sequence[str]]
    #: harm: nouns for what happened or for those to whom it happened ("deaths", "hostages").
    nouns: Mapping[str, Sequence[str]]
    #: Verbs that end a harm ("freed"): nothing is concluded from what is told before them.
    ends: Sequence[str]
    #: Verbs of having an injury, which a noun follows ("suffered burns").
    suffers: Sequence[str]
    #: Participles that under "nobody" mean neither killed nor injured ("nobody was hurt").
    broad: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    negations: frozenset[str]
    #: What may stand between a verb and its participle, or within a list of them: "were also".
    fillers: frozenset[str]
    #: Words that join two of which one happened.
    either: frozenset[str]
    #: Words that lead to who did it, and to whose deaths or injuries they were.
    by: frozenset[str]
    of: frozenset[str]
    #: What leads to an injury: "with burns".
    withs: frozenset[str]
    #: What stands between "the dead" and who they were: "were", "included".
    equates: frozenset[str]
    #: What stands between a "death toll" and its number; and the nouns for such numbers.
    reaches: frozenset[str]
    tolls: frozenset[str]
    #: Phrases that name some of those told before ("including"), or some with them ("along with").
    among: Sequence[str]
    #: Whether a subject may follow its verb, as in Spanish "murieron 12 personas".
    inverts: bool
    #: kind: nouns for people of that kind.
    victims: Mapping[str, Sequence[str]]
    #: Nouns for people of whom nothing is told: "people", "men".
    people: frozenset[str]
    #: kind: words that decide of what kind the noun beside them is ("army officers", "rebel soldiers").
    modifiers: Mapping[str, frozenset[str]]
    #: Nouns that only count those who are named behind them: "members of", "dozens of".
    groups: frozenset[str]
    #: Words that say that people were once what the noun says: "former".
    former: frozenset[str]
    #: Words that go on about people: "who".
    who: frozenset[str]
    #: Nouns of kinds that are only likely: offered, never taken by themselves.
    likely: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Verbs that kill whoever's lives they take, and what is taken: "claimed 23 lives".
    takes: frozenset[str] = frozenset()
    lives: frozenset[str] = frozenset()
    #: harm: verbs that do it to whoever stands between them and one of these phrases: "forced 200 from their homes".
    brackets: Mapping[str, tuple[frozenset[str], Sequence[str]]] = field(default_factory=dict)
